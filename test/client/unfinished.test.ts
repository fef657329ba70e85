// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import ResultCheck from '../../client/components/ResultCheck.vue'
import UnfinishedList from '../../client/components/UnfinishedList.vue'
import UnfinishedNotice from '../../client/components/UnfinishedNotice.vue'
import { emptyHeadingKey, explanationKey } from '../../client/result-ending.ts'
import type { Unfinished } from '../../server/contract.ts'
import type { Conversion, Step } from '../../server/conversion/outcome.ts'
import { mount } from './mount.ts'
import { at, conversion, onConvert, open, refuse, useNetwork } from './our-server.ts'
import { leadPreview } from './previews.ts'

const network = useNetwork()
afterEach(() => vi.useRealTimers())

const frame = { addressOf: (path: string) => `https://portal.example${path}`, hasPlainLinks: () => false }
const invoice = { type: 'invoice' as const, id: 5, title: 'Dach', path: '/crm/type/31/details/5/' }
const denied = { code: 'ACCESS_DENIED', message: 'Access denied.', method: 'crm.item.productrow.set' }

/** An invoice without its products. */
function half(requestId: string, more: Partial<Conversion> = {}): Unfinished {
  const steps: Step[] = [
    { name: 'create', target: 'invoice', state: 'done', refusal: null },
    { name: 'rows', target: 'invoice', state: 'failed', refusal: denied },
  ]
  const one = { ...conversion(requestId, 'partial'), created: [invoice], steps, ...more }
  return { conversion: one, byAnother: false, startedAt: '2026-11-01T10:00:00Z' }
}
const buttonsOf = (page: Element): string[] => [...page.querySelectorAll('button')].map((one) => one.textContent ?? '')

