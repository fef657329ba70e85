import { afterAll, describe, expect, test } from 'vitest'
import { canCatchUp } from '../../server/conversion/catch-up.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { administrator, letTimePass, openCard, openPortal, useApp, type Page } from '../stories/door.ts'
import { flawsOfEnd, scenes, setScene, untruths, type Scene, type Stage } from './scenes.ts'
import { troubles, writesOf, type Trouble, type Write } from './troubles.ts'

useApp()

async function open(scene: Scene): Promise<{ stage: Stage; page: Page }> {
  const stage = setScene(await openPortal({ seed: 'empty' }), scene)
  const page = await openCard(stage.portal, administrator, scene.source, stage.source.id)
  return { stage, page }
}

function click({ targets, field, option }: Scene, page: Page, requestId?: string): Promise<Conversion> {
  return page.convert(targets, { requestId, tick: field ? [field] : 'none', addOptions: option !== null })
}

/** What the person's page knows after the click; null when the app refused it, because nothing was written. */
async function clickInTrouble(scene: Scene, page: Page, requestId: string): Promise<Conversion | null> {
  try {
    return await click(scene, page, requestId)
  } catch {
    return null
  }
}

/** The trouble is over: the page carries on, with a fresh session and a fresh token, or sends the same click again. */
async function carryOn(
  { portal, scene, source }: Stage,
  conversion: Conversion | null,
  requestId: string,
): Promise<Conversion> {
  if (conversion?.outcome === 'done' && !canCatchUp(conversion)) return conversion
  portal.faults.clear()
  await letTimePass()
  const page = await openCard(portal, administrator, scene.source, source.id)
  const interrupted = conversion ?? page.preview.unfinished[0]?.conversion
  return interrupted ? page.resume(interrupted.requestId) : click(scene, page, requestId)
}

const findings = new Map<string, string>()
const keyOf = (scene: Scene, write: Write, trouble: Trouble): string => `${scene.name} ${write.place} ${trouble.name}`

describe.each(scenes)('$name', (scene) => {
  const writes = writesOf(scene)

  test('writes what the matrix disturbs, and nothing else', async () => {
    const { stage, page } = await open(scene)
    const written: string[] = []
    for (let place = 1; place <= writes.length + 5; place++)
      stage.portal.faults.hook('write', 'before', ({ method }) => void written.push(method), place)
    expect(flawsOfEnd(stage, await click(scene, page))).toEqual([])
    expect(written).toEqual(writes.map(({ method }) => method))
  })

  describe.each(writes)('write $place, $name', (write) => {
    const cells = troubles.filter(({ befalls }) => befalls === 'write' || write.isFirst)

    test.each(cells)('$name: the truth is told, and in the end there is one set', async (trouble) => {
      const key = keyOf(scene, write, trouble)
      findings.set(key, '✗')
      const { stage, page } = await open(scene)
      const requestId = crypto.randomUUID()
      const more: Promise<Conversion>[] = []
      trouble.order(stage.portal, write, () => void more.push(click(scene, page, requestId)))
      const conversion = await clickInTrouble(scene, page, requestId)
      // A second delivery is no second click, but gets to know how far the first one is.
      for (const { outcome } of await Promise.all(more)) expect(['running', conversion?.outcome]).toContain(outcome)
      const lies = untruths(stage, conversion)
      const flaws = flawsOfEnd(stage, await carryOn(stage, conversion, requestId))
      if (lies.length + flaws.length > 0) findings.set(key, `✗ ${[...lies, ...flaws].join('; ')}`)
      expect({ lies, flaws }).toEqual({ lies: [], flaws: [] })
      findings.set(key, `✓ ${wordsFor(conversion)}`)
    })
  })
})

function wordsFor(conversion: Conversion | null): string {
  if (!conversion) return 'not begun'
  const failed = conversion.steps.filter(({ state }) => state === 'failed').map(({ name }) => name)
  return conversion.outcome === 'done' && failed.length > 0 ? `done without ${failed.join()}` : conversion.outcome
}

/**
 * `npm run faults` shows the matrix; cells tell how the conversion stood before it was carried on with. What befalls a
 * whole request is tried at its first write and stands for the others.
 */
afterAll(() => {
  if (process.env.npm_lifecycle_event !== 'faults') return
  for (const scene of scenes) {
    const cellOf = (write: Write, trouble: Trouble): string => findings.get(keyOf(scene, write, trouble)) ?? '″'
    const table = writesOf(scene).map((write) => [
      `${write.place}. ${write.name}`,
      Object.fromEntries(troubles.map((trouble) => [trouble.name, cellOf(write, trouble)])),
    ])
    console.log(scene.name)
    console.table(Object.fromEntries(table))
  }
})
