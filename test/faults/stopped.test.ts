import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { comeBack, findGrounds, install, type Installation } from './installation.ts'
import { flawsOfEnd, scenes, setScene, type Scene, type Stage } from './scenes.ts'
import { clickOn, type ProcessPage } from './server-process.ts'

const grounds = await findGrounds('stopped processes')
const [fromLead] = scenes as [Scene]

describe.each(grounds)(
  'on $name: the process is asked to stop in the middle of a conversion',
  { timeout: 60_000 },
  (ground) => {
    let installation: Installation
    let stage: Stage
    let page: ProcessPage
    let requestId: string
    beforeAll(async () => void (installation = await install(ground)), 120_000)
    beforeEach(() => {
      stage = setScene(installation.portal, fromLead)
      requestId = crypto.randomUUID()
    })
    afterAll(() => installation.close())

    /** A conversion whose records are being written while the portal takes its time. */
    async function inTheMiddle(changes: Record<string, string> = {}): Promise<{ answer: Promise<unknown> }> {
      await installation.server.kill()
      await installation.restart(changes)
      page = await installation.openCard(stage)
      const { faults } = installation.portal
      faults.pause('crm.item.productrow.set', 'before')
      const answer = page.post('/api/convert', clickOn(page, fromLead.targets, requestId))
      answer.catch(() => {}) // some of these end with the process
      await vi.waitUntil(() => faults.held().length > 0, { timeout: 20_000, interval: 20 })
      return { answer }
    }

    const ask = (path: string): Promise<number> =>
      fetch(`${installation.server.url}${path}`).then(({ status }) => status)

    test('it says so, begins nothing more, finishes what is under way and ends well', async () => {
      const { answer } = await inTheMiddle({ PORTAL_TIMEOUT_SECONDS: '60' })
      expect(await ask('/ready')).toBe(200)
      installation.server.askToStop()
      await vi.waitFor(async () => expect(await ask('/ready')).toBe(503), { timeout: 20_000, interval: 20 })
      expect(await ask('/health')).toBe(200)
      const another = await installation.openCard(setScene(installation.portal, fromLead))
      const click = clickOn(another, fromLead.targets, crypto.randomUUID())
      await expect(another.post('/api/convert', click)).rejects.toThrow('restarting')
      installation.portal.faults.release()
      expect(await answer).toMatchObject({ outcome: 'done' })
      expect(await installation.server.ended).toBe(0)
      await installation.restart()
      const known = await (await installation.openCard(stage)).look(requestId)
      expect(flawsOfEnd(stage, known)).toEqual([])
    })

    test('a portal that takes too long is not waited for, and whoever comes back carries on', async () => {
      await inTheMiddle({ GRACE_SECONDS: '0.2' })
      installation.server.askToStop()
      expect(await installation.server.ended).toBe(0)
      installation.portal.faults.release()
      expect(flawsOfEnd(stage, await comeBack(installation, stage, requestId))).toEqual([])
    })

    test('whoever asks twice is not kept waiting, and whoever comes back carries on', async () => {
      await inTheMiddle()
      installation.server.askToStop()
      await vi.waitFor(async () => expect(await ask('/ready')).toBe(503), { timeout: 20_000, interval: 20 })
      installation.server.askToStop()
      expect(await installation.server.ended).toBe(1)
      installation.portal.faults.release()
      expect(flawsOfEnd(stage, await comeBack(installation, stage, requestId))).toEqual([])
    })
  },
)
