import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { credentials } from '../routes/door.ts'
import { installApp } from '../install-app.ts'
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import { createDatabase, findPostgres, run } from '../storage/databases.ts'
import type { Stage } from './scenes.ts'
import { openPage, pause, startProcess, type ProcessPage, type ServerProcess } from './server-process.ts'

/** Where a process keeps what must outlive it. */
interface Keeper {
  environment: Record<string, string>
  /** Time passes, until no portal can still be at work with a lost request; where nobody can move it, it is waited for. */
  letTimePass(): Promise<void>
  drop(): Promise<void>
}

/** A database a process may run on. */
export interface Ground {
  name: string
  open(): Promise<Keeper>
}

const folder: Ground = {
  name: 'embedded',
  async open() {
    const path = await mkdtemp(join(tmpdir(), 'create-from-'))
    // Enough for a busy machine, and not too long to be waited for.
    const environment = { DATA_DIR: path, PORTAL_TIMEOUT_SECONDS: '3' }
    return { environment, letTimePass: async () => {}, drop: () => rm(path, { recursive: true }) }
  },
}

/** The embedded database always, PostgreSQL when there is one. */
export async function findGrounds(skipped: string): Promise<Ground[]> {
  const url = await findPostgres(`${skipped} on PostgreSQL`)
  if (!url) return [folder]
  const postgres: Ground = {
    name: 'PostgreSQL',
    async open() {
      const { url: own, drop } = await createDatabase(url)
      const letTimePass = (): Promise<void> => run(own, 'update conversions set busy_until = to_timestamp(0)')
      return { environment: { DATABASE_URL: own, PORTAL_TIMEOUT_SECONDS: '6' }, letTimePass, drop }
    },
  }
  return [folder, postgres]
}

export const userId = 1

/** A portal with the app installed, and the app's process, which may die and come back. */
export interface Installation {
  portal: Simulator
  /** The process that lives now, or lived last. */
  server: ServerProcess
  /** Opens our item in the card of a scene's source. */
  openCard(stage: Stage): Promise<ProcessPage>
  /** Starts a process again where the last one was. */
  restart(changes?: Record<string, string>): Promise<void>
  letTimePass(): Promise<void>
  close(): Promise<void>
}

/** Starts a portal and a process of the app, which has little patience with it: a lost request may be looked into soon. */
export async function install(ground: Ground): Promise<Installation> {
  const portal = createSimulator({ seed: 'empty', ...credentials })
  const { environment, letTimePass, drop } = await ground.open()
  const host = await portal.listen()
  const usual = { ...environment, BITRIX_AUTH_SERVERS: host.url }
  const server = await startProcess(usual)
  portal.installApp({ handlerUrl: `${server.url}/app`, scopes: ['crm', 'placement', 'user_brief', 'userfieldconfig'] })
  await installApp(server.url, portal.frameForm({ userId }).fields)
  portal.requests.length = 0
  const installation: Installation = {
    portal,
    server,
    openCard: ({ scene, source }) =>
      openPage(portal, installation.server.url, { userId, type: scene.source, id: source.id }),
    async restart(changes = {}) {
      const port = Number(new URL(installation.server.url).port)
      installation.server = await startProcess({ ...usual, ...changes }, port)
    },
    letTimePass,
    async close() {
      await installation.server.kill()
      await host.close()
      await drop()
    },
  }
  return installation
}

type Bring = (page: ProcessPage, requestId: string) => Promise<Conversion>

/** The process starts again, the person opens the card and carries on with what it shows, or undoes it. `shown` sees it. */
export async function comeBack(
  installation: Installation,
  stage: Stage,
  requestId: string,
  bring: Bring = resumeUntilEnd,
  shown?: (conversion: Conversion) => void,
): Promise<Conversion> {
  await installation.restart()
  const page = await installation.openCard(stage)
  const conversion = page.first && 'preview' in page.first ? page.first.preview.unfinished[0]?.conversion : undefined
  if (conversion?.requestId !== requestId)
    throw new Error(`The card shows ${conversion?.requestId ?? 'nothing'} as unfinished.`)
  shown?.(conversion)
  await installation.letTimePass()
  return bring(page, requestId)
}

/** Carries on again and again, as the page does, until the end is known. */
export const resumeUntilEnd: Bring = (page, requestId) => repeat(page, requestId, 'resume')

/** The same for undoing. */
export const undoUntilEnd: Bring = (page, requestId) => repeat(page, requestId, 'undo')

async function repeat(page: ProcessPage, requestId: string, verb: 'resume' | 'undo'): Promise<Conversion> {
  for (;;) {
    const conversion = await page.post(`/api/conversions/${requestId}/${verb}`, {})
    if (!open.has(conversion.outcome)) return conversion
    await pause(100)
  }
}

const open: ReadonlySet<Conversion['outcome']> = new Set<Conversion['outcome']>(['unknown', 'running', 'undoing'])
