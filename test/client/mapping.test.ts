// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../client/api.ts'
import FieldMapping from '../../client/components/FieldMapping.vue'
import FileFaults from '../../client/components/FileFaults.vue'
import { useMapping } from '../../client/composables/useMapping.ts'
import { destinationsOf, fix, sendTo, sourceRows, targetRows, toDraft, wishesOf } from '../../client/mapping-draft.ts'
import type { FilledIn } from '../../client/read-fill.ts'
import { toFilledIn } from '../../client/write-fill.ts'
import type { MappingAnswer } from '../../server/contract.ts'
import { describeMapping } from '../../server/conversion/describe-mapping.ts'
import { problemsOf, type Sides } from '../../server/conversion/mapping-problems.ts'
import { mappingTable } from '../../server/conversion/mapping-table.ts'
import type { ExceptionWish, Pair } from '../../server/conversion/mapping.ts'
import type { FillInput } from '../../server/conversion/preview.ts'
import { field, fields } from '../conversion/build.ts'
import { mount } from './mount.ts'
import { at, useNetwork } from './our-server.ts'
import { required } from './previews.ts'

const network = useNetwork()
const pair: Pair = { source: 'deal', target: 'invoice' }
const sides: Sides = {
  source: fields(
    field('title', { label: 'Name' }),
    field('comments', { type: 'text', label: 'Kommentar' }),
    field('opportunity', { type: 'double', label: 'Betrag' }),
    field('UF_ROOF', { label: 'Dach' }),
    field('UF_SIZE', { type: 'double', label: 'Größe' }),
  ),
  target: fields(
    field('title', { label: 'Name' }),
    field('comments', { type: 'text', label: 'Kommentar' }),
    field('UF_NOTE', { label: 'Vermerk' }),
    field('UF_COUNT', { type: 'integer', label: 'Anzahl' }),
    field('UF_FILE', { type: 'file', label: 'Datei' }),
  ),
  targetType: 'invoice',
  dictionaries: new Map(),
}
const table = mappingTable(pair, sides)

/** What the server says of a mapping with these exceptions, made when fields were as they were then. */
function answer(wishes: ExceptionWish[], then = sides, version = 1): MappingAnswer {
  const exceptions = describeMapping(wishes, then)
  const problems = problemsOf(exceptions, sides)
  return {
    pair,
    pairs: [pair],
    typeNames: {},
    version,
    table,
    exceptions: exceptions.map((exception, place) => ({ exception, problem: problems.get(place) ?? null })),
    unknown: [],
    people: [],
    versions: [],
  }
}
const draftOf = (wishes: ExceptionWish[], then?: Sides) => toDraft('de', answer(wishes, then))

