import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import manifest from '../../manifest/app.json' with { type: 'json' }
import { installApp } from '../install-app.ts'
import { credentials } from '../routes/door.ts'
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import { freePort, openPage, startProcess, type ProcessPage, type ServerProcess } from './server-process.ts'

/** The true answer of a portal to one request, and what its owner makes of it: the bytes that are sent. */
export type Spoil = (method: string, answer: unknown) => string | Buffer | Drip | null

/** Bytes that come one at a time, for ever. */
export class Drip {
  readonly everyMs: number
  constructor(everyMs: number) {
    this.everyMs = everyMs
  }
}

/** A server of the app with two portals: one whose owner decides what it answers, and an honest one. */
export interface Town {
  server: ServerProcess
  honest: Simulator
  hostile: Simulator
  /** What the hostile portal answers from now on; null: the truth. */
  spoil(how: Spoil | null): void
  /** Requests that reached the hostile portal. */
  asked: string[]
  open(portal: Simulator, type?: 'lead' | 'deal' | 'quote'): Promise<ProcessPage>
  /** Opens the card of the hostile portal and leaves before anything of it is there. */
  openAndLeave(afterMs: number): Promise<void>
  /** Connections that the app holds to the hostile portal. */
  connections(): Promise<number>
  /** How the process is, since it was asked last. */
  state(): Promise<{ heldMs: number; shared: string[]; heapBytes: number }>
  close(): Promise<void>
}

const userId = 1
const monitor = fileURLToPath(new URL('loop-monitor.mjs', import.meta.url))

/** Opens both portals and one process of the app, which has half a gigabyte of memory. */
export async function openTown(environment: Record<string, string> = {}): Promise<Town> {
  const [honest, hostile] = [openPortal(), openPortal()]
  const hosts = await Promise.all([honest.listen(), hostile.listen()])
  let how: Spoil | null = null
  const asked: string[] = []
  const gate = await openGate(hostile, asked, () => how)
  hostile.state.origin = gate.url
  const monitorPort = await freePort()
  const server = await startProcess({
    DATA_DIR: 'memory://',
    BITRIX_AUTH_SERVERS: hosts.map(({ url }) => url).join(),
    NODE_OPTIONS: `--import=${monitor} --max-old-space-size=512`,
    MONITOR_PORT: String(monitorPort),
    PORTAL_TIMEOUT_SECONDS: '5',
    ...environment,
  })
  for (const portal of [honest, hostile]) {
    portal.installApp({ handlerUrl: `${server.url}/app`, scopes: [...manifest.scopes] })
    await installApp(server.url, portal.frameForm({ userId }).fields)
  }
  return {
    server,
    honest,
    hostile,
    asked,
    spoil: (spoiling) => void (how = spoiling),
    open: (portal, type = 'deal') =>
      openPage(portal, server.url, { userId, type, id: [...portal.state.items[type].keys()][0]! }),
    async openAndLeave(afterMs) {
      const id = [...hostile.state.items.deal.keys()][0]!
      const frame = hostile.frameForm({
        userId,
        placement: 'CRM_DEAL_DETAIL_TOOLBAR',
        placementOptions: { ID: String(id) },
      })
      const { pathname, search } = new URL(frame.action)
      const body = new URLSearchParams(frame.fields)
      const signal = AbortSignal.timeout(afterMs)
      const page = fetch(`${server.url}${pathname}${search}`, { method: 'POST', body, signal })
      await page.then((answer) => answer.text()).catch(() => null)
    },
    connections: gate.connections,
    state: async () => (await fetch(`http://127.0.0.1:${monitorPort}`)).json() as ReturnType<Town['state']>,
    async close() {
      await server.kill()
      await Promise.all([...hosts, gate].map((host) => host.close()))
    },
  }
}

function openPortal(): Simulator {
  const memberId = crypto.randomUUID().replaceAll('-', '')
  return createSimulator({ seed: 'demo', memberId, ...credentials })
}

/** The hostile portal's REST address: the simulator's answers, as its owner would have them. */
async function openGate(portal: Simulator, asked: string[], how: () => Spoil | null) {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = new URL(request.url!, portal.origin).pathname.split('/').at(-1)!
    asked.push(method)
    const body = await text(request)
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    const asking = new Request(`${portal.origin}${request.url}`, { method: 'POST', headers, body })
    const truth = await portal.handle(asking)
    const told = await truth.text()
    const lie = how()?.(method, JSON.parse(told)) ?? null
    response.statusCode = truth.status
    response.setHeader('content-type', 'application/json')
    if (lie instanceof Drip) {
      const timer = setInterval(() => response.write(' '), lie.everyMs)
      response.on('close', () => clearInterval(timer))
    } else response.end(lie ?? told)
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    connections: promisify(server.getConnections.bind(server)),
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
