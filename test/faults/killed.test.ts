import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
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
    async function killAndComeBack(
      scene: Scene,
      arrange: (kill: () => Promise<void>) => void,
      shown?: (conversion: Conversion) => void,
    ): Promise<void> {
      const stage = setScene(installation.portal, scene)
      const requestId = crypto.randomUUID()
      const page = await installation.openCard(stage)
      arrange(() => installation.server.kill())
      await expect(page.post('/api/convert', clickOn(page, scene.targets, requestId))).rejects.toThrow('fetch failed')
      expect(flawsOfEnd(stage, await comeBack(installation, stage, requestId, resumeUntilEnd, shown))).toEqual([])
    }

    // The portal carries out what has arrived, whoever asked for it: one moment in a batch is like another. So the
    // slower database sees the first write of each request, the other one sees every write.
    const momentsOf = (scene: Scene) =>
      writesOf(scene)
        .filter(({ isFirst }) => isFirst || ground.name !== 'embedded')
        .map((write) => ({ scene, of: scene.name, ...write }))
    const moments = [fromLead, fromQuote].flatMap(momentsOf)

    test.each(moments)('$of: before write $place, $name', { timeout: 60_000 }, async ({ scene, place }) => {
      await killAndComeBack(scene, (kill) => installation.portal.faults.hook('write', 'before', kill, place))
    })

    describe('from a deal, with a new user field and a new value in a list', () => {
      // Fields and values stay on a portal, so the next story begins without.
      beforeEach(() => installation.portal.state.userFields.clear())

      /** What the card tells of the six steps: list, field, invoice, rows, comment, check. */
      const told: Record<string, number> = { 'user field': 1, invoice: 2, rows: 2, comment: 4, 'last choice': 4 }

      const afterReading = momentsOf(withUserField).filter(({ name }) => name !== 'right to edit')

      test('while the record is read once more: nothing has begun, and another click makes one set', async () => {
        const stage = setScene(installation.portal, withUserField)
        const page = await installation.openCard(stage)
        installation.portal.faults.hook('write', 'before', () => installation.server.kill())
        const click = page.post('/api/convert', clickOn(page, withUserField.targets, crypto.randomUUID()))
        await expect(click).rejects.toThrow('fetch failed')
        await installation.restart()
        const again = await installation.openCard(stage)
        expect(again.first).toMatchObject({ preview: { unfinished: [] } })
        const requestId = crypto.randomUUID()
        const conversion = await again.post('/api/convert', clickOn(again, withUserField.targets, requestId))
        expect(flawsOfEnd(stage, conversion)).toEqual([])
      })

      test.each(afterReading)('before write $place, $name', { timeout: 60_000 }, async ({ place, name }) => {
        await killAndComeBack(
          withUserField,
          (kill) => installation.portal.faults.hook('write', 'before', kill, place),
          ({ steps }) => {
            const done = steps.filter(({ state }) => state === 'done').length
            expect([name, done, steps.length]).toEqual([name, told[name] ?? 0, 6])
          },
        )
      })

      test.each([
        ['the new value', 'userfieldconfig.update'],
        ['the new user field', 'userfieldconfig.add'],
        ['the invoice', 'crm.item.add'],
        ['its rows', 'crm.item.productrow.set'],
        ['the comment', 'crm.timeline.comment.add'],
      ])('right after %s was made, before anybody heard of it', { timeout: 60_000 }, async (_, method) => {
        await killAndComeBack(withUserField, (kill) => installation.portal.faults.hook(method, 'after', kill))
      })
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
