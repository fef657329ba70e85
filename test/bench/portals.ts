import { parseArgs } from 'node:util'
import manifest from '../../manifest/app.json' with { type: 'json' }
import { newSecret } from '../secrets.ts'
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import { listenOn } from '../simulator/wire/node-server.ts'
import { productRows } from './sources.ts'

/** A portal of many: where it answers, who works there, and what there is to convert. */
export interface ManyPortal {
  memberId: string
  url: string
  accessToken: string
  deals: number[]
}

export interface ManyPortals {
  authUrl: string
  clientId: string
  clientSecret: string
  portals: ManyPortal[]
}

/*
 * Many portals in one process, as a server of the marketplace has them: each allows two requests a second, so a server
 * that is to be busy needs a crowd. They share one auth server, as on the internet, which knows whose token is whose.
 */
const { values } = parseArgs({ options: { portals: { type: 'string' }, deals: { type: 'string' } } })
const credentials = { clientId: 'local.bench', clientSecret: newSecret() }
const owners = new Map<string, Simulator>()

const auth = await listenOn(0, async (request) => {
  const url = new URL(request.url)
  if (url.pathname === '/bench/requests') return Response.json(takeRequests())
  const owner = owners.get(url.searchParams.get('auth') ?? '')
  return owner
    ? owner.handle(new Request(owner.origin + url.pathname + url.search))
    : new Response(null, { status: 401 })
})

const portals: ManyPortal[] = []
for (let index = 0; index < Number(values.portals); index++) portals.push(await openOne())
const told: ManyPortals = { authUrl: auth.url, ...credentials, portals }
console.log(JSON.stringify(told))

async function openOne(): Promise<ManyPortal> {
  const memberId = crypto.randomUUID().replaceAll('-', '')
  const simulator = createSimulator({ seed: 'empty', memberId, ...credentials })
  const { url } = await simulator.listen()
  simulator.installApp({ handlerUrl: 'http://127.0.0.1:9/app', scopes: manifest.scopes })
  const { accessToken } = simulator.tokens(1)
  owners.set(accessToken, simulator)
  const deals = Array.from({ length: Number(values.deals) }, (_, place) => {
    const deal = simulator.add('deal', { title: `Roof ${place}`, currencyId: 'EUR', assignedById: 1 })
    simulator.setProductRows('deal', deal.id, productRows(5))
    return deal.id
  })
  return { memberId, url, accessToken, deals }
}

/** What was asked of whom since the last time; and nothing of it is kept. */
function takeRequests(): Record<string, Simulator['requests']> {
  return Object.fromEntries(
    [...owners.values()].map(({ requests, state }) => [state.memberId, requests.splice(0, requests.length)]),
  )
}
