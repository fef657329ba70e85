import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { cpus } from 'node:os'
import { createInterface } from 'node:readline'
import { projectPath } from '../../server/config.ts'
import { newSecret } from '../secrets.ts'
import type { PortalInfo } from '../simulator/control/start-portal.ts'
import type { Question } from './probe.ts'

/** The same for all, since some share a database and their portals. */
const sessionSecret = newSecret()

/** A simulated portal in a process of its own, and its control API. */
export interface PortalProcess {
  info: PortalInfo
  control<T>(order: string, body?: unknown): Promise<T>
  stop(): Promise<void>
}

/** What a server process holds. */
export interface Memory {
  heapBytes: number
  residentBytes: number
}

/** A server in a process of its own that can be asked what it uses. */
export interface ServerProcess {
  url: string
  /** From the start of the process until it answered that it is ready. */
  readyMs: number
  /** Processor time it has used so far. Collects no garbage: a process forgets by it how to be fast. */
  cpuMs(): Promise<number>
  /** Collects garbage first, so that only what is held counts. */
  memory(): Promise<Memory>
  stop(): Promise<void>
}

/** Ends a process with the benchmark that started it. */
export const probe = projectPath('dist/bench/probe.js')

/** Starts `npm run portal` as it was built. */
export async function startPortal(options: string[] = []): Promise<PortalProcess> {
  const child = spawn(process.execPath, ['--import', probe, projectPath('dist/demo/portal.js'), '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const info = JSON.parse(await firstLine(child)) as PortalInfo
  return {
    info,
    async control(order, body) {
      const [method, path] = order.split(' ')
      const answer = await fetch(info.control + path, {
        method,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${order}: ${await answer.text()}`)
      return answer.json() as never
    },
    stop: () => end(child),
  }
}

/** The first line a program prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) return line
  throw new Error('The process ended without a word.')
}

/** Starts the app as it was built, or another program that listens on PORT, with a probe that tells what it uses. */
export async function startServer(
  environment: Record<string, string>,
  { program = projectPath('dist/server/main.js'), port: wished }: { program?: string; port?: number } = {},
): Promise<ServerProcess> {
  const port = wished ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const start = performance.now()
  // Where the time of a server goes: BENCH_PROFILE=folder keeps a profile of each.
  const folder = process.env.BENCH_PROFILE
  const profile = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
  const child = spawn(...pinned([...profile, '--expose-gc', '--import', probe, program]), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PUBLIC_URL: url,
      SESSION_SECRET: sessionSecret,
      ALLOW_LOOPBACK_PORTALS: 'true',
      DATA_DIR: 'memory://',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      ...environment,
    },
  })
  while (!(await fetch(`${url}/ready`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const ask = async <T>(what: Question): Promise<T> => {
    child.send(what)
    const [told] = (await once(child, 'message')) as [T]
    return told
  }
  return {
    url,
    readyMs: performance.now() - start,
    cpuMs: () => ask<number>('cpu'),
    memory: () => ask<Memory>('memory'),
    stop: () => end(child),
  }
}

/** Every server gets one and the same core, where the system lets us choose, and what it is measured with the others. */
function pinned(options: string[]): [string, string[]] {
  const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0
  return canPin ? ['taskset', ['--cpu-list', '0', process.execPath, ...options]] : [process.execPath, options]
}

/** The app's environment on a portal of its own. */
export function environmentFor({ url, clientId, clientSecret }: PortalInfo): Record<string, string> {
  return { BITRIX_AUTH_SERVERS: url, BITRIX_CLIENT_ID: clientId, BITRIX_CLIENT_SECRET: clientSecret }
}

/** Stops a process that was started here. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'close')
  child.kill('SIGTERM')
  const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(impatience)
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
