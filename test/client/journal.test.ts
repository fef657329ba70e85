// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test, vi } from 'vitest'
import { openApi } from '../../client/api.ts'
import JournalEntry from '../../client/components/JournalEntry.vue'
import { useHealth } from '../../client/composables/useHealth.ts'
import { useJournal } from '../../client/composables/useJournal.ts'
import type { Frame } from '../../client/frame.ts'
import { everything, toQuery } from '../../client/journal-filter.ts'
import type { HistoryAnswer, HistoryEntry } from '../../server/contract.ts'
import type { Outcome } from '../../server/conversion/outcome.ts'
import { mount } from './mount.ts'
import { required } from './previews.ts'
import { at, conversion, pace, refuse, useNetwork } from './our-server.ts'

const network = useNetwork()
const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
const open = () => useJournal(openApi('session', tokens), pace)
const invoice = { type: 'invoice', id: 7, title: '<img onerror=x>', path: '/crm/type/31/details/7/' } as const

function entry(requestId: string, outcome: Outcome = 'done', more: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    conversion: { ...conversion(requestId, outcome), created: [invoice] },
    startedAt: '2026-11-23T10:00:00.000Z',
    person: { id: 2, name: 'Max Berger' },
    source: { type: 'deal', id: 1, title: 'Dach', path: '/crm/deal/details/1/' },
    targets: ['invoice'],
    mappingVersions: {},
    kept: false,
    typeNames: {},
    ...more,
  }
}

/** Answers the history, remembering what was asked. */
function onHistory(answer: (query: URLSearchParams) => HistoryAnswer | Promise<HistoryAnswer>): string[] {
  const asked: string[] = []
  network.use(
    http.get(at('/api/history'), async ({ request }) => {
      const { searchParams } = new URL(request.url)
      asked.push(searchParams.toString())
      return HttpResponse.json(await answer(searchParams))
    }),
  )
  return asked
}

const idsOf = (journal: ReturnType<typeof open>): string[] | undefined =>
  journal.entries.value?.map(({ conversion: { requestId } }) => requestId)

describe('the history', () => {
  test('grows by older pages', async () => {
    const asked = onHistory((query) =>
      query.has('after')
        ? { isAdmin: true, entries: [entry('b')], next: null }
        : { isAdmin: true, entries: [entry('a')], next: 'place' },
    )
    const journal = open()
    await journal.load()
    expect([journal.isAdmin.value, journal.hasMore.value]).toEqual([true, true])
    await journal.more()
    await journal.more()
    expect(idsOf(journal)).toEqual(['a', 'b'])
    expect(asked).toEqual(['', 'after=place'])
  })

  test('shows what was asked for last, whichever answer comes first', async () => {
    let letGo = (): void => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    onHistory(async (query) => {
      if (query.get('outcome') === 'done') await held
      return { isAdmin: false, entries: [entry(query.get('outcome')!)], next: null }
    })
    const journal = open()
    const slow = journal.narrow({ ...everything, outcome: 'done' })
    await journal.narrow({ ...everything, outcome: 'undone' })
    letGo()
    await slow
    expect(idsOf(journal)).toEqual(['undone'])
    expect(journal.loading.value).toBe(false)
  })

  test('puts what became of an undo in its place, and a refusal beside it', async () => {
    onHistory(() => ({ isAdmin: false, entries: [entry('a'), entry('b')], next: null }))
    network.use(
      http.post(at('/api/conversions/a/undo'), () => HttpResponse.json(conversion('a', 'undone'))),
      http.post(at('/api/conversions/b/undo'), () => refuse('portal_refused', 422)),
    )
    const journal = open()
    await journal.load()
    for (const one of journal.entries.value!) await journal.undo(one)
    expect(journal.entries.value!.map(({ conversion: { outcome } }) => outcome)).toEqual(['undone', 'done'])
    expect(journal.failed.value).toMatchObject({ requestId: 'b', failure: { code: 'portal_refused' } })
    expect(journal.busy.value).toBeNull()
  })

  test('reads the source anew where it is no longer what was to be carried on with', async () => {
    const read: unknown[] = []
    onHistory(() => ({ isAdmin: false, entries: [entry('a', 'unknown')], next: null }))
    network.use(
      http.post(at('/api/conversions/a/resume'), () =>
        refuse('plan_outdated', 409, { conversion: conversion('a', 'refused') }),
      ),
      http.post(at('/api/open'), async ({ request }) => {
        read.push(await request.json())
        return read.length === 1 ? refuse('portal_busy', 503) : HttpResponse.json({ session: 's', preview: {} })
      }),
    )
    const journal = open()
    await journal.load()
    const [one] = journal.entries.value!
    await journal.resume(one!)
    expect(journal.failed.value).toMatchObject({ requestId: 'a', failure: { code: 'plan_outdated' } })
    expect(journal.entries.value).toMatchObject([{ conversion: { outcome: 'refused', created: [] } }])
    expect(await journal.open(one!)).toBeNull()
    expect(journal.failed.value).toMatchObject({ requestId: 'a', failure: { code: 'portal_busy' } })
    expect(await journal.open(one!)).toMatchObject({ session: 's' })
    expect(read[1]).toEqual({ type: 'deal', id: 1 })
  })

  test('asks for whole days of the person’s own calendar', () => {
    const { from, until } = toQuery({ ...everything, from: '2026-03-29', until: '2026-03-29' })
    expect(from).toBe(new Date(2026, 2, 29).toISOString())
    expect(until).toBe(new Date(2026, 2, 30).toISOString())
  })

  test('tells why there is no file', async () => {
    network.use(http.get(at('/api/history.csv'), () => refuse('portal_busy', 503)))
    const journal = open()
    expect(await journal.file()).toBeNull()
    expect(journal.failure.value?.code).toBe('portal_busy')
  })
})

