import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { credentials } from '../routes/door.ts'
import { createSimulator } from '../simulator/create-simulator.ts'
import { flawsOfEnd, scenes, setScene, type Scene, type Stage } from './scenes.ts'
import {
  buildServer,
  clickOn,
  openPage,
  pause,
  startProcess,
  type ProcessPage,
  type ServerProcess,
} from './server-process.ts'
import { writesOf } from './troubles.ts'

const userId = 1
const portal = createSimulator({ seed: 'empty', ...credentials })
const [fromLead, withUserField] = scenes as [Scene, Scene]
let program: string
let folder: string
let host: { url: string; close(): Promise<void> }
let server: ServerProcess

beforeAll(async () => {
  program = await buildServer('killed-server')
  folder = await mkdtemp(join(tmpdir(), 'create-from-'))
  host = await portal.listen()
  server = await start()
  portal.installApp({ handlerUrl: `${server.url}/app`, scopes: ['crm', 'placement', 'user_brief', 'userfieldconfig'] })
}, 180_000)
afterAll(async () => {
  await server.kill()
  await host.close()
  await rm(folder, { recursive: true })
})

/** A short patience with the portal, so that a lost request may be looked into soon. */
function start(port?: string): Promise<ServerProcess> {
  const environment = { DATA_DIR: folder, BITRIX_AUTH_SERVERS: host.url, PORTAL_TIMEOUT_SECONDS: '2' }
  return startProcess(program, environment, port === undefined ? undefined : Number(port))
}

/** The server comes back, the person opens the card again and carries on with what it shows. */
async function comeBack({ scene, source }: Stage, requestId: string): Promise<Conversion> {
  server = await start(new URL(server.url).port)
  const page = await openPage(portal, server.url, { userId, type: scene.source, id: source.id })
  expect(unfinishedOn(page)).toBe(requestId)
  for (;;) {
    const conversion = await page.post(`/api/conversions/${requestId}/resume`, {})
    if (conversion.outcome !== 'unknown' && conversion.outcome !== 'running') return conversion
    await pause(200)
  }
}

function unfinishedOn({ first }: ProcessPage): string | undefined {
  return first && 'preview' in first ? first.preview.unfinished?.conversion.requestId : undefined
}

/** Kills the server at the moment that is arranged, so that the answer to the click never comes. */
async function killAndComeBack(scene: Scene, arrange: (kill: () => Promise<void>) => void): Promise<void> {
  const stage = setScene(portal, scene)
  const requestId = crypto.randomUUID()
  const page = await openPage(portal, server.url, { userId, type: scene.source, id: stage.source.id })
  arrange(() => server.kill())
  await expect(page.post('/api/convert', clickOn(page, scene.targets, requestId))).rejects.toThrow('fetch failed')
  expect(flawsOfEnd(stage, await comeBack(stage, requestId))).toEqual([])
}

describe('the process is killed, starts again, and one set of records comes of it', () => {
  // The portal carries out what has arrived, whoever asked for it: one moment in a batch is like another.
  const moments = writesOf(fromLead).filter(({ name, isFirst }) => isFirst || name === 'deal')

  test.each(moments)('from a lead: before write $place, $name', { timeout: 60_000 }, async ({ place }) => {
    await killAndComeBack(fromLead, (kill) => portal.faults.hook('write', 'before', kill, place))
  })

  test.each([
    [1, 'the records'],
    [2, 'the comment'],
  ])('from a lead: its request %i, with %s, never arrives', { timeout: 60_000 }, async (count) => {
    await killAndComeBack(fromLead, (kill) => {
      const { handle } = portal
      let batches = 0
      portal.handle = async (request, source) => {
        if (!new URL(request.url).pathname.includes('/batch') || ++batches < count) return handle(request, source)
        portal.handle = handle
        await kill()
        return Response.error()
      }
    })
  })

  test('from a deal: right after a new user field was created', { timeout: 60_000 }, async () => {
    await killAndComeBack(withUserField, (kill) => portal.faults.hook('userfieldconfig.add', 'after', kill))
  })
})

test('a portal that never answers is not waited for without end, and nothing is made twice', async () => {
  const stage = setScene(portal, fromLead)
  const requestId = crypto.randomUUID()
  const page = await openPage(portal, server.url, { userId, type: 'lead', id: stage.source.id })
  portal.faults.after('crm.item.productrow.set', 'silence')
  const click = await page.post('/api/convert', clickOn(page, fromLead.targets, requestId))
  expect(click.outcome).toBe('unknown')
  let conversion = click
  while (conversion.outcome === 'unknown' || conversion.outcome === 'running') {
    await pause(200)
    conversion = await page.post(`/api/conversions/${requestId}/resume`, {})
  }
  expect(flawsOfEnd(stage, conversion)).toEqual([])
})
