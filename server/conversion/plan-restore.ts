import { isCreatedAs } from './compare.ts'
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
): Pick<UndoPlan, 'restore' | 'source'> {
  const { closing, before } = plan
  if (!closing) return { restore: null, source: 'untouched' }
  const wasRestored = undo?.source === 'restored' || undo?.source === 'unknown'
  if (wasRestored && source.stageId === before.stageId) return { restore: null, source: 'restored' }
  const isClosed = source.stageId === closing.stageId
  const wasClosed = steps.some(({ name, state }) => name === 'closeSource' && state === 'done')
  if (!isClosed) return { restore: null, source: wasClosed ? 'changed' : 'untouched' }
  if (!everythingGoes) return { restore: null, source: 'kept' }
  const links = Object.keys(before).flatMap((name) => {
    const left = withoutOurs(source[name] ?? null, before[name] ?? null, resolved(closing[name] ?? null, created))
    return left === undefined ? [] : [[name, left] as const]
  })
  return { restore: Object.fromEntries(links), source: null }
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
