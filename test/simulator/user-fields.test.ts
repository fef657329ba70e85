import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import { camelUserField } from './crm/user-field-names.ts'

const simulator = createSimulator({ seed: 'empty' })
const { anna, max, julia } = openPortal(simulator)
const roof = {
  FIELD_NAME: 'roof_type',
  USER_TYPE_ID: 'enumeration',
  EDIT_FORM_LABEL: { de: 'Dachtyp', en: 'Roof type' },
  LABEL: 'Dach',
  MULTIPLE: 'N',
  LIST: [
    { VALUE: 'Satteldach', SORT: 10, DEF: 'Y' },
    { VALUE: 'Flachdach', SORT: 20 },
  ],
}
const resultOf = async <T>(answer: Promise<{ body: { result?: unknown } }>): Promise<T> =>
  (await answer).body.result as T

describe('names in camelCase', () => {
  test.each([
    ['UF_CRM_3_DIGIT', 'ufCrm3Digit'],
    ['UF_CRM_3_1747309727', 'ufCrm3_1747309727'],
    ['UF_CRM_3_DIGIT10', 'ufCrm_3_DIGIT10'],
    ['UF_CRM_1747309879', 'ufCrm_1747309879'],
    ['UF_CRM_ROOF_TYPE', 'ufCrmRoofType'],
  ])('%s is %s', (original, camel) => {
    expect(camelUserField(original)).toBe(camel)
  })
})

