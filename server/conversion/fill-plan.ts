import Big from 'big.js'
import type { Choices } from '../contract.ts'
import { toFillValue } from './fill-value.ts'
import type { Stored, StoredPlan } from './cut-value.ts'
import type { Conversion } from './outcome.ts'
import type { Creation } from './plan.ts'
import type { RequiredField } from './preview.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Json } from './snapshot.ts'
import { titleOf } from './title.ts'

type Values = Record<string, Json>

/**
 * Puts what a person filled in after a refusal into the rest of a plan: only values of their kind, only fields that a
 * refusal asks for. Any other is left out: the same answer may be delivered twice. Answers the names of fields that do
 * not take their value instead. Pure.
 */
export function fillPlan(
  plan: StoredPlan,
  { steps }: Conversion,
  fills: Choices['fills'],
): { plan: StoredPlan } | { refusedFills: string[] } {
  const wanted = (type: RecordTypeName, name: string): RequiredField | undefined =>
    steps
      .filter(({ target }) => (target ?? plan.source.type) === type)
      .flatMap(({ refusal }) => refusal?.wanted ?? [])
      .find(({ field }) => field === name)
  const filled = new Map<RecordTypeName, Values>()
  const refusedFills: string[] = []
  for (const [type, fields] of Object.entries(fills) as [RecordTypeName, Values][])
    for (const [name, given] of Object.entries(fields)) {
      const field = wanted(type, name)
      if (!field) continue
      const value = toFillValue(field, given)
      if (value === null) refusedFills.push(name)
      else filled.set(type, { ...filled.get(type), [name]: value })
    }
  if (refusedFills.length > 0) return { refusedFills }
  return {
    plan: {
      ...plan,
      creations: plan.creations.map((creation) => fillCreation(creation, filled.get(creation.type) ?? {})),
      closing: plan.closing && { ...plan.closing, ...filled.get(plan.source.type) },
    },
  }
}

function fillCreation(creation: Stored<Creation>, values: Values): Stored<Creation> {
  const fields = { ...creation.fields, ...values }
  const title = titleOf(creation.type, fields) || creation.title
  if (!('opportunity' in values)) return { ...creation, title, fields }
  // An amount somebody typed stands whatever the rows say, and is what must read back.
  const amount = new Big(Number(values.opportunity)).toFixed(2)
  return {
    ...creation,
    title,
    fields: { ...fields, isManualOpportunity: 'Y' },
    expected: { amount, currency: String(fields.currencyId ?? '') },
  }
}