describe('the table of a mapping', () => {
  test('shows every field that can be mapped with its automatic partner', () => {
    expect(sourceRows(table, []).map(({ label, automatic }) => [label, ...automatic.map((one) => one.label)])).toEqual([
      ['Name', 'Name'],
      ['Kommentar', 'Kommentar'],
      ['Dach'],
      ['Größe'],
    ])
  })

  test('offers only fields that values of a row can go into, and says where they change', () => {
    const size = table.source.find(({ name }) => name === 'UF_SIZE')!
    expect(destinationsOf(size, table).map(({ field: one, lossy }) => [one.label, lossy])).toEqual([
      ['Name', false],
      ['Kommentar', false],
      ['Vermerk', false],
      ['Anzahl', true],
    ])
  })

  test('says of a field that another one takes its partner from', () => {
    const rows = sourceRows(table, sendTo([], 'UF_ROOF', { to: 'comments' }))
    expect(rows.filter(({ isTaken }) => isTaken).map(({ label }) => label)).toEqual(['Kommentar'])
  })

  test('is red where two rows want one field, until one of them goes back', () => {
    const both = sendTo(sendTo([], 'UF_ROOF', { to: 'UF_NOTE' }), 'title', { to: 'UF_NOTE' })
    const red = (draft: typeof both) =>
      sourceRows(table, draft).flatMap(({ label, problem }) => (problem ? [label] : []))
    expect(red(both)).toEqual(['Name', 'Dach'])
    expect(red(sendTo(both, 'title', 'automatic'))).toEqual([])
  })

  test('keeps rows of fields that are gone, so that they can be let go', () => {
    const earlier = { ...sides, source: { ...sides.source, UF_OLD: field('UF_OLD', { label: 'Altes Feld' }) } }
    const draft = draftOf([{ kind: 'nowhere', from: 'UF_OLD' }], earlier)
    const row = sourceRows(table, draft).at(-1)!
    expect([row.label, row.field, row.problem?.code]).toEqual(['Altes Feld', null, 'source_gone'])
    expect(wishesOf(sendTo(draft, row.name, 'automatic'))).toEqual([])
  })

  test('offers a fixed value where nothing comes in by itself', () => {
    expect(targetRows(table, []).map(({ label }) => label)).toEqual(['Vermerk', 'Anzahl'])
    const away = sendTo(sendTo([], 'comments', 'nowhere'), 'UF_ROOF', { to: 'UF_NOTE' })
    expect(targetRows(table, away).map(({ label }) => label)).toEqual(['Kommentar', 'Anzahl'])
  })

  test('comes back from the server as it was sent', () => {
    const wishes: ExceptionWish[] = [
      { kind: 'field', from: 'UF_ROOF', to: 'UF_NOTE' },
      { kind: 'nowhere', from: 'comments' },
      { kind: 'fixed', to: 'UF_COUNT', value: '3' },
    ]
    expect(wishesOf(draftOf(wishes))).toEqual(wishes)
  })

  test('is not sent while a fixed value is none', () => {
    const filled: FilledIn = { entry: { texts: ['viele'] }, fault: 'notNumber' }
    expect(wishesOf(fix([], 'UF_COUNT', filled))).toBeNull()
    expect(wishesOf(fix(fix([], 'UF_COUNT', filled), 'UF_COUNT', null))).toEqual([])
  })
})

test.each<[FillInput, string | number, string[]]>([
  ['number', '7.5', ['7,5']],
  ['money', '300.5|EUR', ['300,5']],
  ['date', '2026-12-24', ['2026-12-24']],
  ['person', 7, ['7']],
  ['text', 'Dach', ['Dach']],
])('a kept %s (%j) stands in its input as a German types it: %j', (input, value, texts) => {
  expect(toFilledIn('de', required('UF', { input }), value)).toMatchObject({ entry: { texts }, value })
})

