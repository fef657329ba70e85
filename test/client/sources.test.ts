// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { openApi } from '../../client/api.ts'
import SourcePicker from '../../client/components/SourcePicker.vue'
import { useSources, type SourcesState } from '../../client/composables/useSources.ts'
import type { SourcesAnswer, SourcesRequest } from '../../server/contract.ts'
import type { FoundSource } from '../../server/conversion/source-search.ts'
import { mount } from './mount.ts'
import { at, refuse, useNetwork } from './our-server.ts'

const network = useNetwork()
const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
const record = (title: string): FoundSource => ({
  type: 'deal',
  id: 1,
  title,
  number: null,
  client: null,
  total: null,
  changedAt: '2026-11-23T10:00:00Z',
})
const first: SourcesAnswer = {
  records: [record('Recent')],
  types: ['lead', 'deal', 'quote'],
  offered: ['lead', 'deal', 'quote'],
}
const open = (): SourcesState => useSources(openApi('session', tokens), first, 30)
const titles = ({ records }: SourcesState): string[] | undefined => records.value?.map(({ title }) => title)

/** Answers each search with its own text, as soon as it is let go. */
function onSearch(hold: (search: string) => Promise<void> = async () => {}): SourcesRequest[] {
  const asked: SourcesRequest[] = []
  network.use(
    http.post(at('/api/sources'), async ({ request }) => {
      const wish = (await request.json()) as SourcesRequest
      asked.push(wish)
      await hold(wish.search ?? '')
      return HttpResponse.json({
        ...first,
        records: [record(wish.search || 'Recent')],
        types: wish.types ?? first.types,
      })
    }),
  )
  return asked
}

test('typing costs one request, in the pause behind it', async () => {
  const asked = onSearch()
  const state = open()
  for (const text of ['d', 'da', 'dach']) state.type(text)
  expect(state.loading.value).toBe(true)
  await expect.poll(() => titles(state)).toEqual(['dach'])
  expect(asked.map(({ search }) => search)).toEqual(['dach'])
  expect([state.answered.value, state.loading.value]).toEqual(['dach', false])
})

test('an answer to what is no longer asked is dropped', async () => {
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const asked = onSearch((search) => (search === 'slow' ? held : Promise.resolve()))
  const state = open()
  state.type('slow')
  await expect.poll(() => asked.length).toBe(1)
  state.type('quick')
  await expect.poll(() => titles(state)).toEqual(['quick'])
  letGo()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(titles(state)).toEqual(['quick'])
})

test('to start over empties the search, and what changed last comes back', async () => {
  const asked = onSearch()
  const state = open()
  state.type('dach')
  await expect.poll(() => titles(state)).toEqual(['dach'])
  await state.startOver()
  expect([state.search.value, state.answered.value, titles(state)]).toEqual(['', '', ['Recent']])
  expect(asked.map(({ search }) => search)).toEqual(['dach', ''])
})

test.each([
  ['Zimmerei', 'Dazu wurde nichts gefunden.'],
  ['0171 99', 'Dazu wurde nichts gefunden. Eine Telefonnummer muss vollständig sein, so wie sie im CRM steht.'],
])('nothing found for %s is told without a heading that says the contrary', async (typed, told) => {
  network.use(http.post(at('/api/sources'), () => HttpResponse.json({ ...first, records: [] })))
  const state = open()
  state.type(typed)
  await expect.poll(() => titles(state)).toEqual([])
  const page = await mount(SourcePicker, { state, searching: true })
  expect(page.querySelector('[role=status]')?.textContent).toBe(told)
  expect(page.textContent).not.toContain('Gefunden')
})

test('chosen types are kept, and none means all', async () => {
  const asked = onSearch()
  const state = open()
  await state.toggle('lead')
  expect(asked.at(-1)).toMatchObject({ types: ['deal', 'quote'], keep: true })
  await state.toggle('deal')
  await state.toggle('quote')
  expect(state.types.value).toEqual(['lead', 'deal', 'quote'])
})

test('a record that cannot be opened says why, and the list stays', async () => {
  network.use(http.post(at('/api/open'), () => refuse('source_not_editable', 422)))
  const state = open()
  expect(await state.open(state.records.value![0]!)).toBeNull()
  expect(state.failure.value?.code).toBe('source_not_editable')
  expect(titles(state)).toEqual(['Recent'])
})
