import { describe, expect, test } from 'vitest'
import type { ErrorAnswer, MappingAnswer } from '../../server/contract.ts'
import type { ExceptionWish } from '../../server/conversion/mapping.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item, UserField } from '../simulator/state.ts'
import { administrator, newest, openCard, openFrame, openPortal, reader, salesperson, useApp } from './door.ts'
import { openMainPage } from './main-page.ts'

useApp()

/** The tab "field mapping" in the eyes of one person. */
async function openMappings(portal: Simulator, userId: number = administrator) {
  const { get, post } = await openFrame(portal, { userId })
  const answerOf = async (response: Response): Promise<MappingAnswer> => {
    if (!response.ok) throw new Error(`Refused with ${response.status}: ${await response.text()}`)
    return response.json() as Promise<MappingAnswer>
  }
  const refusalOf = async (response: Response) => {
    const { error } = (await response.json()) as ErrorAnswer
    return { status: response.status, code: error.code, details: error.details }
  }
  const path = (pair: string): string => `/api/mappings/${pair.replace('>', '/')}`
  return {
    read: async (pair: string, version?: number) =>
      answerOf(await get(`${path(pair)}${version === undefined ? '' : `?version=${version}`}`)),
    save: async (pair: string, after: number, exceptions: ExceptionWish[]) =>
      answerOf(await post(path(pair), { after, exceptions })),
    refuse: async (pair: string, after: number, exceptions: unknown[]) =>
      refusalOf(await post(path(pair), { after, exceptions })),
    file: async (pair: string) => (await get(`${path(pair)}/file`)).text(),
    import: async (text: string) => answerOf(await post('/api/mapping-file', { text })),
    refuseFile: async (text: string) => refusalOf(await post('/api/mapping-file', { text })),
    get,
    post,
  }
}

interface World {
  portal: Simulator
  deal: Item
  roof: UserField
  kind: UserField
  note: UserField
  group: UserField
}

/** Deals know a roof and its kind, invoices a note and a group; nothing of it is paired by itself. */
async function roofers(more: Parameters<typeof openPortal>[0] = {}): Promise<World> {
  const portal = await openPortal({ seed: 'empty', ...more })
  const roof = portal.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: 'Dach' })
  const kind = portal.addUserField('deal', {
    fieldName: 'UF_CRM_KIND',
    userTypeId: 'enumeration',
    label: 'Art',
    options: ['Ziegel', 'Schiefer'],
  })
  const note = portal.addUserField('invoice', {
    fieldName: 'UF_CRM_SMART_INVOICE_NOTE',
    userTypeId: 'string',
    label: 'Vermerk',
  })
  const group = portal.addUserField('invoice', {
    fieldName: 'UF_CRM_SMART_INVOICE_GROUP',
    userTypeId: 'enumeration',
    label: 'Gruppe',
    options: ['Neubau', 'Sanierung'],
  })
  const deal = portal.add('deal', {
    title: 'Kirchturm',
    comments: 'Vorsicht, Tauben',
    assignedById: salesperson,
    [roof.fieldName]: 'steil',
    [kind.fieldName]: kind.options[1]!.id,
  })
  return { portal, deal, roof, kind, note, group }
}

const wishesOf = ({ roof, note, group }: World): ExceptionWish[] => [
  { kind: 'field', from: roof.fieldName, to: note.fieldName },
  { kind: 'nowhere', from: 'comments' },
  { kind: 'fixed', to: group.fieldName, value: String(group.options[1]!.id) },
]