describe('an administrator at work', () => {
  const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
  const open = () => useMapping(openApi('session', tokens), 'de')
  const path = at('/api/mappings/deal/invoice')

  test('sees what was refused in the row it is about, and keeps what they changed', async () => {
    network.use(
      http.get(path, () => HttpResponse.json(answer([]))),
      http.post(path, () => {
        const details = { problems: [{ place: 0, code: 'target_read_only' }] }
        return HttpResponse.json({ error: { code: 'mapping_refused', message: '', details } }, { status: 422 })
      }),
    )
    const mapping = open()
    expect(mapping.isChanged.value).toBe(false)
    await mapping.open(pair)
    expect(mapping.isChanged.value).toBe(false)
    mapping.change(sendTo(mapping.draft.value, 'UF_ROOF', { to: 'UF_NOTE' }))
    await mapping.save()
    expect(mapping.failure.value?.code).toBe('mapping_refused')
    expect(mapping.isChanged.value).toBe(true)
    expect(mapping.draft.value).toMatchObject([{ from: 'UF_ROOF', problem: { code: 'target_read_only' } }])
  })

  test('names the version they saw when they save', async () => {
    let sent: unknown
    network.use(
      http.get(path, () => HttpResponse.json(answer([{ kind: 'nowhere', from: 'title' }], sides, 4))),
      http.post(path, async ({ request }) => {
        sent = await request.json()
        return HttpResponse.json(answer([], sides, 5))
      }),
    )
    const mapping = open()
    await mapping.open(pair)
    mapping.change(sendTo(mapping.draft.value, 'title', 'automatic'))
    await mapping.save()
    expect(sent).toEqual({ after: 4, exceptions: [] })
    expect([mapping.saved.value, mapping.isChanged.value, mapping.answer.value?.version]).toEqual([true, false, 5])
  })

  test('looks at an earlier version as something not saved yet', async () => {
    network.use(
      http.get(path, ({ request }) => {
        const isEarlier = new URL(request.url).searchParams.get('version') === '1'
        return HttpResponse.json(answer(isEarlier ? [{ kind: 'nowhere', from: 'title' }] : [], sides, 2))
      }),
    )
    const mapping = open()
    await mapping.open(pair, 1)
    expect(mapping.origin.value).toEqual({ kind: 'version', version: 1 })
    expect([mapping.isChanged.value, mapping.draft.value.length]).toEqual([true, 1])
    await mapping.open(pair)
    expect([mapping.isChanged.value, mapping.draft.value.length]).toEqual([false, 0])
  })

  test('is asked before their draft goes, whatever they open instead', async () => {
    const other: Pair = { source: 'deal', target: 'quote' }
    const opened: string[] = []
    network.use(
      http.get(at('/api/mappings/deal/:target'), ({ params }) => {
        opened.push(String(params.target))
        return HttpResponse.json({ ...answer([]), pair: { ...pair, target: params.target }, pairs: [pair, other] })
      }),
    )
    const mapping = open()
    await mapping.open(pair)
    const page = await mount(FieldMapping, { state: mapping, frame: {} })
    const choose = async (target: string): Promise<void> => {
      const select = page.querySelector('select')!
      select.value = `deal>${target}`
      select.dispatchEvent(new Event('change'))
      await expect.poll(() => mapping.busy.value).toBe(false)
    }
    const press = async (label: string): Promise<void> => {
      ;[...page.querySelectorAll('button')].find(({ textContent }) => textContent === label)!.click()
      await expect.poll(() => mapping.busy.value).toBe(false)
    }
    const question = 'Ihre Änderungen an Auftrag → Rechnung sind noch nicht gespeichert.'
    await choose('quote')
    await choose('invoice')
    expect(opened).toEqual(['invoice', 'quote', 'invoice'])

    mapping.change(sendTo(mapping.draft.value, 'UF_ROOF', { to: 'UF_NOTE' }))
    await choose('quote')
    expect(page.textContent).toContain(question)
    await press('Weiter bearbeiten')
    expect(page.textContent).not.toContain(question)
    expect([opened.length, mapping.draft.value.length]).toEqual([3, 1])

    await choose('quote')
    await press('Verwerfen')
    expect(page.textContent).not.toContain(question)
    expect([opened.at(-1), mapping.draft.value, mapping.isChanged.value]).toEqual(['quote', [], false])
  })

  test('reads where a file is wrong', async () => {
    const faults = [
      { line: 3, field: '', what: 'not_json' },
      { line: null, field: 'exceptions[2].to', what: 'missing' },
    ]
    network.use(
      http.post(at('/api/mapping-file'), () =>
        HttpResponse.json(
          { error: { code: 'mapping_file_unreadable', message: '', details: { faults } } },
          { status: 422 },
        ),
      ),
    )
    const mapping = open()
    await mapping.read(new File(['{'], 'zuordnung.json'))
    expect(mapping.failure.value?.code).toBe('mapping_file_unreadable')
    const page = await mount(FileFaults, { details: mapping.failure.value?.details })
    expect([...page.querySelectorAll('li')].map(({ textContent }) => textContent?.trim())).toEqual([
      'Zeile 3 Die Datei ist kein gültiges JSON.',
      'exceptions[2].to Hier fehlt etwas.',
    ])
  })
})