describe('a conversion in the history', () => {
  const frame = { addressOf: (path: string) => `https://portal.example${path}` } as Frame
  const show = (one: HistoryEntry) => mount(JournalEntry, { entry: one, frame, busy: false, failure: null })

  test.each([
    ['running', []],
    ['done', ['Rückgängig machen']],
    ['partial', ['Fortsetzen', 'Rückgängig machen', 'So lassen']],
    ['refused', []],
    ['unknown', ['Fortsetzen', 'Rückgängig machen']],
    ['undoing', ['Rückgängig machen']],
    ['undone', []],
    ['partlyUndone', ['Rückgängig machen', 'So lassen']],
  ] as const)('that is %s offers %j', async (outcome, labels) => {
    const page = await show(entry('a', outcome))
    expect([...page.querySelectorAll('button')].map((button) => button.textContent)).toEqual(labels)
  })

  test('that waits for what the portal wants asks for it before it goes on', async () => {
    const one = entry('a', 'partial')
    const refusal = { code: 'REQUIRED', message: '', method: 'crm.item.add', wanted: [required('UF_A')] }
    one.conversion.steps = [{ name: 'create', target: 'invoice', state: 'failed', refusal }]
    const resumed: unknown[] = []
    const onResume = (fills: unknown) => resumed.push(fills)
    const page = await mount(JournalEntry, { entry: one, frame, busy: false, failure: null, onResume })
    const [carryOn] = [...page.querySelectorAll('button')].filter(({ textContent }) => textContent === 'Fortsetzen')
    carryOn!.click()
    await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('Bitte füllen Sie'))
    expect(resumed).toEqual([])
    const input = page.querySelector('input')!
    input.value = 'Gable'
    input.dispatchEvent(new Event('input'))
    carryOn!.click()
    await vi.waitFor(() => expect(resumed).toEqual([{ fills: { invoice: { UF_A: 'Gable' } } }]))
  })

  test('whose source changed before anything was made offers to choose anew, and nothing else', async () => {
    const failure = { code: 'plan_outdated', message: '' }
    const onChoose = vi.fn<() => void>()
    const page = await mount(JournalEntry, { entry: entry('a', 'refused'), frame, busy: false, failure, onChoose })
    expect(page.querySelector('details')!.open).toBe(true)
    const labels = [...page.querySelectorAll('button')].map(({ textContent }) => textContent?.trim())
    expect(labels).toEqual(['Neuen Stand zeigen', 'Kopieren'])
    page.querySelector('button')!.click()
    expect(onChoose).toHaveBeenCalledOnce()
  })

  test('that stopped half way because its source changed once more can be carried on with', async () => {
    const failure = { code: 'plan_outdated', message: '' }
    const page = await mount(JournalEntry, { entry: entry('a', 'partial'), frame, busy: false, failure })
    const labels = [...page.querySelectorAll('button')].map(({ textContent }) => textContent?.trim())
    expect(labels).toEqual(['Kopieren', 'Fortsetzen', 'Rückgängig machen', 'So lassen'])
  })

  test('that was left as it is does not ask again', async () => {
    const page = await show(entry('a', 'partial', { kept: true }))
    expect(page.textContent).not.toContain('So lassen')
    expect(page.querySelector('details')!.open).toBe(false)
  })

  test('links its records by their titles, whatever stands in them, and none that is gone', async () => {
    const page = await show(entry('a'))
    expect([...page.querySelectorAll('a')].map(({ href, textContent }) => [href, textContent])).toEqual([
      ['https://portal.example/crm/deal/details/1/', 'Dach'],
      ['https://portal.example/crm/type/31/details/7/', '<img onerror=x>'],
    ])
    expect(page.querySelector('img')).toBeNull()
    const undone = entry('a', 'undone')
    undone.conversion.undo = {
      records: [{ record: invoice, state: 'deleted', refusal: null }],
      clients: [],
      source: 'untouched',
      comment: null,
    }
    expect((await show(undone)).querySelectorAll('a')).toHaveLength(1)
  })

  test('of somebody the portal no longer names has a number', async () => {
    expect((await show(entry('a', 'done', { person: { id: 9, name: null } }))).textContent).toContain('Person #9')
  })
})

test('repairing sets everything up again and looks', async () => {
  const asked: string[] = []
  const health = { app: {}, checks: [], access: { state: 'kept', since: null }, refusals: [] }
  network.use(
    http.post(
      at('/api/install'),
      () => (asked.push('install'), HttpResponse.text('{"answer":{"steps":[],"complete":true}}\n')),
    ),
    http.get(at('/api/health'), () => (asked.push('health'), HttpResponse.json(health))),
  )
  const state = useHealth(openApi('session', tokens))
  await Promise.all([state.repair(), state.repair()])
  expect(asked).toEqual(['install', 'health'])
  expect(state.isAfterRepair.value).toBe(true)
})