describe('an administrator decides where fields go', () => {
  test('and a salesperson converts that way: the portal holds it, and the journal knows by which version', async () => {
    const world = await roofers()
    const { portal, deal, note, group } = world
    await (await openMappings(portal)).save('deal>invoice', 0, wishesOf(world))

    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const told = page.target('invoice')
    expect(told.transfers.filter(({ mapped }) => mapped)).toMatchObject([
      { from: 'Dach', to: 'Vermerk', values: [{ kind: 'text', text: 'steil' }] },
      { from: null, to: 'Gruppe', values: [{ kind: 'text', text: 'Sanierung' }], adjusted: [{ code: 'fixed_value' }] },
    ])
    expect(told.leftBehind).toContainEqual(
      expect.objectContaining({ field: 'comments', reason: { code: 'mapped_nowhere' } }),
    )
    const { outcome, requestId } = await page.convert(['invoice'])
    expect(outcome).toBe('done')
    const { values } = newest(portal, 'invoice')
    expect(values[note.fieldName]).toBe('steil')
    expect(values[group.fieldName]).toBe(group.options[1]!.id)
    expect(values.comments || null).toBeNull()
    const history = await (await openMainPage(portal, administrator)).history()
    expect(history.entries.find(({ conversion }) => conversion.requestId === requestId)?.mappingVersions).toEqual({
      invoice: 1,
    })
  })

  test('while somebody is looking: what they saw is shown anew before anything is written', async () => {
    const world = await roofers()
    const { portal, deal, note } = world
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    await (await openMappings(portal)).save('deal>invoice', 0, wishesOf(world))
    const { code, details } = await page.refuse(['invoice'])
    expect(code).toBe('plan_outdated')
    expect(portal.state.items.invoice.size).toBe(0)
    const { preview } = details as { preview: { fingerprint: string } }
    await page.convert(['invoice'], { fingerprint: preview.fingerprint })
    expect(newest(portal, 'invoice').values[note.fieldName]).toBe('steil')
  })

  test('and a mapping of another pair disturbs nobody', async () => {
    const world = await roofers()
    const page = await openCard(world.portal, salesperson, 'deal', world.deal.id)
    await (await openMappings(world.portal)).save('quote>invoice', 0, [{ kind: 'nowhere', from: 'comments' }])
    expect((await page.convert(['invoice'])).outcome).toBe('done')
  })

  test('from every field of both sides, with one request to the portal', async () => {
    const world = await roofers()
    const tab = await openMappings(world.portal)
    world.portal.requests.length = 0
    const { table, pairs, version, exceptions } = await tab.read('deal>invoice')
    expect(world.portal.requests).toHaveLength(1)
    expect([version, exceptions]).toEqual([0, []])
    expect(pairs.map(({ source, target }) => `${source}>${target}`)).toEqual(
      expect.arrayContaining([
        'lead>deal',
        'lead>contact',
        'deal>quote',
        'deal>invoice',
        'quote>deal',
        'quote>invoice',
      ]),
    )
    const rowOf = (name: string) => table!.source.find((row) => row.name === name)
    expect(rowOf('comments')).toMatchObject({ label: 'Kommentar', automatic: ['comments'], keptOut: null })
    expect(rowOf(world.roof.fieldName)).toMatchObject({ label: 'Dach', automatic: [], isUserField: true })
    expect(rowOf('opportunity')).toMatchObject({ keptOut: 'amount' })
    expect(rowOf('stageId')).toMatchObject({ keptOut: 'stage' })
    expect(table!.target.find(({ name }) => name === world.group.fieldName)?.input).toMatchObject({
      input: 'choice',
      options: [{ text: 'Neubau' }, { text: 'Sanierung' }],
    })
  })

  test('only in ways that work: each that does not is named, and nothing is saved', async () => {
    const { portal, roof, note } = await roofers()
    const tab = await openMappings(portal)
    const refused = await tab.refuse('deal>invoice', 0, [
      { kind: 'field', from: roof.fieldName, to: note.fieldName },
      { kind: 'field', from: 'comments', to: note.fieldName },
      { kind: 'field', from: 'title', to: 'stageId' },
      { kind: 'fixed', to: 'begindate', value: 'morgen' },
    ])
    expect(refused).toEqual({
      status: 422,
      code: 'mapping_refused',
      details: {
        problems: [
          { place: 1, code: 'target_twice' },
          { place: 2, code: 'kept_out' },
          { place: 3, code: 'value_unfit' },
        ],
      },
    })
    expect((await tab.read('deal>invoice')).version).toBe(0)
  })

  test('one after the other: the later of two who saw the same version is told', async () => {
    const { portal } = await roofers()
    const tab = await openMappings(portal)
    await tab.save('deal>invoice', 0, [{ kind: 'nowhere', from: 'comments' }])
    expect(await tab.refuse('deal>invoice', 0, [])).toMatchObject({ status: 409, code: 'mapping_outdated' })
    expect((await tab.read('deal>invoice')).exceptions).toHaveLength(1)
  })

  test('and back: every version is kept with who and when, and an earlier one can be saved anew', async () => {
    const world = await roofers()
    const tab = await openMappings(world.portal)
    await tab.save('deal>invoice', 0, wishesOf(world))
    const { versions } = await tab.save('deal>invoice', 1, [])
    expect(versions.map(({ version, count, person }) => [version, count, person])).toEqual([
      [2, 0, { id: administrator, name: 'Anna Weiß' }],
      [1, 3, { id: administrator, name: 'Anna Weiß' }],
    ])
    const earlier = await tab.read('deal>invoice', 1)
    expect([earlier.version, earlier.exceptions.length]).toEqual([2, 3])
    expect((await tab.read('deal>invoice')).exceptions).toEqual([]) // looking puts nothing in force
    const back = await tab.save('deal>invoice', 2, wishesOf(world))
    expect([back.version, back.exceptions.length]).toEqual([3, 3])
  })
})

