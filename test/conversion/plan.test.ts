import { describe, expect, test } from 'vitest'
import { planConversion, type PlanChoices } from '../../server/conversion/plan-conversion.ts'
import { planPreview } from '../../server/conversion/plan-preview.ts'
import type { Plan } from '../../server/conversion/plan.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Snapshot } from '../../server/conversion/snapshot.ts'
import { field, fields, row, snapshot, target } from './build.ts'

const deal = target(
  fields('title', 'opportunity', 'currencyId', 'isManualOpportunity', 'companyId', 'contactIds', 'leadId'),
)
const contact = target(fields('name', 'lastName', 'fm', 'companyIds', 'leadId'))
const company = target(fields('title', 'fm', 'leadId'))
const leadFields = fields(
  'title',
  'name',
  'lastName',
  'companyTitle',
  'fm',
  'companyId',
  'contactIds',
  'opportunity',
  'stageId',
  'currencyId',
)
const lead = (item = {}, rows = [] as ReturnType<typeof row>[]) =>
  snapshot('lead', { title: 'Roof', lastName: 'Müller', ...item }, leadFields, { deal, contact, company }, rows)

const nothing: Omit<PlanChoices, 'targets'> = {
  requestId: 'd9b9ad3c-1d3c-4c7a-9a3e-5f3d1f3f0a01',
  addUserFields: {},
  addOptions: {},
  history: true,
  pipelines: {},
  useExisting: {},
  rows: {},
  fills: {},
}

function planned(from: Snapshot, targets: RecordTypeName[], more: Partial<PlanChoices> = {}): Plan {
  const result = planConversion(from, { targets, ...nothing, ...more })
  if (!('plan' in result)) throw new Error(`no plan: ${JSON.stringify(result)}`)
  return result.plan
}
const targetOf = (from: Snapshot, type: RecordTypeName) => planPreview(from).targets.find((one) => one.type === type)!

describe('a lead becomes company, contact and deal', () => {
  test('in the order in which they need each other, linked by what does not exist yet', () => {
    const plan = planned(lead(), ['deal', 'contact', 'company'])
    expect(plan.creations.map(({ type }) => type)).toEqual(['company', 'contact', 'deal'])
    expect(plan.creations[1]!.fields).toMatchObject({ leadId: 5, companyIds: [{ createdAs: 'company' }] })
    expect(plan.creations[2]!.fields).toMatchObject({
      leadId: 5,
      companyId: { createdAs: 'company' },
      contactIds: [{ createdAs: 'contact' }],
    })
  })
  test('and closes with its new client, after everything else', () => {
    expect(planned(lead(), ['deal', 'contact', 'company']).closing).toEqual({
      stageId: 'CONVERTED',
      companyId: { createdAs: 'company' },
      contactIds: [{ createdAs: 'contact' }],
    })
    expect(planned(lead(), ['deal']).closing).toEqual({ stageId: 'CONVERTED' })
  })
  test('a new contact comes before the contacts the lead already had', () => {
    const plan = planned(lead({ contactIds: [8, 9] }), ['deal', 'contact'])
    expect(plan.creations[1]!.fields.contactIds).toEqual([{ createdAs: 'contact' }, 8, 9])
  })
  test('without a new contact the deal takes the clients of the lead', () => {
    const plan = planned(lead({ contactIds: [8], companyId: 3 }), ['deal'])
    expect(plan.creations[0]!.fields).toMatchObject({ contactIds: [8], companyId: 3 })
  })
  test('a company without a name in the lead is named after the lead, and says so', () => {
    const named = targetOf(lead({ companyTitle: 'Müller GmbH' }), 'company').transfers.find(
      ({ field }) => field === 'title',
    )
    const unnamed = targetOf(lead(), 'company').transfers.find(({ field }) => field === 'title')
    expect(named).toMatchObject({ values: [{ text: 'Müller GmbH' }], adjusted: [] })
    expect(unnamed).toMatchObject({ values: [{ text: 'Roof' }], adjusted: [{ code: 'title_from_record' }] })
  })
  test('the smart process a lead belongs to is the deal’s parent, where deals may have one', () => {
    const parent = field('parentId1040', { type: 'crm_entity' })
    const own = fields('title', parent)
    const from = snapshot('lead', { title: 'Roof', parentId1040: 7 }, own, {
      deal: target(fields('title', 'leadId', parent)),
      contact: target(fields('leadId', parent)),
    })
    expect(planned(from, ['deal']).creations[0]!.fields).toMatchObject({ leadId: 5, parentId1040: 7 })
    expect(planned(from, ['contact']).creations[0]!.fields).not.toHaveProperty('parentId1040')
  })
  test('of several files the first goes into a field that takes one, which is said beside the upload', () => {
    const [many, one] = [
      field('UF_A', { type: 'file', label: 'Plan', multiple: true }),
      field('UF_B', { type: 'file', label: 'Plan' }),
    ]
    const from = snapshot('lead', { title: 'Roof', UF_A: [{ id: 1 }, { id: 2 }] }, fields('title', many), {
      deal: target(fields('title', 'leadId', one)),
    })
    expect(targetOf(from, 'deal').transfers.find(({ field: name }) => name === 'UF_B')).toMatchObject({
      values: [{ kind: 'files', count: 1 }],
      adjusted: [{ code: 'files_uploaded_anew' }, { code: 'several_to_one' }],
    })
  })
  test('communication goes to the contact without its ids; chat links stay with the lead', () => {
    const phone = { id: 7, typeId: 'PHONE', valueType: 'WORK', value: '+49 30 1' }
    const chat = { id: 8, typeId: 'IM', valueType: 'OPENLINE', value: 'imol|livechat|1' }
    const from = lead({ fm: [phone, chat] })
    expect(planned(from, ['contact']).creations[0]!.fields.fm).toEqual([
      { typeId: 'PHONE', valueType: 'WORK', value: '+49 30 1' },
    ])
    expect(targetOf(from, 'contact').leftBehind).toContainEqual(
      expect.objectContaining({ field: 'fm', reason: { code: 'chat_link' } }),
    )
  })
})

