import { beforeEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>
beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
})

type Params = Record<string, unknown>
const anna = async (method: string, params: Params = {}) => (await people.anna(method, params)).body
const result = async (method: string, params: Params = {}) => (await anna(method, params)).result

describe('lists that need nothing', () => {
  test.each([
    ['crm.multifield.fields', { TYPE_ID: { type: 'string', isReadOnly: true }, VALUE: { isReadOnly: false } }],
    ['crm.activity.communication.fields', { ACTIVITY_ID: { type: 'integer', isReadOnly: true } }],
    ['crm.currency.localizations.fields', { DECIMALS: { type: 'int' }, HIDE_ZERO: { type: 'char' } }],
    ['crm.status.fields', { EXTRA: { type: 'crm_status_extra' } }],
  ])('%s', async (method, fields) => expect(await result(method)).toMatchObject(fields))

  test('crm.requisite.preset.countries', async () =>
    expect(await result('crm.requisite.preset.countries')).toContainEqual({ ID: 46, CODE: 'DE', TITLE: 'Deutschland' }))
})

test('events are listed by scope', async () => {
  expect(await result('events', { scope: 'crm' })).toEqual(expect.arrayContaining(['ONCRMTYPEADD']))
  expect(await result('events', { scope: 'crm' })).not.toContain('ONAPPINSTALL')
  expect(await result('events', { scope: '' })).not.toContain('ONCRMTYPEADD')
  expect(await result('events')).toEqual(expect.arrayContaining(['ONAPPINSTALL', 'ONCRMTYPEADD']))
  expect(await result('events')).not.toContain('ONUSERADD')
  expect(await result('events', { full: true })).toContain('ONUSERADD')
})

test('methods are listed by scope, the common ones for an empty one', async () => {
  const common = (await result('methods', { scope: '' })) as string[]
  expect(common).toEqual(expect.arrayContaining(['profile', 'event.bind']))
  expect(common.filter((name) => name.startsWith('crm.'))).toEqual([])
  const crm = (await result('methods', { scope: 'crm' })) as string[]
  expect(crm.length).toBeGreaterThan(100)
  expect(crm.filter((name) => !name.startsWith('crm.'))).toEqual([])
})

test('scope names what was granted, or all there is', async () => {
  expect(await result('scope')).toEqual(['crm', 'placement', 'userfieldconfig', 'user_brief'])
  expect(await result('scope', { full: true })).toEqual(expect.arrayContaining(['crm', 'task', 'user.userfield']))
})

test('access.name names the codes the portal knows', async () => {
  expect(await result('access.name', { ACCESS: ['AU', 'U1', 'U99'] })).toEqual({
    AU: { provider: '', name: 'All authorized users', provider_id: 'other' },
    U1: { provider: 'User', name: 'Anna Weiß', provider_id: 'user' },
  })
  expect(await result('access.name')).toBe(false)
})

describe('crm.currency.*', () => {
  const fields = {
    CURRENCY: 'CNY',
    BASE: 'N',
    AMOUNT_CNT: 10,
    AMOUNT: 81.5,
    SORT: 1000,
    LANG: { en: { DECIMALS: 2, DEC_POINT: '.', FORMAT_STRING: '&#165;#', FULL_NAME: 'Yuan', HIDE_ZERO: 'Y' } },
  }

  test('adds, changes, makes base and deletes', async () => {
    expect(await result('crm.currency.add', { fields })).toBe('CNY')
    expect(await result('crm.currency.get', { id: 'CNY' })).toMatchObject({
      CURRENCY: 'CNY',
      AMOUNT: '81.5000',
      AMOUNT_CNT: '10',
      SORT: '1000',
      BASE: 'N',
      LANG: { en: { FULL_NAME: 'Yuan', DECIMALS: '2' } },
    })
    expect(await result('crm.currency.update', { id: 'CNY', fields: { SORT: 5 } })).toBe(true)
    expect(await result('crm.currency.base.set', { id: 'CNY' })).toBe(true)
    expect(await result('crm.currency.base.get')).toBe('CNY')
    expect(await anna('crm.currency.delete', { id: 'CNY' })).toEqual({
      error: '',
      error_description: 'Cannot delete base currency.',
    })
    await result('crm.currency.base.set', { id: 'EUR' })
    expect(await result('crm.currency.delete', { id: 'CNY' })).toBe(true)
    expect(await anna('crm.currency.get', { id: 'CNY' })).toMatchObject({ error: '', error_description: 'Not found' })
  })

  test('keeps its spelling by language', async () => {
    const localizations = { de: { FULL_NAME: 'Euro (neu)', DECIMALS: 0 } }
    expect(await result('crm.currency.localizations.set', { id: 'EUR', localizations })).toBe(true)
    expect(await result('crm.currency.localizations.get', { id: 'EUR' })).toMatchObject({
      de: { FULL_NAME: 'Euro (neu)', DECIMALS: '0', DEC_POINT: ',' },
      en: { DECIMALS: '2' },
    })
    expect(await result('crm.currency.get', { id: 'EUR' })).toMatchObject({ FULL_NAME: 'Euro (neu)', DECIMALS: '0' })
    expect(await result('crm.currency.localizations.delete', { id: 'EUR', lids: ['de'] })).toBe(true)
    expect(await result('crm.currency.get', { id: 'EUR' })).toMatchObject({ FULL_NAME: 'Euro' })
  })

  test('is for administrators, and names what is missing', async () => {
    expect((await people.max('crm.currency.add', { fields })).body.error_description).toBe('Access denied.')
    expect(await anna('crm.currency.add', { fields: { CURRENCY: 'CNY' } })).toEqual({
      error: 'ERROR_CORE',
      error_description: 'Undefined array key "AMOUNT"',
    })
    expect((await anna('crm.currency.localizations.get')).error_description).toBe(
      'The parameter id is invalid or not defined.',
    )
  })
})