test('an entry of a dictionary is set for everybody, and costs no request', async () => {
  const { portal, deal } = await roofers()
  const tab = await openMappings(portal)
  const { table } = await tab.read('deal>invoice')
  const source = table!.target.find(({ name }) => name === 'sourceId')!.input!.options.at(-1)!
  await tab.save('deal>invoice', 0, [{ kind: 'fixed', to: 'sourceId', value: source.value }])
  portal.requests.length = 0
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(portal.requests).toHaveLength(1)
  expect(page.target('invoice').transfers).toContainEqual(
    expect.objectContaining({ field: 'sourceId', values: [{ kind: 'text', text: source.text }] }),
  )
  await page.convert(['invoice'])
  expect(newest(portal, 'invoice').values.sourceId).toBe(source.value)
})

describe('when fields change later', () => {
  test('a field that vanished is red in the tab, and its value stays behind by name, not by chance elsewhere', async () => {
    const world = await roofers()
    const { portal, deal, note } = world
    const tab = await openMappings(portal)
    await tab.save('deal>invoice', 0, wishesOf(world))
    portal.state.userFields.delete(note.id)
    expect((await tab.read('deal>invoice')).exceptions[0]).toMatchObject({
      exception: { to: { label: 'Vermerk' } },
      problem: { code: 'target_gone' },
    })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').leftBehind).toContainEqual(
      expect.objectContaining({
        label: 'Dach',
        reason: { code: 'mapping_broken', details: { field: 'Vermerk', problem: 'target_gone' } },
      }),
    )
    expect((await page.convert(['invoice'])).outcome).toBe('done')
    expect(JSON.stringify(newest(portal, 'invoice').values)).not.toContain('steil')
  })

  test('a fixed value whose option is gone is not set, and everybody who converts is told', async () => {
    const world = await roofers()
    const { portal, deal, group } = world
    await (await openMappings(portal)).save('deal>invoice', 0, wishesOf(world))
    group.options.splice(1, 1)
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').notices).toEqual([
      { code: 'mapping_broken', details: { field: 'Gruppe', problem: 'value_unfit' } },
    ])
    await page.convert(['invoice'])
    expect(newest(portal, 'invoice').values[group.fieldName] || null).toBeNull()
  })

  test('what was found last stands among what the app says of its health, until it is put right', async () => {
    const world = await roofers()
    const tab = await openMappings(world.portal)
    const health = async () => ((await (await tab.get('/api/health')).json()) as { mappings: unknown[] }).mappings
    await tab.save('deal>invoice', 0, wishesOf(world))
    expect(await health()).toEqual([])
    world.portal.state.userFields.delete(world.note.id)
    await tab.read('deal>invoice')
    expect(await health()).toMatchObject([
      {
        source: 'deal',
        target: 'invoice',
        problems: [{ from: 'Dach', to: 'Vermerk', code: 'target_gone' }],
      },
    ])
    await tab.save('deal>invoice', 1, [])
    expect(await health()).toEqual([])
  })
})

