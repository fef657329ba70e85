// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import KnownClients from '../../client/components/KnownClients.vue'
import LegalDetails from '../../client/components/LegalDetails.vue'
import UndoList from '../../client/components/UndoList.vue'
import UndoQuestion from '../../client/components/UndoQuestion.vue'
import { consequencesOf, type Existing } from '../../client/consequences.ts'
import { standingClient } from '../../client/first-choice.ts'
import type { Frame } from '../../client/frame.ts'
import type { Conversion, Undo } from '../../server/conversion/outcome.ts'
import type { KnownClient } from '../../server/conversion/preview.ts'
import { mount } from './mount.ts'
import { conversion } from './our-server.ts'
import { leadPreview, target, text } from './previews.ts'

const frame: Pick<Frame, 'addressOf' | 'openCard'> = {
  addressOf: (path) => `https://portal.example${path}`,
  openCard: () => Promise.resolve(true),
}
const eva = { type: 'contact' as const, id: 6, title: 'Eva Müller', path: '/crm/contact/details/6/' }
const deal = { type: 'deal' as const, id: 9, title: 'Dach', path: '/crm/deal/details/9/' }

const known: KnownClient = {
  id: 6,
  title: 'Eva Müller',
  path: eva.path,
  reachedBy: ['+49 30 1'],
  responsible: 'Anna Weiß',
  lastActivity: '2026-11-03T10:00:00+01:00',
  otherName: false,
  transfers: [
    { sourceField: 'post', from: 'Position', to: 'Position', field: 'post', values: [text('Chefin')], adjusted: [] },
  ],
  leftBehind: [],
}

async function showKnown(chosen: Existing | undefined, missing = false) {
  const onChoose = vi.fn<(existing: Existing) => void>()
  const contact = target('contact', { known: [known], knownNotices: [{ code: 'known_cut_off' }] })
  return { page: await mount(KnownClients, { target: contact, chosen, missing, frame, onChoose }), onChoose }
}

test('a known client is shown with how it is reached and who is in charge; nothing is chosen by itself', async () => {
  const { page, onChoose } = await showKnown(undefined)
  expect(page.textContent).toContain('+49 30 1 · verantwortlich: Anna Weiß · zuletzt aktiv: 03.11.2026')
  const [use, fresh] = page.querySelectorAll('input')
  expect([use!.checked, fresh!.checked]).toEqual([false, false])
  use!.dispatchEvent(new Event('change'))
  fresh!.dispatchEvent(new Event('change'))
  expect(onChoose.mock.calls).toEqual([[6], ['new']])
})

test('the only client with the same phone is chosen by itself, but not one of another name', async () => {
  const open = (otherName: boolean) => target('contact', { known: [{ ...known, otherName }] })
  expect(standingClient(undefined, open(false))).toBe(6)
  expect(standingClient(undefined, open(true))).toBeUndefined()
  expect(standingClient(6, open(true))).toBe(6)
  const props = { target: open(true), chosen: undefined, missing: false, frame }
  expect((await mount(KnownClients, props)).textContent).toContain('Der Name ist ein anderer. Bitte wählen Sie.')
})

test('the chosen client says what it gets; a missing choice is said where it is to be made', async () => {
  expect((await showKnown(6)).page.textContent).toContain('Ergänzt wird nur, was dort noch fehlt: Position.')
  expect((await showKnown('new')).page.textContent).not.toContain('Ergänzt')
  const { page } = await showKnown(undefined, true)
  const alert = page.querySelector('[role="alert"]')!
  expect(page.querySelector('fieldset')!.getAttribute('aria-describedby')).toBe(alert.id)
})

test('legal details are named, and the address says whom it goes to', async () => {
  const contact = target('contact', { legal: [{ what: 'bankDetailId', text: 'Sparkasse · DE02' }] })
  const address = {
    lines: ['Hafenstraße 12'],
    takers: ['contact' as const],
    reason: { code: 'address_needs_new_client' as const },
  }
  const preview = leadPreview({ targets: [contact] })
  const [consequences] = consequencesOf({ ...preview, source: { ...preview.source, address } }, ['contact'], {})
  const page = await mount(LegalDetails, { consequences, address })
  expect([...page.querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual(['Bankverbindung', 'Adresse'])
  expect(page.textContent).toContain('Sparkasse · DE02')
  expect(page.textContent).toMatch(/Hafenstraße 12\s*wird bei dem neuen Kontakt hinterlegt/)
})

test('the question before an undo names what is deleted and whose additions are removed', async () => {
  const step = { name: 'completeClient', target: 'contact', state: 'done', refusal: null } as const
  const filling: Conversion = { ...conversion('1', 'done'), reused: [eva], steps: [step] }
  const both = await mount(UndoQuestion, { conversion: { ...filling, created: [deal] } })
  expect(both.textContent).toContain(
    'Gelöscht wird: Auftrag Dach. Ergänztes wird wieder entfernt bei: Kontakt Eva Müller.',
  )
  expect(both.querySelector('button')!.textContent).toBe('Ja, löschen')
  const linked = await mount(UndoQuestion, { conversion: filling })
  expect(linked.textContent).not.toContain('Gelöscht wird')
  expect(linked.querySelector('button')!.textContent).toBe('Ja, zurücknehmen')
})

test('the question before an undo says what it does not take back', async () => {
  const steps = (['userFields', 'options', 'create'] as const).map((name) => ({
    name,
    target: name === 'userFields' ? null : ('deal' as const),
    state: 'done' as const,
    refusal: null,
  }))
  const words = 'Die neu angelegten Felder bleiben bestehen. In Listen ergänzte Werte bleiben bestehen.'
  const asked = async (made: Conversion): Promise<string> =>
    (await mount(UndoQuestion, { conversion: made })).textContent
  expect(await asked({ ...conversion('1', 'done'), steps })).toContain(words)
  expect(await asked({ ...conversion('1', 'done'), steps: steps.slice(2) })).not.toContain('bleiben bestehen')
})

test('after an undo each record and client says what became of it', async () => {
  const undo: Undo = {
    records: [{ record: deal, state: 'deleted', refusal: null }],
    clients: [{ record: eva, state: 'partlyRestored', refusal: null }],
    source: 'restored',
    comment: { state: 'done', refusal: null },
  }
  const page = await mount(UndoList, { undo, stays: ['undo.fieldsStay'] })
  expect([...page.querySelectorAll('li')].map((line) => line.textContent.replace(/\s+/g, ' ').trim())).toEqual([
    'Auftrag Dach – gelöscht',
    'Kontakt Eva Müller – das Ergänzte ist wieder entfernt, bis auf das, was inzwischen geändert wurde',
    'Der Lead ist wieder offen wie zuvor.',
    'Die neu angelegten Felder bleiben bestehen.',
  ])
})

test.each([
  [
    'failed',
    { code: 'OPERATION_TIME_LIMIT', message: '', method: '' },
    'Timeline ist nicht zustande gekommen. Bitrix24',
  ],
  ['unknown', null, 'Ob es in der Timeline vermerkt ist, ist noch unklar.'],
] as const)('after an undo whose word on the timeline is %s, that is told', async (state, refusal, words) => {
  const undo: Undo = {
    records: [{ record: deal, state: 'deleted', refusal: null }],
    clients: [],
    source: 'untouched',
    comment: { state, refusal },
  }
  const page = await mount(UndoList, { undo, stays: [] })
  expect(page.textContent.replace(/\s+/g, ' ')).toContain(words)
})