describe('crm.deal.userfield.*', () => {
  test('adds a list with labels in all languages, which then holds values', async () => {
    const id = await resultOf<number>(anna('crm.deal.userfield.add', { fields: roof }))
    expect(await resultOf(anna('crm.deal.userfield.get', { id }))).toMatchObject({
      ID: String(id),
      ENTITY_ID: 'CRM_DEAL',
      FIELD_NAME: 'UF_CRM_ROOF_TYPE',
      EDIT_FORM_LABEL: { de: 'Dachtyp', en: 'Roof type' },
      LIST_COLUMN_LABEL: { de: 'Dach', en: 'Dach' },
      SETTINGS: { DISPLAY: 'LIST' },
      LIST: [
        { VALUE: 'Satteldach', DEF: 'Y' },
        { VALUE: 'Flachdach', DEF: 'N' },
      ],
    })
    const { fields } = await resultOf<{ fields: Record<string, { items: { ID: string; VALUE: string }[] }> }>(
      max('crm.item.fields', { entityTypeId: 2, useOriginalUfNames: 'Y' }),
    )
    expect(fields.UF_CRM_ROOF_TYPE).toMatchObject({
      type: 'enumeration',
      isDynamic: true,
      title: 'Dachtyp',
      formLabel: 'Dachtyp',
    })
    const [gable, flat] = fields.UF_CRM_ROOF_TYPE?.items ?? []
    const add = (sent: object, original = 'Y') =>
      max('crm.item.add', { entityTypeId: 2, fields: sent, useOriginalUfNames: original })
    expect(await resultOf(add({ UF_CRM_ROOF_TYPE: flat?.ID }))).toMatchObject({
      item: { UF_CRM_ROOF_TYPE: Number(flat?.ID) },
    })
    expect(await resultOf(add({ ufCrmRoofType: flat?.ID }, 'N'))).toMatchObject({
      item: { ufCrmRoofType: Number(flat?.ID) },
    })
    expect(await resultOf(add({}))).toMatchObject({ item: { UF_CRM_ROOF_TYPE: Number(gable?.ID) } })
  })

  test('option ids are never shared between fields', async () => {
    await anna('crm.quote.userfield.add', { fields: roof })
    const ids = [...simulator.state.userFields.values()].flatMap((field) => field.options.map((option) => option.id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('list tells labels only for a language', async () => {
    const [bare] = await resultOf<object[]>(max('crm.deal.userfield.list', {}))
    expect(bare).not.toHaveProperty('EDIT_FORM_LABEL')
    const [labelled] = await resultOf<object[]>(
      max('crm.deal.userfield.list', { filter: { LANG: 'en', FIELD_NAME: 'UF_CRM_ROOF_TYPE' } }),
    )
    expect(labelled).toMatchObject({ EDIT_FORM_LABEL: 'Roof type' })
  })

  test.each([
    ['no name', { FIELD_NAME: '' }, '', "The 'FIELD_NAME' field is not found."],
    ['no type', { USER_TYPE_ID: '' }, '', "The 'USER_TYPE_ID' field is not found."],
    ['an unknown type', { USER_TYPE_ID: 'smell' }, 'ERROR_CORE', 'Incorrect custom type'],
    ['51 letters', { FIELD_NAME: `UF_CRM_${'X'.repeat(44)}` }, 'ERROR_CORE', 'too long'],
    ['an umlaut', { FIELD_NAME: 'DÄCHER' }, 'ERROR_CORE', 'invalid characters'],
    ['a name that exists', { FIELD_NAME: 'ROOF_TYPE' }, 'ERROR_CORE', 'already exists'],
    [
      'the same XML_ID twice',
      {
        FIELD_NAME: 'TWICE',
        LIST: [
          { VALUE: 'a', XML_ID: 'x' },
          { VALUE: 'b', XML_ID: 'x' },
        ],
      },
      'ERROR_CORE',
      'XML_ID=x',
    ],
  ])('refuses %s', async (_name, change, error, text) => {
    const { status, body } = await anna('crm.deal.userfield.add', { fields: { ...roof, ...change } })
    expect({ status, ...body }).toMatchObject({ status: 400, error, error_description: expect.stringContaining(text) })
  })

  test('needs the right to change CRM settings, reading does not', async () => {
    expect((await max('crm.deal.userfield.add', { fields: { ...roof, FIELD_NAME: 'OTHER' } })).body).toMatchObject({
      error: '',
      error_description: 'Access denied.',
    })
    expect((await julia('crm.deal.userfield.list', {})).status).toBe(200)
    expect((await anna('crm.invoice.userfield.list', {})).body.error).toBe('ERROR_METHOD_NOT_FOUND')
  })

  test('a deleted field takes its values with it', async () => {
    const id = await resultOf<number>(
      anna('crm.lead.userfield.add', { fields: { FIELD_NAME: 'GONE', USER_TYPE_ID: 'string' } }),
    )
    const lead = simulator.add('lead', { UF_CRM_GONE: 'text' })
    await anna('crm.lead.userfield.delete', { id })
    expect(lead.values).not.toHaveProperty('UF_CRM_GONE')
  })
})

test('fields are listed in the order and the part of them that is asked for', async () => {
  const ids: number[] = []
  for (const FIELD_NAME of ['LAST', 'FIRST'])
    ids.push(await resultOf(anna('crm.quote.userfield.add', { fields: { FIELD_NAME, USER_TYPE_ID: 'string' } })))
  const names = async (filter: object, order: object = {}) => {
    const fields = await resultOf<{ FIELD_NAME: string }[]>(anna('crm.quote.userfield.list', { filter, order }))
    return fields.map((field) => field.FIELD_NAME)
  }
  expect(await names({ '>=ID': ids[0] })).toEqual(['UF_CRM_LAST', 'UF_CRM_FIRST'])
  expect(await names({ '>=ID': ids[0] }, { FIELD_NAME: 'ASC' })).toEqual(['UF_CRM_FIRST', 'UF_CRM_LAST'])
  expect(await names({ '>ID': ids[0], MOON: 1 })).toEqual(['UF_CRM_FIRST'])
})

test('what a user field, an option and the settings of a type consist of', async () => {
  const described = async (method: string, params: object = {}) => (await anna(`crm.userfield.${method}`, params)).body
  expect((await described('fields')).result).toMatchObject({ LIST: { type: 'uf_enum_element', isMultiple: true } })
  expect((await described('enumeration.fields')).result).toMatchObject({ ID: { isReadOnly: true } })
  expect((await described('settings.fields', { type: 'double' })).result).toMatchObject({ PRECISION: { type: 'int' } })
  expect(await described('settings.fields')).toMatchObject({
    error_description: "Parameter 'type' is not specified or empty.",
  })
})

describe('userfieldconfig.*', () => {
  const field = {
    entityId: 'CRM_SMART_INVOICE',
    fieldName: 'UF_CRM_SMART_INVOICE_ROOF',
    userTypeId: 'enumeration',
    editFormLabel: { de: 'Dachtyp', en: 'Roof type' },
    listColumnLabel: { de: 'verworfen' },
    enum: [
      { value: 'A', sort: 1 },
      { value: 'B', sort: 2, def: 'Y' },
    ],
  }
  const ask = (method: string, params: object, who = anna) =>
    who(`userfieldconfig.${method}`, { moduleId: 'crm', ...params })

  test('adds, reads and replaces options as a whole', async () => {
    const { field: added } = await resultOf<{ field: { id: string; enum: { id: string }[] } }>(ask('add', { field }))
    expect(added).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      entityId: 'CRM_SMART_INVOICE',
      sort: '100',
      multiple: 'N',
      settings: { DISPLAY: 'LIST' },
      languageId: { de: 'de', en: 'en' },
      editFormLabel: { de: 'Dachtyp', en: 'Roof type' },
      listColumnLabel: { de: null },
      enum: [
        { value: 'A', def: 'N', sort: '1' },
        { value: 'B', def: 'Y' },
      ],
    })
    const keep = added.enum[1]?.id
    const { field: changed } = await resultOf<{ field: object }>(
      ask('update', { id: added.id, field: { enum: [{ id: keep, value: 'B' }, { value: 'C' }] } }),
    )
    expect(changed).toMatchObject({ enum: [{ id: keep, value: 'B' }, { value: 'C' }] })
    const { fields } = await resultOf<{ fields: object[] }>(ask('list', { filter: { entityId: 'CRM_SMART_INVOICE' } }))
    expect(fields).toEqual([expect.objectContaining({ id: added.id, editFormLabel: { de: 'Dachtyp' } })])
    expect(fields[0]).not.toHaveProperty('enum')
    expect((await ask('delete', { id: added.id })).body.result).toBeNull()
  })

  test.each([
    ['a foreign prefix', { fieldName: 'UF_CRM_ROOF' }, 'You cannot create custom fields'],
    ['no type', { userTypeId: undefined }, "The 'USER_TYPE_ID' field is not found."],
    ['an unknown entity', { entityId: 'CRM_NOTHING' }, 'You cannot create custom fields'],
  ])('refuses %s with an empty code', async (_name, change, text) => {
    const { status, body } = await ask('add', { field: { ...field, ...change } })
    expect({ status, ...body }).toMatchObject({ status: 400, error: '', error_description: text })
  })

  test('looking needs the same right as changing: a probe', async () => {
    for (const method of ['list', 'add', 'get'])
      expect((await ask(method, { filter: { entityId: 'CRM_DEAL' }, field, id: 1 }, max)).body.error).toBe('')
  })

  test('a decimal without precision holds whole numbers', async () => {
    await ask('add', { field: { entityId: 'CRM_DEAL', fieldName: 'UF_CRM_DEAL_AREA', userTypeId: 'double' } })
    await ask('add', {
      field: { entityId: 'CRM_DEAL', fieldName: 'UF_CRM_DEAL_FINE', userTypeId: 'double', settings: { PRECISION: 2 } },
    })
    const deal = simulator.add('deal', { UF_CRM_DEAL_AREA: 12.345, UF_CRM_DEAL_FINE: 12.345 })
    expect(deal.values).toMatchObject({ UF_CRM_DEAL_AREA: 12, UF_CRM_DEAL_FINE: 12.35 })
  })

  test('lists the types', async () => {
    expect(await resultOf(ask('getTypes', {}))).toMatchObject({
      types: { money: { userTypeId: 'money' }, enumeration: {} },
    })
  })
})

test('values of every type survive a round trip', async () => {
  const values: Record<string, unknown> = {
    string: 'Text',
    integer: 5,
    boolean: 'Y',
    date: '2026-05-01T02:00:00+02:00',
    datetime: '2026-05-01T10:30:00+02:00',
    money: '300|EUR',
    url: 'https://x.example',
    employee: 2,
    address: 'Hafenstraße 12|;|',
    crm: 'D_12',
  }
  for (const userTypeId of Object.keys(values))
    simulator.addUserField('company', {
      fieldName: `UF_CRM_T_${userTypeId.toUpperCase()}`,
      userTypeId,
      label: userTypeId,
      multiple: userTypeId === 'string',
      settings: userTypeId === 'crm' ? { DEAL: 'Y' } : {},
    })
  const fields = Object.fromEntries(
    Object.entries(values).map(([type, value]) => [
      `UF_CRM_T_${type.toUpperCase()}`,
      type === 'string' ? ['a', value] : value,
    ]),
  )
  const added = await resultOf<{ item: Record<string, unknown> }>(
    max('crm.item.add', { entityTypeId: 4, fields, useOriginalUfNames: 'Y' }),
  )
  expect(added.item).toMatchObject(fields)
  const scalar = await max('crm.item.update', {
    entityTypeId: 4,
    id: added.item.id,
    fields: { UF_CRM_T_STRING: 'one' },
    useOriginalUfNames: 'Y',
  })
  expect(scalar.body).toMatchObject({
    error: '100',
    error_description: 'Expected iterable value for multiple field, but got string instead',
  })
})
