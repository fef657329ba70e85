import { describe, expect, test } from 'vitest'
import { menuItems } from '../../server/conversion/menu-items.ts'
import {
  appointed,
  namedStages,
  pairsOf,
  responsibleBy,
  stageDictionary,
  startBy,
  startFields,
  usualPair,
} from '../../server/conversion/pair-settings.ts'
import { planConversion } from '../../server/conversion/plan-conversion.ts'
import { planPreview } from '../../server/conversion/plan-preview.ts'
import { settingsSchema, usualSettings, type PairSettings, type Settings } from '../../server/conversion/settings.ts'
import type { SmartTypes } from '../../server/conversion/smart-types.ts'
import type { Snapshot, TargetSnapshot } from '../../server/conversion/snapshot.ts'
import { field, fields, snapshot, target } from './build.ts'

const rule = (changes: Partial<PairSettings>, pair = 'quote>deal' as const): Settings => ({
  ...usualSettings,
  pairs: { [pair]: { ...usualPair, ...changes } },
})

/** A quote and the deals it may become, under these settings. */
function quote(settings: Settings, more: Partial<Snapshot> = {}, deal: Partial<TargetSnapshot> = {}): Snapshot {
  const both = fields('title', field('assignedById', { type: 'user' }), field('stageId', { type: 'crm_status' }))
  const read = snapshot('quote', { title: 'Roof', assignedById: 5 }, both, { deal: target(both, deal) })
  return { ...read, ruling: { ...read.ruling, settings }, ...more }
}
const pipelines = [
  { id: 0, name: 'Main', isDefault: true },
  { id: 3, name: 'Export', isDefault: false },
]
const dictionaries = new Map([
  ['DEAL_STAGE', new Map([['NEW', 'New']])],
  ['DEAL_STAGE_3', new Map([['C3:PLAN', 'Planning']])],
])

describe('the start of a new record', () => {
  const usual = { pipeline: null, always: false, stage: null, notices: [] }
  const plan = { code: 'C3:PLAN', name: 'Planning' }
  test.each<[string, PairSettings['start'], ReturnType<typeof startBy>]>([
    ['as usual', usualPair.start, usual],
    ['in a pipeline', { pipeline: 3, stage: null, always: true }, { ...usual, pipeline: 3, always: true }],
    ['in a stage of it', { pipeline: 3, stage: 'C3:PLAN', always: false }, { ...usual, pipeline: 3, stage: plan }],
    [
      'in a pipeline that is gone',
      { pipeline: 9, stage: 'C9:X', always: true },
      { ...usual, notices: [{ code: 'pipeline_gone' }] },
    ],
    [
      'in a stage that is gone',
      { pipeline: 3, stage: 'C3:OLD', always: false },
      { ...usual, pipeline: 3, notices: [{ code: 'stage_gone' }] },
    ],
    [
      'in a stage of another pipeline',
      { pipeline: 0, stage: 'C3:PLAN', always: false },
      { ...usual, pipeline: 0, notices: [{ code: 'stage_gone' }] },
    ],
  ])('is decided %s', (_, start, expected) => {
    expect(startBy(quote(rule({ start }), { dictionaries }), 'deal', { pipelines })).toEqual(expected)
  })

  test.each([
    ['nothing', { ...usual }, undefined, {}],
    ['the preset', { ...usual, pipeline: 3, stage: plan }, undefined, { categoryId: 3, stageId: 'C3:PLAN' }],
    ['the same by choice', { ...usual, pipeline: 3, stage: plan }, 3, { categoryId: 3, stageId: 'C3:PLAN' }],
    ['another one by choice', { ...usual, pipeline: 3, stage: plan }, 0, { categoryId: 0 }],
    [
      'the stage of a type without pipelines',
      { ...usual, stage: { code: 'SENT', name: 'Sent' } },
      undefined,
      { stageId: 'SENT' },
    ],
  ])('is written as %s', (_, start, chosen, expected) => {
    expect(startFields(start, chosen)).toEqual(expected)
  })

  test.each([
    ['deal', 0, 'DEAL_STAGE'],
    ['deal', 3, 'DEAL_STAGE_3'],
    ['invoice', 4, 'SMART_INVOICE_STAGE_4'],
    ['quote', null, 'QUOTE_STATUS'],
    ['smart1030', 7, 'DYNAMIC_1030_STAGE_7'],
    ['contact', null, null],
  ] as const)('of a %s in pipeline %s has its stages in %s', (type, pipeline, dictionary) => {
    expect(stageDictionary(type, pipeline)).toBe(dictionary)
  })
})

