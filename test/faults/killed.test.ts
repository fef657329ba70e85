import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { comeBack, findGrounds, install, resumeUntilEnd, type Installation } from './installation.ts'
import { flawsOfEnd, scenes, setScene, type Scene } from './scenes.ts'
import { clickOn } from './server-process.ts'
import { writesOf } from './troubles.ts'

const grounds = await findGrounds('killed processes')
const [fromLead, withUserField, fromQuote] = scenes as [Scene, Scene, Scene]

describe.each(grounds)(
  'on $name: the process is killed, starts again, and one set of records comes of it',
  (ground) => {
    let installation: Installation
    beforeAll(async () => void (installation = await install(ground)), 120_000)
    afterAll(() => installation.close())

    /** Kills the server at the moment that is arranged, so that the answer to the click never comes. */
    async function killAndComeBack(scene: Scene, arrange: (kill: () => Promise<void>) => void): Promise<void> {
      const stage = setScene(installation.portal, scene)
      const requestId = crypto.randomUUID()
      const page = await installation.openCard(stage)
      arrange(() => installation.server.kill())
      await expect(page.post('/api/convert', clickOn(page, scene.targets, requestId))).rejects.toThrow('fetch failed')
      expect(flawsOfEnd(stage, await comeBack(installation, stage, requestId))).toEqual([])
    }

    // The portal carries out what has arrived, whoever asked for it: one moment in a batch is like another. So the
    // slower database sees the first write of each request, the other one sees every write.
    const moments = [fromLead, fromQuote].flatMap((scene) =>
      writesOf(scene)
        .filter(({ isFirst }) => isFirst || ground.name !== 'embedded')
        .map((write) => ({ scene, of: scene.name, ...write })),
    )

    test.each(moments)('$of: before write $place, $name', { timeout: 60_000 }, async ({ scene, place }) => {
      await killAndComeBack(scene, (kill) => installation.portal.faults.hook('write', 'before', kill, place))
    })

    // Only once on a portal: the field exists from then on.
    test('from a deal: right after a new user field was created', { timeout: 60_000 }, async () => {
      const { faults } = installation.portal
      await killAndComeBack(withUserField, (kill) => faults.hook('userfieldconfig.add', 'after', kill))
    })

    test.each([
      [1, 'the records'],
      [2, 'the comment'],
    ])('from a lead: its request %i, with %s, never arrives', { timeout: 60_000 }, async (count) => {
      const { portal } = installation
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

    test('a portal that never answers is not waited for without end, and nothing is made twice', async () => {
      const stage = setScene(installation.portal, fromLead)
      const requestId = crypto.randomUUID()
      const page = await installation.openCard(stage)
      installation.portal.faults.after('crm.item.productrow.set', 'silence')
      const click = await page.post('/api/convert', clickOn(page, fromLead.targets, requestId))
      expect(click.outcome).toBe('unknown')
      expect(flawsOfEnd(stage, await resumeUntilEnd(page, requestId))).toEqual([])
    })
  },
)