describe('marks of activities', () => {
  test('crm.activity.badge.*', async () => {
    const badge = { code: 'missedCall', title: 'Call Status', value: 'Missed', type: 'failure' }
    expect(await result('crm.activity.badge.add', badge)).toEqual({ badge })
    expect(await result('crm.activity.badge.get', { code: 'missedCall' })).toEqual({ badge })
    expect(await result('crm.activity.badge.list')).toEqual({ badges: [badge] })
    expect(await result('crm.activity.badge.delete', { code: 'missedCall' })).toBe(true)
    expect(await anna('crm.activity.badge.get', { code: 'missedCall' })).toMatchObject({ error: 'NOT_FOUND' })
    expect(await anna('crm.activity.badge.add', { code: 'x' })).toMatchObject({ error: 'REQUIRED_ARG_MISSING' })
    expect((await people.max('crm.activity.badge.list')).body.error).toBe('ACCESS_DENIED')
  })

  test('crm.activity.type.*', async () => {
    const fields = { TYPE_ID: '1C', NAME: '1C case', IS_CONFIGURABLE_TYPE: 'Y' }
    expect(await result('crm.activity.type.add', { fields })).toBe(true)
    expect(await anna('crm.activity.type.add', { fields })).toMatchObject({ error: 'INVALID_ARG_VALUE' })
    expect(await result('crm.activity.type.list')).toEqual([{ ...fields, ICON_ID: '0' }])
    expect(await result('crm.activity.type.delete', { TYPE_ID: '1C' })).toBe(true)
    expect(await anna('crm.activity.type.delete', { TYPE_ID: '1C' })).toMatchObject({ error: 'INVALID_ARG_VALUE' })
    expect(await people.max('crm.activity.type.list')).toMatchObject({ status: 403 })
  })
})

test('crm.timeline.note.*: one note under an entry of a card', async () => {
  const deal = simulator.add('deal', { title: 'Dach' })
  const fields = { ENTITY_TYPE: 'deal', ENTITY_ID: deal.id, COMMENT: 'x' }
  const item = {
    ownerTypeId: 2,
    ownerId: deal.id,
    itemType: 1,
    itemId: await result('crm.timeline.comment.add', { fields }),
  }
  expect(await anna('crm.timeline.note.get', item)).toMatchObject({ error: 'NOT_FOUND' })
  expect(await result('crm.timeline.note.save', { ...item, text: 'Test note' })).toBe(true)
  expect((await people.max('crm.timeline.note.save', { ...item, text: 'Changed' })).body.result).toBe(true)
  expect(await result('crm.timeline.note.get', item)).toMatchObject({ text: 'Changed', createdById: 1, updatedById: 2 })
  expect((await people.julia('crm.timeline.note.delete', item)).body.error).toBe('ACCESS_DENIED')
  expect(await result('crm.timeline.note.delete', item)).toBe(true)
  expect(await anna('crm.timeline.note.save', { ...item, itemType: 2, text: 'x' })).toMatchObject({
    error: 'NOT_FOUND',
  })
  expect(await anna('crm.timeline.note.save', { ownerTypeId: 2 })).toMatchObject({ error: '100' })
})

test('cards are arranged through the classic families too, and one arrangement can be forced on all', async () => {
  const data = [{ name: 'main', title: 'Dach', type: 'section', elements: [{ name: 'TITLE' }] }]
  const own = async (family: string, params: Params = {}) => result(`crm.${family}.details.configuration.get`, params)
  for (const scope of ['P', 'C']) expect(await result('crm.deal.details.configuration.set', { scope, data })).toBe(true)
  expect(await own('item', { entityTypeId: 2, scope: 'P' })).toEqual(data)
  expect((await people.max('crm.deal.details.configuration.forceCommonScopeForAll')).body.error).toBe('')
  expect(await result('crm.deal.details.configuration.forceCommonScopeForAll')).toBe(true)
  expect([await own('deal', { scope: 'P' }), await own('deal', { scope: 'C' })]).toEqual([null, data])
  expect(await own('lead', { scope: 'C' })).toBe(null)
})
