import { describe, expect, test } from 'vitest'
import { fillPlan } from '../../server/conversion/fill-plan.ts'
import type { Conversion, Step } from '../../server/conversion/outcome.ts'
import { planConversion, type PlanChoices } from '../../server/conversion/plan-conversion.ts'
import type { Plan } from '../../server/conversion/plan.ts'
import type { Fields } from '../../server/conversion/snapshot.ts'
import { describedBy, refusedTypes, tellWanted } from '../../server/conversion/wanted-fields.ts'
import { field, fields, row, snapshot, target } from './build.ts'

const money: Fields = fields(
  field('opportunity', { type: 'double' }),
  field('isManualOpportunity', { type: 'boolean' }),
  field('currencyId', { type: 'crm_currency' }),
)
const deal = fields(
  'leadId',
  'title',
  field('comments', { type: 'text', label: 'Note' }),
  field('UF_H', { type: 'double', label: 'Height' }),
)
const from = snapshot(
  'lead',
  { title: 'Roof', currencyId: 'EUR' },
  fields('title', field('post', { label: 'Post' }), ...Object.values(money)),
  {
    deal: target({ ...deal, ...money }),
  },
  [row({ price: 100 })],
)

function planned(): Plan {
  const choices: PlanChoices = {
    requestId: 'd9b9ad3c-1d3c-4c7a-9a3e-5f3d1f3f0a01',
    targets: ['deal'],
    addUserFields: {},
    addOptions: {},
    history: true,
    pipelines: {},
    useExisting: {},
    rows: {},
    fills: {},
  }
  const result = planConversion(from, choices)
  if (!('plan' in result)) throw new Error(JSON.stringify(result))
  return result.plan
}

/** A conversion that was refused for these labels. */
function refused(name: Step['name'], ...labels: string[]): Conversion {
  const message = labels.map((label) => `The "${label}" field is required`).join('\n')
  const refusal = { code: 'CRM_FIELD_ERROR_REQUIRED', message, method: 'crm.item.add' }
  const step: Step = { name, target: name === 'create' ? 'deal' : null, state: 'failed', refusal }
  return tellWanted({ steps: [step] } as unknown as Conversion, planned(), describedBy(from))
}

describe('what is filled in after a refusal', () => {
  test('goes into the record that was refused, and into no other field', () => {
    const conversion = refused('create', 'Note', 'Height')
    expect(refusedTypes(conversion, planned())).toEqual(['deal'])
    const filled = fillPlan(planned(), conversion, {
      deal: { comments: 'tall', UF_H: '12.5', title: 'x', leadId: '9' },
    })
    expect(filled).toMatchObject({
      plan: { creations: [{ fields: { comments: 'tall', UF_H: 12.5, title: 'Roof', leadId: 5 } }] },
    })
  })

  test('goes into the source where the source was refused', () => {
    const filled = fillPlan(planned(), refused('closeSource', 'Post'), {
      lead: { post: 'Owner' },
      deal: { comments: 'x' },
    })
    expect(filled).toMatchObject({ plan: { closing: { stageId: 'CONVERTED', post: 'Owner' } } })
    expect('plan' in filled && 'comments' in filled.plan.creations[0]!.fields).toBe(false)
  })

  test('is refused as a whole when one value is none', () => {
    const fills = { deal: { comments: 'fine', UF_H: 'tall' } }
    expect(fillPlan(planned(), refused('create', 'Note', 'Height'), fills)).toEqual({ refusedFills: ['UF_H'] })
  })

  test('may be delivered twice: an answer to a question nobody asks changes nothing', () => {
    const done = { steps: [] } as unknown as Conversion
    expect(fillPlan(planned(), done, { deal: { comments: 'x' } })).toEqual({ plan: planned() })
  })

  test('as an amount stands whatever the rows say, and is what must read back', () => {
    const filled = fillPlan(planned(), refused('create', 'opportunity'), { deal: { opportunity: '48.50' } })
    expect(filled).toMatchObject({
      plan: {
        creations: [
          { fields: { opportunity: 48.5, isManualOpportunity: 'Y' }, expected: { amount: '48.50', currency: 'EUR' } },
        ],
      },
    })
  })
})
