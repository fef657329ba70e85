import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { installApp } from '../install-app.ts'
import { credentials } from '../routes/door.ts'
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import { listenOn } from '../simulator/wire/node-server.ts'
import { createDatabase, findPostgres } from '../storage/databases.ts'
import { scenes } from './scenes.ts'
import { clickOn, openPage, startProcess, type ProcessPage, type ServerProcess } from './server-process.ts'

const postgres = await findPostgres('two processes on one database')
const userId = 1
const scene = scenes.find(({ name }) => name === 'quote to deal')!

describe.skipIf(!postgres)('two processes on one database', () => {
  // Ten conversions each, so that nobody has to wait for a portal's request limit.
  const portals = Array.from({ length: 20 }, (_, index) =>
    createSimulator({ seed: 'empty', memberId: `portal-${index}`, ...credentials }),
  )
  const servers: { close(): Promise<void> }[] = []
  let database: { url: string; drop(): Promise<void> }
  let processes: ServerProcess[]

  beforeAll(async () => {
    database = await createDatabase(postgres!)
    servers.push(...(await Promise.all(portals.map((portal) => portal.listen()))))
    const authServer = await listenOn(0, (request, source) => ownerOf(request).handle(request, source))
    servers.push(authServer)
    for (const { state } of portals) state.authOrigin = authServer.url
    const environment = { DATABASE_URL: database.url, BITRIX_AUTH_SERVERS: authServer.url }
    processes = await Promise.all([startProcess(environment), startProcess(environment)])
    for (const portal of portals) {
      portal.installApp({ handlerUrl: `${processes[0]!.url}/app`, scopes: ['crm', 'placement', 'user_brief'] })
      await installApp(processes[0]!.url, portal.frameForm({ userId }).fields)
    }
  }, 180_000)
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.kill()))
    await Promise.all(servers.map((one) => one.close()))
    await database.drop()
  })

  /** The auth server knows all portals. */
  function ownerOf({ url }: Request): Simulator {
    const token = new URL(url).searchParams.get('auth') ?? ''
    return portals.find(({ state }) => state.grants.has(token)) ?? portals[0]!
  }

  test('200 clicks, each delivered to both at once: none is doubled, none is lost', { timeout: 300_000 }, async () => {
    const cards = portals.flatMap((portal) =>
      Array.from({ length: 10 }, () => ({ portal, quote: scene.add(portal), requestId: crypto.randomUUID() })),
    )
    const [one, other] = processes.map(({ url }) => url) as [string, string]
    const pages: ProcessPage[] = []
    for (const [index, { portal, quote }] of cards.entries())
      pages.push(await openPage(portal, index % 2 ? one : other, { userId, type: 'quote', id: quote.id }))
    const deliver = (page: ProcessPage, index: number): Promise<Conversion[]> => {
      const click = clickOn(page, ['deal'], cards[index]!.requestId)
      return Promise.all([one, other].map((url) => page.post('/api/convert', click, url)))
    }
    const answers: Conversion[][] = []
    // So many at once that the simulated auth server, one process with all the portals, still answers in its time.
    const atOnce = 40
    for (let from = 0; from < pages.length; from += atOnce) {
      const wave = pages.slice(from, from + atOnce)
      answers.push(...(await Promise.all(wave.map((page, place) => deliver(page, from + place)))))
    }
    for (const both of answers) expect(both.map(endOf).sort()).toSatisfy(isOneEnd)
    // Delivered once more, later: both know the end, and it is the same.
    for (const [index, page] of pages.entries()) {
      const click = clickOn(page, ['deal'], cards[index]!.requestId)
      const [first, second] = await Promise.all([one, other].map((url) => page.post('/api/convert', click, url)))
      expect(first).toMatchObject({ outcome: 'done', differences: [], created: [{ type: 'deal' }] })
      expect(second).toEqual(first)
    }
    for (const { portal, quote } of cards) {
      const deals = [...portal.state.items.deal.values()].filter(({ values }) => values.quoteId === quote.id)
      const comments = [...portal.state.comments.values()].filter(({ owner }) => owner.id === quote.id)
      expect([deals.length, deals[0]?.rows.length, comments.length]).toEqual([1, 2, 1])
    }
  })
})

const endOf = ({ outcome }: Conversion): string => outcome

/** One process did it; the other one saw it at work, or its end. */
function isOneEnd([first, second]: string[]): boolean {
  return first === 'done' && (second === 'done' || second === 'running')
}