describe('who is in charge', () => {
  const staff = new Map(Object.entries({ 9: 'Max Berger', 12: 'Eva Müller' }))
  const ruled = { code: 'responsible_by_rule' } as const
  test.each<[string, PairSettings['responsible'], ReturnType<typeof responsibleBy>]>([
    ['whoever the source names', { rule: 'source' }, { id: null, reason: null, notice: null }],
    ['whoever converts', { rule: 'converter' }, { id: 9, reason: ruled, notice: null }],
    ['one person', { rule: 'person', id: 12 }, { id: 12, reason: ruled, notice: null }],
    [
      'the source’s, since that person has left',
      { rule: 'person', id: 13 },
      { id: null, reason: null, notice: { code: 'responsible_gone' } },
    ],
  ])('is %s', (_, responsible, expected) => {
    expect(responsibleBy(quote(rule({ responsible }), { staff }), 'deal')).toEqual(expected)
  })

  test.each<[string, PairSettings['responsible']]>([
    ['nothing else is decided', { rule: 'source' }],
    ['the preset person has left too', { rule: 'person', id: 13 }],
  ])('is the one who converts where the source’s person has left and %s', (_, responsible) => {
    const left = { code: 'responsible_left', details: { name: '#4' } }
    const read = { ...quote(rule({ responsible }), { staff }), dismissed: ['4'] }
    read.source.item.assignedById = 4
    expect(responsibleBy(read, 'deal')).toEqual({ id: 9, reason: left, notice: left })
    expect(planPreview(read).targets[0]).toMatchObject({ responsible: { id: 9 }, notices: [left] })
  })

  test('is shown as a value that changes, by whose decision, and written', () => {
    const read = quote(rule({ responsible: { rule: 'person', id: 12 } }), { staff })
    const [deal] = planPreview(read).targets
    expect(deal!.transfers.filter(({ field: name }) => name === 'assignedById')).toEqual([
      expect.objectContaining({
        values: [{ kind: 'text', text: 'Eva Müller' }],
        adjusted: [{ code: 'responsible_by_rule' }],
      }),
    ])
    expect(createdBy(read)).toMatchObject({ assignedById: 12 })
    expect(createdBy(read, { responsibleId: 7 })).toMatchObject({ assignedById: 7 })
  })
})

describe('a pair that is switched off', () => {
  test('cannot be chosen, whatever else holds', () => {
    const read = quote(rule({ on: false }))
    expect(planPreview(read).targets[0]!.refusal).toEqual({ code: 'switched_off' })
    expect(planned(read)).toEqual({ notOffered: ['deal'] })
  })
})

test('rules are about their own source only', () => {
  const settings: Settings = {
    ...usualSettings,
    pairs: {
      'quote>deal': {
        ...usualPair,
        responsible: { rule: 'person', id: 12 },
        start: { pipeline: 3, stage: 'C3:PLAN', always: false },
      },
      'lead>deal': { ...usualPair, responsible: { rule: 'person', id: 13 } },
    },
  }
  expect([appointed(settings, 'quote'), appointed(settings, 'deal'), appointed(settings)]).toEqual([[12], [], [12, 13]])
  expect([namedStages(settings, 'quote'), namedStages(settings, 'lead')]).toEqual([['DEAL_STAGE_3'], []])
})

