import { isCreatedAs } from './compare.ts'
import { holdsCut } from './cut-value.ts'
import { isSameValue } from './give-back.ts'
import type { Conversion, CreatedRecord } from './outcome.ts'
import type { UndoPlan } from './plan-undo.ts'
import type { CreatedAs, Plan, PlannedValue } from './plan.ts'
import type { Item, Json } from './snapshot.ts'

/** Decides what the source gets back, as long as it still stands as the conversion has closed it. Pure. */
export function planRestore(
  plan: Plan,
  { created, steps, undo }: Conversion,
  source: Item,
  everythingGoes: boolean,
): Pick<UndoPlan, 'restore' | 'source' | 'keepsSome'> {
  const { closing, before } = plan
  const nothing = { restore: null, keepsSome: false }
  if (!closing) return { ...nothing, source: 'untouched' }
  const wasRestored = undo?.source === 'restored' || undo?.source === 'tooLong' || undo?.source === 'unknown'
  if (wasRestored && source.stageId === before.stageId)
    return { ...nothing, source: undo.source === 'tooLong' ? 'tooLong' : 'restored' }
  const isClosed = source.stageId === closing.stageId
  const wasClosed = steps.some(({ name, state }) => name === 'closeSource' && state === 'done')
  if (!isClosed) return { ...nothing, source: wasClosed ? 'changed' : 'untouched' }
  if (!everythingGoes) return { ...nothing, source: 'kept' }
  const links = Object.keys(before).flatMap((name) => {
    const left = withoutOurs(source[name] ?? null, before[name] ?? null, resolved(closing[name] ?? null, created))
    return left === undefined ? [] : [[name, left] as const]
  })
  const known = links.filter(([, left]) => !holdsCut(left))
  const keepsSome = known.length < links.length
  if (keepsSome && known.length === 0) return { restore: null, source: 'tooLong', keepsSome }
  return { restore: Object.fromEntries(known), source: null, keepsSome }
}

/** Ids in place of what stands for the records that were made. */
function resolved(value: PlannedValue, created: readonly CreatedRecord[]): Json {
  const idOf = (one: Json | CreatedAs): Json =>
    isCreatedAs(one) ? (created.find(({ type }) => type === one.createdAs)?.id ?? null) : one
  return Array.isArray(value) ? value.map(idOf) : idOf(value)
}

/**
 * What a field gets back; nothing where it no longer holds what we wrote. From a list only ours is taken. Links to what
 * is deleted are taken back like the others: no source says that the portal does so by itself.
 */
function withoutOurs(now: Json, before: Json, wrote: Json): Json | undefined {
  if (!Array.isArray(wrote)) return isSameValue(now, wrote) ? before : undefined
  const had = [before].flat().map(Number)
  const ours = wrote.map(Number).filter((id) => !had.includes(id))
  const list = [now].flat()
  const left = list.filter((id) => !ours.includes(Number(id)))
  return left.length < list.length ? left : undefined
}
