import type {
  LeftBehind,
  MissingUserField,
  Preview,
  RequiredField,
  TargetPreview,
  Transfer,
} from '../server/conversion/preview.ts'
import { withPlannedMoney } from '../server/conversion/planned-money.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import { askedOf, type Wanted } from './fills.ts'
import { withTickedOptions, type OptionTicks } from './option-ticks.ts'
import { hasRest, productsOf, type ChosenRows, type OnceMore, type Products } from './part-quantities.ts'

/** Ticked missing user fields per target. */
export type Ticks = Partial<Record<RecordTypeName, string[]>>

/** An existing client by its id, or a new one although there are others. */
export type Existing = number | 'new'

/** What choosing one target means for the fields and products of the source. */
export interface Consequences {
  target: TargetPreview
  products: Products
  taken: Transfer[]
  changed: Transfer[]
  /** Filled fields the target gets first. */
  added: MissingUserField[]
  left: LeftBehind[]
  /** Fields to be filled in before it can be made. */
  required: RequiredField[]
  /** Whether the source's own address goes here, or is named here as staying behind; null: neither. */
  address: 'taken' | 'left' | null
}

/**
 * What happens to every field under the present choice. A field that travels to one chosen target is not left behind
 * by another, and a field that travels to none is named once. Into a record made earlier nothing travels: it is linked as
 * it is. A known client takes only what it lacks.
 */
export function consequencesOf(
  preview: Preview,
  chosen: readonly RecordTypeName[],
  ticks: Ticks,
  rows: ChosenRows = {},
  wanted: Wanted = {},
  existing: Partial<Record<RecordTypeName, Existing>> = {},
  options: OptionTicks = {},
  onceMore: Partial<Record<RecordTypeName, OnceMore>> = {},
): Consequences[] {
  const isClient = ({ type, known }: TargetPreview): boolean => known.some(({ id }) => id === existing[type])
  const currency = preview.source.total?.currency
  const products = new Map<TargetPreview, Products>()
  const withMoney = (target: TargetPreview): TargetPreview => {
    const { type, transfers } = target
    const chosenRows = productsOf(target, rows[type], currency, onceMore[type])
    // What stands without a choice, the server has said.
    const isAsked = chosenRows.changed || onceMore[type] !== undefined
    const { total, tax } = chosenRows
    const money = { total, tax: target.rows.length > 0 ? tax : null }
    const shown = isAsked ? { ...target, transfers: withPlannedMoney(transfers, money, currency ?? '') } : target
    products.set(shown, chosenRows)
    return shown
  }
  const targets = preview.targets
    .filter(({ type }) => chosen.includes(type))
    .map((target) => asLinked(target, existing[target.type]))
    .map((target) => withTickedOptions(target, options[target.type] ?? []))
    .map(withMoney)
  const ticked = new Map(targets.map((target) => [target, new Set(ticks[target.type])]))
  const taken = new Map(targets.map((target) => [target, fieldsTaken(target, ticked.get(target)!)]))
  const again = new Set([...products.values()].flatMap(namesTakenAgain))

  const travels = ({ field, label, reason }: LeftBehind): boolean => {
    if (reason.code === 'chat_link') return false // the rest of the field travels, this part does not
    // A client takes a part of its phones and e-mails, so only a new record can take the rest.
    const takers = isKept(reason.code) ? targets.filter((target) => !isClient(target)) : targets
    if (reason.code === 'already_converted') return again.has(label)
    if (reason.code === 'rows_not_carried') return targets.some(({ rows }) => rows.length > 0)
    return takers.some((target) => taken.get(target)!.has(field))
  }

  const named = new Set<string>()
  const makes = (type: RecordTypeName): boolean =>
    targets.some((target) => target.type === type && !target.reuse && !isClient(target))
  const taker = preview.source.address?.takers.find(makes)
  return targets.map((target, place) => ({
    target,
    products: products.get(target)!,
    taken: target.transfers.filter(({ adjusted }) => adjusted.length === 0),
    changed: target.transfers.filter(({ adjusted }) => adjusted.length > 0),
    added: target.missingUserFields.filter(({ field, values }) => ticked.get(target)!.has(field) && values.length > 0),
    required: askedOf(target, wanted[target.type] ?? [], chosen),
    left: target.leftBehind.filter((left) => {
      const name = `${left.field} ${left.label} ${isPart(left.reason.code) ? left.reason.code : ''}`
      if (travels(left) || named.has(name)) return false
      named.add(name)
      return true
    }),
    address: addressOf(preview, taker, target.type, place),
  }))
}

/** The source fields that travel into a target, those among them that it gets first. */
function fieldsTaken({ transfers, missingUserFields }: TargetPreview, ticked: ReadonlySet<string>): Set<string> {
  const added = missingUserFields.filter(({ field }) => ticked.has(field)).map(({ field }) => field)
  return new Set([...transfers.flatMap(({ sourceField }) => sourceField ?? []), ...added])
}

/** Names of rows that are carried although earlier records carry all of them. */
function namesTakenAgain({ lines }: Products): string[] {
  return lines.filter(({ row, on }) => on && !hasRest(row)).map(({ row }) => row.name)
}

/** A part of a field's values is named by itself beside the rest of them. */
function isPart(code: LeftBehind['reason']['code']): boolean {
  return code === 'chat_link' || isKept(code)
}

/** A client has something of its own in this field. */
function isKept(code: LeftBehind['reason']['code']): boolean {
  return code === 'client_has_value' || code === 'client_has_same'
}

function addressOf(
  { source }: Preview,
  taker: RecordTypeName | undefined,
  type: RecordTypeName,
  place: number,
): Consequences['address'] {
  if (!source.address) return null
  if (taker) return taker === type ? 'taken' : null
  return place === 0 ? 'left' : null
}

/** A record made earlier takes nothing over, a known client what it lacks. */
function asLinked(target: TargetPreview, existing: Existing | undefined): TargetPreview {
  const client = target.known.find(({ id }) => id === existing)
  if (!target.reuse && !client) return target
  const { transfers = [], leftBehind = [] } = client ?? {}
  return {
    ...target,
    transfers,
    leftBehind,
    rows: [],
    total: null,
    holders: [],
    exhausted: false,
    missingUserFields: [],
    missingOptions: [],
    required: [],
    pipelines: [],
    legal: [],
    notShown: undefined,
  }
}