test.each([
  ['partial', ['Fortsetzen', 'Rückgängig machen']],
  ['unknown', ['Fortsetzen', 'Rückgängig machen']],
  ['running', ['Noch einmal nachsehen']],
  ['undoing', ['Rückgängig machen']],
  ['partlyUndone', ['Rückgängig machen']],
] as const)('an unfinished conversion that is %s offers %j', async (outcome, offered) => {
  const steps = (['done', 'failed', 'notTried'] as const).map((state) => ({
    name: 'create' as const,
    target: state === 'done' ? ('contact' as const) : ('deal' as const),
    state,
    refusal: null,
  }))
  const unfinished = {
    conversion: { ...conversion('1', outcome), steps },
    byAnother: false,
    startedAt: '2026-11-01T10:00:00Z',
  }
  const page = await mount(UnfinishedNotice, { unfinished, latest: true, frame })
  expect([...page.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual(offered)
  if (outcome === 'partial')
    expect(page.textContent).toContain('1 von 3 Schritten erledigt.Es fehlt noch: Auftrag anlegen.')
  expect(page.textContent?.includes('Schritten')).toBe(outcome === 'partial' || outcome === 'unknown')
})

test('nothing is undone from the card without a question that names it', async () => {
  const undo = vi.fn()
  const unfinished = { conversion: conversion('1', 'partial'), byAnother: false, startedAt: '2026-11-01T10:00:00Z' }
  const page = await mount(UnfinishedNotice, { unfinished, latest: true, frame, onUndo: undo })
  page.querySelectorAll('button')[1]!.click()
  await nextTick()
  expect(undo).not.toHaveBeenCalled()
  expect(page.textContent).toContain('Wirklich rückgängig machen?')
  page.querySelectorAll('button')[0]!.click()
  expect(undo).toHaveBeenCalledOnce()
})

describe('the card of a record with unfinished conversions', () => {
  test('lists all of them, says what is missing, and offers something new only behind one button', async () => {
    const page = await mount(UnfinishedList, { unfinished: [half('1'), half('2'), half('3')], frame })
    expect(page.textContent).toContain('Die letzte Rechnung ist unvollständig: Die Produkte fehlen noch.')
    expect(page.textContent?.split('Eine frühere Rechnung ist unvollständig')).toHaveLength(3)
    expect(buttonsOf(page)).toEqual([
      ...Array.from({ length: 3 }, () => ['Fortsetzen', 'Rückgängig machen']).flat(),
      'So lassen und etwas Neues erstellen',
    ])
  })

  test('offers nothing but to wait while an answer is outstanding, and then looks by itself', async () => {
    vi.useFakeTimers()
    const resume = vi.fn()
    const lost = half('1', { outcome: 'unknown', busyFor: 3 })
    const page = await mount(UnfinishedList, { unfinished: [half('2'), lost], frame, onResume: resume })
    expect(page.querySelectorAll('[role=status]')).toHaveLength(1)
    expect(page.textContent).toContain('In 3 Sekunden sehen wir von selbst nach')
    expect(buttonsOf(page)).toEqual([])
    await vi.advanceTimersByTimeAsync(2000)
    expect(page.textContent).toContain('In einer Sekunde')
    expect(resume).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1500)
    expect(resume).toHaveBeenCalledExactlyOnceWith(lost.conversion)
  })

  test('only shows again what another person began, once it can be looked into', async () => {
    vi.useFakeTimers()
    const [resume, look] = [vi.fn(), vi.fn()]
    const lost = { ...half('1', { outcome: 'unknown', busyFor: 1 }), byAnother: true }
    await mount(UnfinishedList, { unfinished: [lost], frame, onResume: resume, onLook: look })
    await vi.advanceTimersByTimeAsync(1500)
    expect([look.mock.calls.length, resume.mock.calls.length]).toEqual([1, 0])
  })
})

describe('a conversion that was begun', () => {
  const taken = [{ target: 'invoice', rows: [], holders: [invoice], isAll: true }]

  test('stays in sight when carrying on is refused, so that no second one is made', async () => {
    const { handler, requests } = onConvert((request) => HttpResponse.json(conversion(request.requestId, 'unknown')))
    network.use(
      handler,
      http.post(at('/api/conversions/:id/resume'), ({ params }) =>
        refuse('rows_taken', 409, { taken, conversion: conversion(String(params.id), 'partial') }),
      ),
    )
    const page = open(leadPreview())
    await page.continue()
    expect(page.failure.value).toMatchObject({ code: 'rows_taken', details: { taken } })
    expect(page.conversion.value).toMatchObject({ requestId: requests[0]!.requestId, outcome: 'partial' })
  })

  test('stays in sight also where the refusal does not say how it stands', async () => {
    const { handler } = onConvert((request) => HttpResponse.json(conversion(request.requestId, 'unknown')))
    network.use(
      handler,
      http.post(at('/api/conversions/:id/resume'), () => refuse('source_not_editable', 422)),
    )
    const page = open(leadPreview())
    await page.continue()
    expect(page.failure.value?.code).toBe('source_not_editable')
    expect(page.conversion.value?.outcome).toBe('unknown')
  })

  test('names the fields that exist since, and never says then that nothing was created', () => {
    const made = ['Dachart', 'Neigung']
    const steps: Step[] = [{ name: 'userFields', target: null, state: 'failed', refusal: denied, made }]
    const refused = { ...conversion('1', 'refused'), steps }
    expect([emptyHeadingKey(refused), explanationKey(refused)]).toEqual(['result.onlyPrepared', 'result.refused.made'])
    const untouched = conversion('1', 'refused')
    expect([emptyHeadingKey(untouched), explanationKey(untouched)]).toEqual([null, 'result.refused.why'])
  })
})

describe('the result claims', () => {
  const planned = (more: object) => [{ type: 'invoice' as const, rows: 2, amount: null, isLinked: false, ...more }]

  test.each([
    [
      'money that was compared',
      { planned: planned({ amount: { value: '4462.50', currency: 'EUR' } }) },
      /Geprüft: Betrag.*4\.462,50/,
    ],
    ['links that were compared', { planned: planned({ isLinked: true }) }, /Geprüft: Die Verknüpfungen/],
    ['nothing where nothing was compared', { planned: planned({}) }, /weder Beträge noch Verknüpfungen/],
    ['nothing of what an older version began', {}, /weder Beträge noch Verknüpfungen/],
    ['nothing that could not be read', { differences: null }, /konnte nicht nachgelesen werden/],
  ])('%s', async (_, more, text) => {
    const page = await mount(ResultCheck, { conversion: { ...conversion('1', 'done'), ...more } })
    expect(page.textContent).toMatch(text)
  })
})
