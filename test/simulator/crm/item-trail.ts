import type { Context } from '../context.ts'
import type { FieldValues, Item } from '../state.ts'
import { nowUtc } from '../time.ts'
import { stageOf } from './dictionaries.ts'
import { factsOf } from './record-types.ts'
import { fieldsOf } from './fields.ts'

/** Writes a record's birth into its timeline and history; a deal made from a lead says so (REST facts, section 1.6). */
export function noteCreation({ state, user }: Context, item: Item): void {
  const at = { owner: { type: item.type, id: item.id }, authorId: user.id, createdTime: nowUtc(state.clock) }
  const leadId = item.values.leadId
  const basedOn = item.type === 'deal' && typeof leadId === 'number' ? { type: 'lead' as const, id: leadId } : undefined
  state.timeline.push({ id: state.nextId('timeline'), kind: 'created', ...at, basedOn })
  state.history.push({ id: state.nextId('history'), kind: 'created', ...at })
}

/** Writes changed fields into the history and a moved stage into the timeline. */
export function noteChanges({ state, user }: Context, item: Item, before: FieldValues, changed: string[]): void {
  const at = { owner: { type: item.type, id: item.id }, authorId: user.id, createdTime: nowUtc(state.clock) }
  for (const field of changed)
    state.history.push({
      id: state.nextId('history'),
      kind: 'changed',
      ...at,
      field,
      before: before[field] ?? null,
      after: item.values[field] ?? null,
    })
  if (!changed.includes('stageId')) return
  const isFinal = stageOf(state, item.type, item.values)?.semantics !== 'P'
  state.timeline.push({
    id: state.nextId('timeline'),
    kind: isFinal ? 'final' : 'stage',
    ...at,
    from: String(before.stageId),
    to: String(item.values.stageId),
  })
}

/** Tells bound handlers about a record. Source: CRM events of the documentation; smart types share one family, and each has its own besides. */
export function announce(context: Context, item: Item, what: 'ADD' | 'UPDATE' | 'DELETE'): void {
  const { code, entityTypeId } = factsOf(context.state, item.type)
  const isSmart = fieldsOf(context.state, item.type).has('xmlId')
  const FIELDS = isSmart ? { ID: item.id, ENTITY_TYPE_ID: entityTypeId } : { ID: item.id }
  context.raise(isSmart ? `ONCRMDYNAMICITEM${what}` : `ONCRM${code}${what}`, { FIELDS })
  if (isSmart) context.raise(`ONCRMDYNAMICITEM${what}_${entityTypeId}`, { FIELDS })
}

/** Tells bound handlers that a deal went into another pipeline. Source: onCrmDealMoveToCategory. */
export function announceMove(context: Context, { type, id, values }: Item, before: FieldValues): void {
  if (type !== 'deal' || values.categoryId === before.categoryId) return
  const FIELDS = { ID: id, CATEGORY_ID: values.categoryId, STAGE_ID: values.stageId }
  context.raise('ONCRMDEALMOVETOCATEGORY', { FIELDS })
}
