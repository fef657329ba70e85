import Big from 'big.js'
import { isEmpty } from './empty.ts'
import { createdLinksOf, isParentField, rulesFor } from './field-rules.ts'
import type { CreatedRecord, Difference, PlannedRecord } from './outcome.ts'
import type { CreatedAs, Creation, Plan, PlannedValue } from './plan.ts'
import { sumsPerTaxRate } from './product-rows.ts'
import type { Item, Json, ProductRow } from './snapshot.ts'

/** What the portal shows of a created record when it is read back. */
export interface ReadBack {
  item: Item
  /** Null for a record that was given no rows. */
  rows: ProductRow[] | null
}

/** What is compared of a created record whose rows were read too, where it was given any. Pure. */
export function comparedOf(plan: Plan, creation: Creation): Difference['what'][] {
  const { expected, rows } = creation
  return [
    ...(expected ? (['amount'] as const) : []),
    ...(expected?.currency ? (['currency'] as const) : []),
    ...(expected?.tax === undefined ? [] : (['taxValue'] as const)),
    ...(rows.length > 0 ? (['rowCount', 'tax'] as const) : []),
    ...(linkFields(plan, creation).length > 0 ? (['link'] as const) : []),
  ]
}

/** Compares a created record with its plan: amount, currency, rows, sums per tax rate, and every link. Pure. */
export function compareWithPlan(
  plan: Plan,
  creation: Creation,
  created: readonly CreatedRecord[],
  found: ReadBack,
): Difference[] {
  const differences: Difference[] = []
  const expect = (what: Difference['what'], planned: string, seen: string): void => {
    if (planned !== seen) differences.push({ target: creation.type, what, planned, found: seen })
  }
  if (creation.expected) {
    expect('amount', creation.expected.amount, toAmount(found.item.opportunity))
    if (creation.expected.currency) expect('currency', creation.expected.currency, String(found.item.currencyId ?? ''))
    if (creation.expected.tax !== undefined) expect('taxValue', creation.expected.tax, toAmount(found.item.taxValue))
  }
  if (found.rows) {
    expect('rowCount', String(creation.rows.length), String(found.rows.length))
    expect('tax', sumsPerTaxRate(creation.rows), sumsPerTaxRate(found.rows))
  }
  for (const field of linkFields(plan, creation)) {
    const planned = idsOf(creation.fields[field]!, created)
    const seen = idsOf(found.item[field] ?? null, created)
    // The portal may add links of its own, such as a client's main company; ours must all be there.
    if (!planned.every((id) => seen.includes(id)))
      expect('link', `${field} ${planned.join(', ')}`, `${field} ${seen.join(', ')}`)
  }
  return differences
}

/** What of a plan is compared once it is carried out. Pure. */
export function plannedOf(plan: Plan): PlannedRecord[] {
  return plan.creations.map((creation) => ({
    type: creation.type,
    rows: creation.rows.length,
    amount: creation.expected && { value: creation.expected.amount, currency: creation.expected.currency },
    isLinked: linkFields(plan, creation).some((field) => !isEmpty(creation.fields[field] as Json)),
  }))
}

function linkFields({ source }: Plan, { type, fields }: Creation): string[] {
  const parents = Object.keys(fields).filter(isParentField)
  const names = [...Object.keys(rulesFor(source.type, type).links), ...Object.keys(createdLinksOf(type)), ...parents]
  return [...new Set(names)].filter((name) => name in fields)
}

function idsOf(value: PlannedValue, created: readonly CreatedRecord[]): number[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => {
    if (!isCreatedAs(one)) return Number(one) > 0 ? [Number(one)] : []
    return created.filter(({ type }) => type === one.createdAs).map(({ id }) => id)
  })
}

/** Tells whether a planned value stands for a record the plan itself makes. */
export function isCreatedAs(value: unknown): value is CreatedAs {
  return typeof value === 'object' && value !== null && 'createdAs' in value
}

function toAmount(value: unknown): string {
  return new Big(Number(value ?? 0)).toFixed(2)
}
