import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { comeBack, findGrounds, install, resumeUntilEnd, undoUntilEnd, type Installation } from './installation.ts'
import { flawsOfEnd, scenes, setScene, type Scene, type Stage } from './scenes.ts'
import { clickOn, type ProcessPage } from './server-process.ts'

const grounds = await findGrounds('processes killed once more')
const [fromLead] = scenes as [Scene]
const timeout = 60_000

/** The first write of a request, or one in its middle, which the slower database need not see. */
const moments = [
  ['looking', 'crm.item.update', 1],
  ['making the records', 'crm.item.add', 1],
  ['making the second record', 'crm.item.add', 2],
  ['setting the rows', 'crm.item.productrow.set', 1],
  ['posting the comment', 'crm.timeline.comment.add', 1],
] as const
const momentsOfUndo = [
  ['looking', 'crm.item.update', 1],
  ['the first deletion', 'crm.item.delete', 1],
  ['the last deletion', 'crm.item.delete', 3],
  ['opening the lead again', 'crm.item.update', 2],
  ['posting the comment', 'crm.timeline.comment.add', 1],
] as const
const isInTheMiddle = ([name]: readonly [string, ...unknown[]]): boolean => /second|rows|last|again/.test(name)

describe.each(grounds)('on $name: the process is killed while it sets things right', ({ name, open }) => {
  let installation: Installation
  beforeAll(async () => void (installation = await install({ name, open })), 120_000)
  afterAll(() => installation.close())

  const seen = <T extends readonly [string, ...unknown[]]>(all: readonly T[]): T[] =>
    all.filter((moment) => name !== 'embedded' || !isInTheMiddle(moment))

  /** A page whose click the portal has answered, or never heard of. */
  async function clicked(stage: Stage): Promise<{ page: ProcessPage; requestId: string; conversion: Conversion }> {
    const requestId = crypto.randomUUID()
    const page = await installation.openCard(stage)
    const conversion = await page.post('/api/convert', clickOn(page, fromLead.targets, requestId))
    return { page, requestId, conversion }
  }

  const killAt = (method: string, call: number): void =>
    installation.portal.faults.hook(method, 'before', () => installation.server.kill(), call)

  test.each(seen(moments))('carrying on, before %s: one set of records comes of it', { timeout }, async (...moment) => {
    const [, method, call] = moment
    const stage = setScene(installation.portal, fromLead)
    installation.portal.faults.loseRequest('crm.item.add')
    const { page, requestId, conversion } = await clicked(stage)
    expect(conversion.outcome).toBe('unknown')
    await installation.letTimePass()
    killAt(method, call)
    await expect(resumeUntilEnd(page, requestId)).rejects.toThrow('fetch failed')
    expect(flawsOfEnd(stage, await comeBack(installation, stage, requestId))).toEqual([])
  })

  test.each(seen(momentsOfUndo))(
    'undoing, before %s: nothing stays, and that is told',
    { timeout },
    async (...moment) => {
      const [, method, call] = moment
      const stage = setScene(installation.portal, fromLead)
      const { page, requestId, conversion } = await clicked(stage)
      expect(flawsOfEnd(stage, conversion)).toEqual([])
      killAt(method, call)
      await expect(undoUntilEnd(page, requestId)).rejects.toThrow('fetch failed')
      const undone = await comeBack(installation, stage, requestId, undoUntilEnd)
      expect(undone).toMatchObject({ outcome: 'undone', undo: { source: 'restored' } })
      expect(undone.undo!.records.map(({ state }) => state)).toEqual(['deleted', 'deleted', 'deleted'])
      expect(fromLead.targets.flatMap((type) => stage.made(type))).toEqual([])
      expect(stage.source.values).toMatchObject({ stageId: 'NEW', contactIds: [] })
      const words = [...installation.portal.state.comments.values()].filter(
        ({ owner, text }) => owner.id === stage.source.id && text.includes(`(#${conversion.created[0]!.id})`),
      )
      expect(words).toHaveLength(1)
    },
  )
})