describe('a mapping as a file', () => {
  test('comes back as it was', async () => {
    const world = await roofers()
    const tab = await openMappings(world.portal)
    const saved = await tab.save('deal>invoice', 0, wishesOf(world))
    const read = await tab.import(await tab.file('deal>invoice'))
    expect(read.exceptions).toEqual(saved.exceptions)
    expect(read.unknown).toEqual([])
  })

  test('holds as many exceptions as can be saved, however long their names are', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const long = (kind: string, number: number): string => `${kind} ${number} `.padEnd(250, '„Ж“ ')
    const wishes = Array.from({ length: 500 }, (_, number): ExceptionWish => {
      const user = { userTypeId: 'string' } as const
      const name = `${number}`.padStart(12, '0')
      const from = portal.addUserField('deal', { ...user, fieldName: `UF_CRM_${name}`, label: long('Von', number) })
      const into = { ...user, fieldName: `UF_CRM_SMART_INVOICE_${name}`, label: long('Nach', number) }
      return { kind: 'field', from: from.fieldName, to: portal.addUserField('invoice', into).fieldName }
    })
    const tab = await openMappings(portal)
    const saved = await tab.save('deal>invoice', 0, wishes)
    expect(saved.exceptions).toHaveLength(500)
    expect((await tab.import(await tab.file('deal>invoice'))).exceptions).toEqual(saved.exceptions)
  })

  test('finds the same fields on another portal, where they have other names and options other ids', async () => {
    const here = await roofers()
    const tab = await openMappings(here.portal)
    await tab.save('deal>invoice', 0, wishesOf(here))
    const file = await tab.file('deal>invoice')

    const there = await openPortal({ seed: 'empty', origin: 'https://dach.bitrix24.test' })
    const roof = there.addUserField('deal', { fieldName: 'UF_CRM_17', userTypeId: 'string', label: 'Dach' })
    const group = there.addUserField('invoice', {
      fieldName: 'UF_CRM_SMART_INVOICE_9',
      userTypeId: 'enumeration',
      label: 'Gruppe',
      options: ['Sonstige', 'Sanierung', 'Neubau'],
    })
    const other = await openMappings(there)
    const read = await other.import(file)
    // There is no note, so that exception is named and left out before anybody saves.
    expect(read.unknown).toMatchObject([{ side: 'target', label: 'Vermerk' }])
    expect(read.exceptions.map(({ exception, problem }) => [exception, problem])).toMatchObject([
      [{ kind: 'nowhere', from: { name: 'comments' } }, null],
      [{ kind: 'fixed', to: { name: group.fieldName }, value: String(group.options[1]!.id) }, null],
    ])
    expect(read.version).toBe(0)
    expect((await other.read('deal>invoice')).version).toBe(0)
    expect(roof.fieldName).not.toBe(here.roof.fieldName)
  })

  test('names people only where it was saved: elsewhere the same number is somebody else', async () => {
    const seller = { userTypeId: 'employee', label: 'Verkäufer' }
    const { portal } = await roofers()
    const { fieldName } = portal.addUserField('invoice', { fieldName: 'UF_CRM_SMART_INVOICE_SELLER', ...seller })
    const tab = await openMappings(portal)
    const wish = { kind: 'fixed', to: fieldName, value: salesperson } as const
    const saved = await tab.save('deal>invoice', 0, [wish])
    const file = await tab.file('deal>invoice')
    expect(await tab.import(file)).toMatchObject({ exceptions: saved.exceptions, people: [] })

    const there = await openPortal({ seed: 'empty', origin: 'https://dach.bitrix24.test' })
    there.addUserField('invoice', { fieldName: 'UF_CRM_SMART_INVOICE_SELLER', ...seller })
    const other = await openMappings(there)
    const nameless = JSON.stringify({ ...JSON.parse(file), portal: undefined })
    for (const text of [file, nameless])
      expect(await other.import(text)).toMatchObject({ exceptions: [], unknown: [], people: [{ label: 'Verkäufer' }] })
  })

  test.each([
    ['no JSON', '{\n  "format": "create-from-mapping",', { field: '', what: 'not_json', line: 2 }],
    ['something else', '{"format":"shopping-list"}', { field: 'format', what: 'wrong_format', line: null }],
    [
      'a pair there is not',
      '{"format":"create-from-mapping","formatVersion":1,"source":"deal","target":"lead","exceptions":[]}',
      { field: 'target', what: 'wrong_value', line: null },
    ],
    [
      'an exception without its target',
      `{"format":"create-from-mapping","formatVersion":1,"source":"deal","target":"invoice","exceptions":[
        {"kind":"nowhere","from":{"name":"a","label":"A","type":"string","multiple":false,"dictionary":null}},
        {"kind":"field","from":{"name":"a","label":"A","type":"string","multiple":false,"dictionary":null},"options":[]}]}`,
      { field: 'exceptions[1].to', what: 'missing', line: null },
    ],
  ])('is refused with the place that is wrong: %s', async (_, text, fault) => {
    const { portal } = await roofers()
    const refused = await (await openMappings(portal)).refuseFile(text)
    expect(refused).toMatchObject({ status: 422, code: 'mapping_file_unreadable' })
    expect((refused.details as { faults: unknown[] }).faults).toContainEqual(fault)
  })
})

