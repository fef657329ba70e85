// @vitest-environment happy-dom
import { HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import HistoryChoice from '../../client/components/HistoryChoice.vue'
import { historyOf } from '../../client/history.ts'
import type { HistoryPreview } from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import { mount } from './mount.ts'
import { conversion, onConvert, open, useNetwork } from './our-server.ts'
import { dealPreview, leadPreview, target } from './previews.ts'

const network = useNetwork()
const reuse = { id: 6, title: 'Eva', path: '/crm/contact/details/6/' }
const some: HistoryPreview = { activities: { carried: 5, total: 5 }, comments: { carried: 2, total: 2 } }

async function shown(history: HistoryPreview, chosen: RecordTypeName[], from = leadPreview()): Promise<HTMLElement> {
  const consequences = historyOf({ ...from, history }, chosen)!
  return mount(HistoryChoice, { history: consequences, source: from.source.type, on: true })
}

test('says how much will be linked, and offers to leave it', async () => {
  const page = await shown(some, ['deal'])
  expect(page.textContent).toContain('5 Aktivitäten, 2 Kommentare verknüpfen')
  expect(page.textContent).toContain('Am Lead bleibt alles, wie es ist.')
  expect(page.querySelector('input')!.checked).toBe(true)
})

test('says that of very much only the newest travels', async () => {
  const page = await shown({ ...some, activities: { carried: 500, total: 1812 } }, ['deal'])
  expect(page.textContent).toContain('die neuesten 500 von 1.812 Aktivitäten, 2 Kommentare verknüpfen')
})

test('names the comments that no new card can show', async () => {
  const from = dealPreview([target('invoice', { takesComments: false })])
  const page = await shown(some, ['invoice'], from)
  expect(page.textContent).toContain('5 Aktivitäten verknüpfen')
  expect(page.textContent).toContain('2 Kommentare bleiben am Auftrag')
})

test('a comment that one of several cards shows does not stay behind', () => {
  const targets = [target('deal'), target('contact', { takesComments: false })]
  expect(historyOf(leadPreview({ targets, history: some }), ['deal', 'contact'])).toMatchObject({ staying: 0 })
  expect(historyOf(leadPreview({ targets, history: some }), ['contact'])).toMatchObject({ comments: null, staying: 2 })
})

test('says what could not be read, and offers nothing where there is nothing', async () => {
  const page = await shown({ activities: null, comments: { carried: 0, total: 0 } }, ['deal'])
  expect(page.textContent).toContain('nicht vollständig lesen')
  expect(page.querySelector('input')).toBeNull()
  expect((await shown(leadPreview().history, ['deal'])).querySelector('main')!.textContent).toBe('')
})

test('is not asked about when nothing new is made', () => {
  expect(historyOf(leadPreview({ history: some, targets: [target('contact', { reuse })] }), ['contact'])).toBeNull()
  const preview = leadPreview({ history: some })
  expect(historyOf(preview, ['contact'], { contact: 6 })).toBeNull()
  expect(historyOf(preview, ['contact'], { contact: 'new' })).toMatchObject({ activities: some.activities })
  expect(historyOf(preview, ['deal', 'contact'], { contact: 6 })).toMatchObject({ activities: some.activities })
})

test.each([true, false])('the choice %s is sent', async (on) => {
  const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
  network.use(handler)
  const page = open(leadPreview())
  if (!on) page.chooseHistory(false)
  await page.continue()
  expect(requests[0]!.history).toBe(on)
})

test('unticking tells the page', async () => {
  const onChoose = vi.fn<(on: boolean) => void>()
  const history = historyOf(leadPreview({ history: some }), ['deal'])!
  const page = await mount(HistoryChoice, { history, source: 'lead', on: true, onChoose })
  page.querySelector('input')!.click()
  expect(onChoose).toHaveBeenCalledWith(false)
})