describe('what stays behind is named with its reason', () => {
  const uf = (name: string, label: string, more = {}) => field(name, { label, ...more })
  const from = (more = {}) =>
    snapshot(
      'deal',
      { title: 'Roof', stageId: 'NEW', probability: 50, UF_CRM_A: 'secret', UF_CRM_B: '', UF_CRM_C: 'x', ...more },
      fields('title', 'stageId', 'probability', uf('UF_CRM_A', 'Note'), uf('UF_CRM_B', 'Empty'), uf('UF_CRM_C', '')),
      { quote: target(fields('title', 'stageId')), invoice: target({}, { access: 'denied' }) },
    )

  test('own values, missing counterparts, missing and unlabelled user fields', () => {
    const reasons = targetOf(from(), 'quote').leftBehind.map(({ field: name, reason }) => [name, reason.code])
    expect(Object.fromEntries(reasons)).toEqual({
      stageId: 'own_value',
      probability: 'no_counterpart',
      UF_CRM_A: 'user_field_missing',
      UF_CRM_C: 'user_field_unlabelled',
    })
  })
  test('a missing user field is offered even when it is empty, since the next record may fill it', () => {
    expect(targetOf(from(), 'quote').missingUserFields.map(({ field: name }) => name)).toEqual(['UF_CRM_A', 'UF_CRM_B'])
  })
  test('a type the person may not see cannot be chosen', () => {
    expect(targetOf(from(), 'invoice').refusal).toEqual({ code: 'type_denied' })
    expect(planConversion(from(), { targets: ['invoice'], ...nothing })).toEqual({
      notOffered: ['invoice'],
    })
  })
  test('a deal that came from a quote cannot become one', () => {
    expect(targetOf(from({ quoteId: 12 }), 'quote').refusal).toEqual({ code: 'made_from_quote', details: { id: '12' } })
  })
  test('a deal becomes one thing at a time', () => {
    const both = planConversion(from(), { targets: ['quote', 'invoice'], ...nothing })
    expect('notOffered' in both).toBe(true)
  })
  test('a pipeline the person does not see cannot be chosen', () => {
    expect(planConversion(lead(), { targets: ['deal'], ...nothing, pipelines: { deal: 99 } })).toEqual({
      notOffered: ['deal'],
    })
  })
})

describe('amounts', () => {
  const rows = [row({ price: 10, quantity: 3 }), row({ price: 99, quantity: 0 })]
  test('are the sum of the carried rows unless typed by hand', () => {
    expect(targetOf(lead({ opportunity: 500, currencyId: 'EUR' }, rows), 'deal').total).toEqual({
      amount: '30.00',
      currency: 'EUR',
      manual: false,
    })
    const byHand = lead({ opportunity: 500, currencyId: 'EUR', isManualOpportunity: 'Y' }, rows)
    byHand.source.fields.isManualOpportunity = field('isManualOpportunity', { type: 'boolean' })
    expect(targetOf(byHand, 'deal').total).toMatchObject({ amount: '500.00', currency: 'EUR', manual: true })
  })
  test('a row without quantity stays behind', () => {
    expect(targetOf(lead({}, rows), 'deal').leftBehind).toContainEqual(
      expect.objectContaining({ reason: { code: 'row_without_quantity' } }),
    )
  })
  test('are shown with the currency of the record', () => {
    const from = lead({ opportunity: 500, currencyId: 'EUR', isManualOpportunity: 'Y' })
    from.source.fields.opportunity = field('opportunity', { type: 'double' })
    const shown = targetOf(from, 'deal').transfers.find(({ field: name }) => name === 'opportunity')
    expect(shown?.values).toEqual([{ kind: 'money', amount: '500', currency: 'EUR' }])
  })
})

test('comments are read without their BB code', () => {
  const from = lead({ comments: '[B]Call[/B] [URL=/x/]her[/URL] after five [urgent' })
  from.source.fields.comments = field('comments')
  const shown = targetOf(from, 'contact').leftBehind.find(({ field: name }) => name === 'comments')
  expect(shown?.values).toEqual([{ kind: 'text', text: 'Call her after five [urgent' }])
})
