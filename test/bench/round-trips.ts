import { B24OAuth, type AjaxResult, type Result } from '@bitrix24/b24jssdk'
import axios from 'axios'
import { convertByHand, type Call, type ReadAll } from './by-hand.ts'
import { sendOneByOne, type Recorded } from './one-by-one.ts'
import { convert, install, openPage } from './our-app.ts'
import { environmentFor, startPortal, startServer, type PortalProcess, type ServerProcess } from './processes.ts'
import { compare, type Goal, type Row } from './results.ts'
import { addSource, conversions } from './sources.ts'

const part = 'round-trips'
const commandMs = 30
const warmUps = 25

type Conversion = (typeof conversions)[number]
type Way = (id: number, conversion: Conversion) => Promise<{ clickMs: number } | void>

/** What one way of converting took; `clickMs` is what remains after the click on Continue. */
interface Run {
  requests: number
  ms: number
  clickMs: number
}
type Runs = Map<Conversion, Map<string, Run[]>>

const ours = 'ours'
const hand = 'sequential calls'
const sdk = 'SDK calls'
const oneByOne = 'our calls one by one'

/**
 * Requests to the portal and time to the finished result: ours (the page with its preview, then the click) against a
 * script that only writes, as sequential calls and as the SDK's calls, and against all that ours asks, one by one.
 */
export async function benchRoundTrips({ quick }: { quick: boolean }): Promise<Row[]> {
  const portal = await startPortal()
  const server = await startServer(environmentFor(portal.info))
  try {
    await install(server.url, portal.info)
    const ways = { [ours]: ourWay(portal, server), [hand]: handWay(portal), [sdk]: sdkWay(portal) }
    // The first card ever opened on a portal also learns its smart processes, and proves the token for an hour; and what
    // has run a few times runs as on any other day.
    await portal.control('PATCH settings', { commandLatencyMs: 0 })
    for (let turn = 0; turn < warmUps; turn++)
      for (const way of Object.values(ways)) await runOne(portal, way, conversions[0]!, 0)
    await portal.control('PATCH settings', { commandLatencyMs: commandMs })
    const rows: Row[] = []
    for (const latencyMs of quick ? [100] : [0, 100, 250]) {
      const runs: Runs = new Map(conversions.map((conversion) => [conversion, new Map()]))
      for (let round = 0; round < (quick ? 1 : 3); round++)
        for (const conversion of conversions) {
          const note = (name: string, run: Run): unknown =>
            runs.get(conversion)!.set(name, [...(runs.get(conversion)!.get(name) ?? []), run])
          // Whoever comes first changes with every round, so that a busy machine slows all of them alike.
          const turns = Object.entries(ways)
          for (const [name, way] of [...turns.slice(round % 3), ...turns.slice(0, round % 3)]) {
            const { run, requests } = await runOne(portal, way, conversion, latencyMs)
            note(name, run)
            if (name !== ours || conversion !== conversions[0]) continue
            note(oneByOne, (await runOne(portal, () => sendOneByOne(portal.info, requests), conversion, latencyMs)).run)
          }
        }
      rows.push(...toRows(runs, latencyMs))
    }
    return rows
  } finally {
    await server.stop()
    await portal.stop()
  }
}

async function runOne(
  portal: PortalProcess,
  way: Way,
  conversion: Conversion,
  latencyMs: number,
): Promise<{ run: Run; requests: Recorded[] }> {
  const id = await addSource(portal, conversion.from)
  await portal.control('DELETE requests')
  await portal.control('PATCH settings', { latencyMs })
  const start = performance.now()
  const told = await way(id, conversion)
  const ms = performance.now() - start
  await portal.control('PATCH settings', { latencyMs: 0 })
  const { requests } = await portal.control<{ requests: Recorded[] }>('GET requests')
  return { run: { requests: requests.length, ms, clickMs: told?.clickMs ?? ms }, requests }
}

function ourWay({ info }: PortalProcess, { url }: ServerProcess): Way {
  return async (id, { from, to }) => {
    const page = await openPage(url, info, { type: from, id })
    const clicked = performance.now()
    await convert(url, info, page, to)
    return { clickMs: performance.now() - clicked }
  }
}

/** One call after the other with axios, as the REST documentation shows it. */
function handWay({ info }: PortalProcess): Way {
  const call: Call = async (method, params) =>
    (await axios.post<{ result: unknown }>(`${info.webhook}/${method}`, params)).data.result
  const readAll: ReadAll = async (calls) => {
    const answers: unknown[] = []
    for (const [method, params] of calls) answers.push(await call(method, params))
    return answers
  }
  return (id, { from, to }) => convertByHand(call, readAll, { type: from, id }, to)
}

/** What can be read together goes through the SDK's batch; what needs an answer before goes through its call. */
function sdkWay({ info }: PortalProcess): Way {
  // As an app on a server opens it (its webhook client insists on https), with the limits it brings along.
  const root = `${info.url}/rest/`
  const b24 = new B24OAuth(
    {
      applicationToken: info.applicationToken,
      memberId: info.memberId,
      userId: 1,
      accessToken: info.accessToken,
      refreshToken: info.refreshToken,
      expires: Math.floor(Date.now() / 1000) + 3600,
      expiresIn: 3600,
      scope: '',
      status: 'L',
      domain: new URL(info.url).host,
      clientEndpoint: root,
      serverEndpoint: root,
    } as ConstructorParameters<typeof B24OAuth>[0],
    { clientId: info.clientId, clientSecret: info.clientSecret },
  )
  const call: Call = async (method, params) => {
    const answer = await b24.actions.v2.call.make<unknown>({ method, params })
    if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join('; '))
    return answer.getData()?.result
  }
  const readAll: ReadAll = async (calls) => {
    const options = { isHaltOnError: true, returnAjaxResult: true }
    const answer = await b24.actions.v2.batch.make<unknown>({ calls, options })
    if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join('; '))
    return (answer as Result<AjaxResult<unknown>[]>).getData()!.map((one) => one.getData()?.result)
  }
  return (id, { from, to }) => convertByHand(call, readAll, { type: from, id }, to)
}

function toRows(runs: Runs, latencyMs: number): Row[] {
  const rows: Row[] = []
  for (const [conversion, measured] of runs) {
    const what = `${conversion.from} → ${conversion.to.join(' + ')}`
    // The one conversion the goals speak of stands in the short table.
    const isChosen = conversion === conversions[0]
    const at = `${latencyMs} ms latency`
    const own = measured.get(ours)!
    const add = (other: string, unit: string, what: string, value: (run: Run) => number, goal?: Goal): unknown =>
      rows.push(
        compare(
          { part, what, unit, headline: isChosen && (unit !== '' || latencyMs === 100) },
          own.map(value),
          { name: other, values: measured.get(other)!.map(value) },
          goal,
        ),
      )
    for (const other of [hand, sdk, oneByOne].filter((name) => measured.has(name))) {
      const goal = (most: number): Goal | undefined => (isChosen && other === hand ? { atMost: most } : undefined)
      add(other, '', `${what}, requests`, ({ requests }) => requests, goal(1 / 4))
      // What a script needs for everything, we may spend on what is left after the click; on a network as it is.
      if (other !== oneByOne)
        add(
          other,
          'ms',
          `${what}, from the click on, ${at}`,
          ({ clickMs }) => clickMs,
          latencyMs === 100 ? goal(1 / 3) : undefined,
        )
      add(other, 'ms', `${what}, page and click, ${at}`, ({ ms }) => ms)
    }
  }
  return rows
}
