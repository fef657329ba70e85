import { describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from '../ask.ts'
import { createSimulator } from '../create-simulator.ts'
import type { ValueRules } from './value-rules.ts'

const refused = { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' }

/** A portal whose deals have a field of each kind that names something else, and a block of two elements. */
function open(valueRules: Partial<ValueRules> = {}) {
  const portal = createSimulator({ seed: 'empty', valueRules })
  const { anna } = openPortal(portal)
  portal.addInformationBlock({ id: 7, elements: [70, 71], sections: [5] })
  const fields: [name: string, userTypeId: string, settings?: Record<string, unknown>][] = [
    ['BIND', 'crm', { DEAL: 'Y', COMPANY: 'Y' }],
    ['LEAD', 'crm'],
    ['BRANCH', 'crm_status', { ENTITY_TYPE: 'INDUSTRY' }],
    ['ELEMENT', 'iblock_element', { IBLOCK_ID: 7 }],
    ['SECTION', 'iblock_section', { IBLOCK_ID: '7' }],
    ['BOSS', 'employee'],
    ['BUDGET', 'money'],
  ]
  for (const [name, userTypeId, settings] of fields)
    portal.addUserField('deal', { fieldName: `UF_CRM_${name}`, userTypeId, label: name, settings })
  portal.addUserField('deal', {
    fieldName: 'UF_CRM_BINDS',
    userTypeId: 'crm',
    label: 'Many',
    multiple: true,
    settings: { CONTACT: 'Y' },
  })
  const add = async (fieldsSent: object) =>
    (await anna('crm.item.add', { entityTypeId: 2, fields: fieldsSent, useOriginalUfNames: 'Y' })).body
  const added = async (fieldsSent: object) => ((await add(fieldsSent)).result as { item: Record<string, unknown> }).item
  return { portal, anna, add, added, update: itemCalls(anna).update }
}

/** What each field does not take. */
const unknown: [field: string, value: unknown][] = [
  ['UF_CRM_BIND', 'L_1'],
  ['UF_CRM_BIND', 'X_1'],
  ['UF_CRM_BIND', 'D_0'],
  ['UF_CRM_BIND', 'D_one'],
  ['UF_CRM_BIND', '12'],
  ['UF_CRM_LEAD', 'D_1'],
  ['UF_CRM_BINDS', ['C_1', 'CO_1']],
  ['UF_CRM_BRANCH', 'PAPER'],
  ['UF_CRM_ELEMENT', 72],
  ['UF_CRM_SECTION', 70],
  ['UF_CRM_BOSS', 99],
  ['UF_CRM_BUDGET', '5|XXX'],
  ['companyId', 99],
  ['contactId', 99],
  ['contactIds', [99]],
  ['leadId', 99],
  ['quoteId', 99],
  ['assignedById', 99],
  ['observers', [1, 99]],
  ['currencyId', 'XXX'],
  ['sourceId', 'NOWHERE'],
  ['typeId', 'NONE'],
]
const known: [field: string, value: unknown, kept?: unknown][] = [
  ['UF_CRM_BIND', 'D_1'],
  ['UF_CRM_BIND', 'CO_12'],
  ['UF_CRM_LEAD', 'L_4'],
  ['UF_CRM_LEAD', 4, '4'],
  ['UF_CRM_BINDS', ['C_1', 'C_2']],
  ['UF_CRM_BRANCH', 'IT'],
  ['UF_CRM_ELEMENT', 71],
  ['UF_CRM_SECTION', 5],
  ['UF_CRM_BOSS', 2],
  ['UF_CRM_BUDGET', '5|EUR'],
]

describe('a field takes what is there', () => {
  test.each(known)('%s: %j', async (field, value, kept = value) => {
    const { added } = open()
    expect((await added({ title: 'x', [field]: value }))[field]).toEqual(kept)
  })
})

describe('a field refuses what is not there, or of another kind', () => {
  test.each(unknown)('%s: %j', async (field, value) => {
    const { add, portal } = open()
    expect(await add({ title: 'x', [field]: value })).toMatchObject(refused)
    expect(portal.state.items.deal.size).toBe(0)
  })

  test('in the classic families too, in their words', async () => {
    const { anna } = open()
    const { body } = await anna('crm.deal.add', { fields: { TITLE: 'x', CURRENCY_ID: 'XXX' } })
    expect(body).toMatchObject({ error: '', error_description: expect.stringContaining('Invalid value') })
  })

  test('a portal may drop it silently, and keep the rest of a list', async () => {
    const { added } = open({ unknown: 'drop' })
    const item = await added({
      title: 'x',
      UF_CRM_BIND: 'X_1',
      UF_CRM_BINDS: ['C_1', 'CO_1'],
      companyId: 99,
      observers: [1, 99],
    })
    expect(item).toMatchObject({ UF_CRM_BIND: null, UF_CRM_BINDS: ['C_1'], observers: [1] })
    expect(item.companyId).toBeFalsy()
  })

  test.each(unknown.filter(([field]) => field.startsWith('UF_')))(
    'or keep it, as the published source does: %s: %j',
    async (field, value) => {
      const { added } = open({ unknown: 'keep' })
      expect((await added({ title: 'x', [field]: value }))[field]).toEqual(value)
    },
  )
})

test('what a record holds already is not judged again', async () => {
  const { portal, update } = open()
  portal.state.currencies.push({ ...portal.state.currencies[0]!, code: 'XXX', base: 'N' })
  const deal = portal.add('deal', { title: 'x', currencyId: 'XXX', UF_CRM_BRANCH: 'GONE' })
  portal.state.currencies.pop()
  expect(await update(2, deal.id, { title: 'y', currencyId: 'XXX' })).toMatchObject({ title: 'y', currencyId: 'XXX' })
  expect(await update(2, deal.id, { currencyId: 'YYY' })).toMatchObject(refused)
})