describe('by whose right fields are created', () => {
  const lacking = fields('title', field('UF_CRM_ROOF', { label: 'Roof' }))
  const read = (mayAddUserFields: boolean, lentRight: Snapshot['ruling']['lentRight']): Snapshot => {
    const base = snapshot('quote', { title: 'Roof', UF_CRM_ROOF: 'Gable' }, lacking, {
      deal: target(fields('title'), { mayAddUserFields }),
    })
    return { ...base, ruling: { ...base.ruling, lentRight } }
  }
  test.each([
    [true, 'none', 'person', null],
    [true, 'ready', 'person', null],
    [false, 'none', 'person', { code: 'no_right_to_add_fields' }],
    [false, 'ready', 'installer', null],
    [false, 'lost', 'person', { code: 'lent_right_lost' }],
  ] as const)('own right: %s, lent: %s → %s', (own, lent, right, refusal) => {
    expect(planPreview(read(own, lent)).targets[0]!.userFieldsRefusal).toEqual(refusal)
    const ticked = planned(read(own, lent), { addUserFields: { deal: ['UF_CRM_ROOF'] } })
    expect('plan' in ticked && ticked.plan.fieldRight).toBe(right)
    const plain = planned(read(own, lent))
    expect('plan' in plain && plain.plan.fieldRight).toBe('person')
  })
})

describe('the items of a menu', () => {
  const site = { title: 'Site', userFieldEntity: 'CRM_1', hasRows: true, parents: [2], children: [2] }
  const smartTypes: SmartTypes = { smart1030: site }
  const perTarget: Settings = { ...usualSettings, menu: 'perTarget' }
  test.each<[string, Settings, Parameters<typeof menuItems>[1], string[]]>([
    ['one for all', usualSettings, 'deal', ['']],
    ['one each', perTarget, 'deal', ['quote', 'invoice', 'smart1030']],
    [
      'the usual combinations and one for the rest',
      perTarget,
      'lead',
      ['deal contact company', 'deal contact', 'deal', 'contact company', ''],
    ],
    ['only what is on', { ...perTarget, ...rule({ on: false }), menu: 'perTarget' }, 'quote', ['invoice']],
    ['of a smart process what it is parent of', perTarget, 'smart1030', ['deal']],
  ])('are %s', (_, settings, source, items) => {
    expect(menuItems(settings, source, smartTypes).map((item) => item.join(' '))).toEqual(items)
  })

  test('name pairs the portal has', () => {
    expect(pairsOf(smartTypes).map(({ source, targets }) => `${source}: ${targets.join(' ')}`)).toEqual([
      'lead: deal contact company',
      'deal: quote invoice smart1030',
      'quote: deal invoice',
      'smart1030: deal',
    ])
  })
})

test.each([
  ['a pair nobody knows', { pairs: { 'invoice>deal': usualPair } }],
  ['half a pair', { pairs: { 'quote>deal': { on: true } } }],
  ['a card that is no smart process', { smartCards: ['deal'] }],
  ['another menu', { menu: 'none' }],
])('settings with %s are none', (_, changes) => {
  expect(settingsSchema.safeParse(usualSettings).success).toBe(true)
  expect(settingsSchema.safeParse({ ...usualSettings, ...changes }).success).toBe(false)
})

function planned(read: Snapshot, more: Partial<Parameters<typeof planConversion>[1]> = {}) {
  return planConversion(read, {
    requestId: crypto.randomUUID(),
    targets: ['deal'],
    addUserFields: {},
    addOptions: {},
    history: true,
    pipelines: {},
    rows: {},
    fills: {},
    useExisting: {},
    ...more,
  })
}

function createdBy(read: Snapshot, more: Partial<Parameters<typeof planConversion>[1]> = {}) {
  const result = planned(read, more)
  return 'plan' in result ? result.plan.creations[0]!.fields : null
}
