import type { Context } from '../context.ts'
import type { FieldValue, FieldValues, Item } from '../state.ts'
import { nowUtc } from '../time.ts'
import { stageOf, stagesOf } from './dictionaries.ts'
import { fieldsOf } from './fields.ts'

interface Change {
  context: Context
  item: Item
  before: FieldValues
  isFinal: boolean
  isMoved: boolean
}

/**
 * Read-only fields the portal keeps itself, from the fields they follow. Source: crm.item.get examples,
 * REST facts sections 1.5 and 1.7.
 */
const derived: Record<string, (change: Change) => FieldValue | undefined> = {
  stageSemanticId: ({ context, item }) => stageOf(context.state, item.type, item.values)?.semantics ?? null,
  closed: ({ isFinal }) => (isFinal ? 'Y' : 'N'),
  dateClosed: ({ context, isFinal, item }) =>
    isFinal ? (item.values.dateClosed ?? nowUtc(context.state.clock)) : null,
  isNew: ({ context, item }) =>
    stagesOf(context.state, item.type, item.values)[0]?.statusId === item.values.stageId ? 'Y' : 'N',
  movedTime: ({ context, isMoved }) => (isMoved ? nowUtc(context.state.clock) : undefined),
  movedBy: ({ isMoved, context }) => (isMoved ? context.user.id : undefined),
  previousStageId: ({ isMoved, before }) => (isMoved ? (before.stageId ?? null) : undefined),
  hasPhone: ({ item }) => (item.fm.some((field) => field.typeId === 'PHONE') ? 'Y' : 'N'),
  hasEmail: ({ item }) => (item.fm.some((field) => field.typeId === 'EMAIL') ? 'Y' : 'N'),
  contactId: ({ item }) => firstOf(item.values.contactIds),
  companyId: ({ item }) => ('companyIds' in item.values ? firstOf(item.values.companyIds) : undefined),
  isReturnCustomer: ({ item }) => (item.type === 'lead' ? (hasClient(item.values) ? 'Y' : 'N') : undefined),
}

/** Brings the fields the portal keeps itself up to date after a change. */
export function applyDerived(context: Context, item: Item, before: FieldValues): void {
  const stage = stageOf(context.state, item.type, item.values)
  const change: Change = {
    context,
    item,
    before,
    isFinal: stage !== undefined && stage.semantics !== 'P',
    isMoved: 'stageId' in before && before.stageId !== item.values.stageId,
  }
  const fields = fieldsOf(context.state, item.type)
  for (const [name, make] of Object.entries(derived)) {
    if (!fields.has(name)) continue
    const value = make(change)
    if (value !== undefined) item.values[name] = value
  }
}

function firstOf(list: FieldValue | undefined): FieldValue {
  return (Array.isArray(list) ? list[0] : undefined) ?? 0
}

function hasClient(values: FieldValues): boolean {
  return Boolean(values.companyId) || (Array.isArray(values.contactIds) && values.contactIds.length > 0)
}