test.each([salesperson, reader])('is no business of person %i, whatever they ask for', async (person) => {
  const world = await roofers()
  const { portal } = world
  await (await openMappings(portal)).save('deal>invoice', 0, wishesOf(world))
  const file = await (await openMappings(portal)).file('deal>invoice')
  const { get, post } = await openMappings(portal, person)
  const path = '/api/mappings/deal/invoice'
  for (const answer of [
    await get(path),
    await get(`${path}?version=1`),
    await get(`${path}/file`),
    await post(path, { after: 1, exceptions: [] }),
    await post('/api/mapping-file', { text: file }),
  ])
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'admin_required' } }])
  expect((await (await openMappings(portal)).read('deal>invoice')).version).toBe(1)
})

test('smart processes have mappings too', async () => {
  const world = await roofers({ unseen: true })
  const { portal, deal, roof } = world
  const site = portal.addSmartType({
    title: 'Baustelle',
    parents: [{ entityTypeId: 2, isChildrenListEnabled: 'Y' }],
  })
  const type = `smart${site.entityTypeId}`
  const tab = await openMappings(portal)
  const { pairs, typeNames } = await tab.read('deal>invoice')
  expect(pairs).toContainEqual({ source: 'deal', target: type })
  expect(Object.values(typeNames)).toEqual(['Baustelle'])
  await tab.save(`deal>${type}`, 0, [{ kind: 'field', from: roof.fieldName, to: 'title' }])
  const page = await openCard(portal, administrator, 'deal', deal.id)
  await page.convert([type as 'deal'])
  expect(newest(portal, type as 'deal').values.title).toBe('steil')
})
