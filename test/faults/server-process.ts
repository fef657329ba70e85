import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { portalTokenHeader, sessionHeader, type FirstPreview } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { recordType, type RecordTypeName } from '../../server/conversion/record-types.ts'
import { projectPath } from '../../server/config.ts'
import { credentials, readPage, sessionSecret } from '../routes/door.ts'
import type { Simulator } from '../simulator/create-simulator.ts'

/** A server as it runs in production: a process of its own. */
export interface ServerProcess {
  url: string
  /** Ends it at once, as a loss of power does; resolves when it is gone. */
  kill(): Promise<void>
  /** Asks it to stop, as whoever runs it does. */
  askToStop(): void
  /** Its exit code, once it has ended by itself. */
  ended: Promise<number | null>
}

/** The program that `npm start` runs, as `npm run build` made it. */
const program = projectPath('dist', 'server', 'main.js')

/** The program as a process, whether it comes to listen or not; what it has to say is shown, or kept for who asks. */
export function spawnServer(
  environment: Record<string, string>,
  port: number,
  words: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  if (!existsSync(program)) throw new Error('There is no built server: run `npm run build`.')
  return spawn(process.execPath, ['--disable-proto=delete', program], {
    stdio: ['ignore', 'ignore', words],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      BITRIX_CLIENT_ID: credentials.clientId,
      BITRIX_CLIENT_SECRET: credentials.clientSecret,
      SESSION_SECRET: sessionSecret,
      ALLOW_LOOPBACK_PORTALS: 'true',
      LOG_LEVEL: 'error',
      ...environment,
    },
  })
}

/** Starts a process on a free port, or the one it had before; resolves when it listens. */
export async function startProcess(environment: Record<string, string>, port?: number): Promise<ServerProcess> {
  const ownPort = port ?? (await freePort())
  const url = `http://127.0.0.1:${ownPort}`
  const child = spawnServer(environment, ownPort)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  while (!(await fetch(`${url}/health`).catch(() => null))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
    await pause(50)
  }
  return { url, kill, ended, askToStop: () => void child.kill('SIGTERM') }
}

/** Resolves after a moment, for those who look again and again until something is so. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A port of this machine that is free at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** A person's page in a record's card. */
export interface ProcessPage {
  first: FirstPreview | null
  /** Sends a request of the page, to the process that made the page or to another one. */
  post(path: string, body: unknown, url?: string): Promise<Conversion>
  /** What the journal knows of a conversion. */
  look(requestId: string): Promise<Conversion>
}

/** Opens our item in a record's card, as the portal's frame does, at one of the processes. */
export async function openPage(
  portal: Simulator,
  url: string,
  { userId, type, id }: { userId: number; type: RecordTypeName; id: number },
): Promise<ProcessPage> {
  const { code, idKey } = recordType(type).placement
  const frame = portal.frameForm({ userId, placement: code, placementOptions: { [idKey]: String(id) } })
  const { pathname, search } = new URL(frame.action)
  const answer = await fetch(`${url}${pathname}${search}`, { method: 'POST', body: new URLSearchParams(frame.fields) })
  const { session, first } = await readPage(answer)
  const proof = { [sessionHeader]: session, [portalTokenHeader]: frame.fields.AUTH_ID ?? '' }
  return {
    first,
    async post(path, body, other = url) {
      const headers = { 'content-type': 'application/json', ...proof }
      return read(await fetch(`${other}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
    },
    look: async (requestId) => read(await fetch(`${url}/api/conversions/${requestId}`, { headers: proof })),
  }
}

async function read(response: Response): Promise<Conversion> {
  if (!response.ok) throw new Error(`Refused with ${response.status}: ${await response.text()}`)
  return (await response.json()) as Conversion
}

/** The body of a click on what a page shows; user fields and options are ticked all. */
export function clickOn({ first }: ProcessPage, targets: RecordTypeName[], requestId: string): Record<string, unknown> {
  if (!first || 'error' in first) throw new Error(`No preview: ${JSON.stringify(first)}`)
  const { preview } = first
  const chosen = preview.targets.filter(({ type }) => targets.includes(type))
  const addUserFields = Object.fromEntries(
    chosen.map(({ type, missingUserFields }) => [type, missingUserFields.map(({ field }) => field)]),
  )
  const addOptions = Object.fromEntries(
    chosen.map(({ type, missingOptions }) => [
      type,
      missingOptions.flatMap(({ field, texts }) => texts.map((text) => ({ field, text }))),
    ]),
  )
  return {
    requestId,
    fingerprint: preview.fingerprint,
    targets,
    addUserFields,
    addOptions,
    pipelines: {},
    rows: {},
    useExisting: {},
  }
}
