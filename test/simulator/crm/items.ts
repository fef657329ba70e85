import type { Context } from '../context.ts'
import { itemsOf, wordsFor, type FieldValues, type Item, type TypeName } from '../state.ts'
import { nowUtc } from '../time.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { completeActivities, releaseActivities } from './activities.ts'
import { categoriesOf, stageOf, stagesOf } from './dictionaries.ts'
import { applyDerived } from './derived-fields.ts'
import { fillDefaults } from './item-defaults.ts'
import { readValues } from './item-input.ts'
import { announce, announceMove, noteChanges, noteCreation } from './item-trail.ts'
import { changeMultifields } from './multifields.ts'
import { bindContacts, bindsContacts, recordLinks, unbindEverywhere } from './relations.ts'
import { removeRequisitesOf } from './requisites.ts'
import { checkNamed, checkRequired } from './required-fields.ts'
import { may } from './rights.ts'
import { startRobots } from './robots.ts'
import { fieldsOf } from './fields.ts'
import { recalculateTotals } from './product-rows.ts'

/** Makes a record from fields under their stored names; `asPortal` skips the rights check. */
export function addItem(context: Context, type: TypeName, sent: Params, asPortal = false): Item {
  const { state, user } = context
  const empty = Object.fromEntries([...fieldsOf(state, type).values()].map(({ name, empty }) => [name, empty ?? null]))
  const values: FieldValues = { ...empty, ...readValues(context, type, sent, empty, asPortal) }
  const id = state.nextId(type)
  const item: Item = { type, id, values, fm: [], rows: [] }
  fillDefaults({ state, user, type, id, values }, new Set(Object.keys(sent)))
  if (!asPortal && !may(user, 'add', type, values)) throw refuse.accessDenied()
  checkValues(context, item, values)
  if (!asPortal) checkRequired(context, type, values, null)
  const now = nowUtc(state.clock)
  Object.assign(values, { id, createdTime: now, updatedTime: now, createdBy: user.id, updatedBy: user.id })
  Object.assign(values, { movedTime: now, movedBy: user.id, lastActivityTime: now, lastActivityBy: user.id })
  if (fieldsOf(state, type).has('fm')) changeMultifields(state, item, sent.fm)
  applyDerived(context, item, {})
  itemsOf(state, type).set(id, item)
  if (bindsContacts(type) && 'contactIds' in sent) bindContacts(context, item, values.contactIds)
  noteCreation(context, item)
  recordLinks(context, item, {})
  startRobots(context, item)
  announce(context, item, 'ADD')
  return item
}

/** Changes a record; when nothing differs nothing is saved and nobody is told. */
export function updateItem(context: Context, item: Item, sent: Params, asPortal = false): Item {
  const { state, user } = context
  if (!asPortal && !may(user, 'update', item.type, item.values)) throw refuse.accessDenied()
  const before: FieldValues = { ...item.values }
  const beforeFm = JSON.stringify(item.fm)
  const values: FieldValues = { ...before, ...readValues(context, item.type, sent, before, asPortal) }
  if (values.categoryId !== before.categoryId && !('stageId' in sent))
    values.stageId = stagesOf(state, item.type, values)[0]?.statusId ?? null
  checkValues(context, item, values)
  checkNamed(context, item.type, values)
  if (!asPortal) checkRequired(context, item.type, values, before)
  item.values = values
  if (fieldsOf(state, item.type).has('fm') && 'fm' in sent) changeMultifields(state, item, sent.fm)
  if (bindsContacts(item.type) && 'contactIds' in sent) bindContacts(context, item, values.contactIds)
  const changed = Object.keys(values).filter((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]))
  if (changed.length === 0 && beforeFm === JSON.stringify(item.fm)) return item
  Object.assign(values, { updatedTime: nowUtc(state.clock), updatedBy: user.id })
  applyDerived(context, item, before)
  recalculateTotals(item)
  noteChanges(context, item, before, changed)
  recordLinks(context, item, before)
  if (item.type === 'lead' && changed.includes('stageId') && values.stageSemanticId !== 'P')
    completeActivities(context, item)
  if (changed.includes('stageId')) startRobots(context, item)
  announce(context, item, 'UPDATE')
  announceMove(context, item, before)
  return item
}

/** Removes a record and every link to it. */
export function deleteItem(context: Context, item: Item): void {
  if (!may(context.user, 'delete', item.type, item.values)) throw refuse.accessDenied()
  itemsOf(context.state, item.type).delete(item.id)
  unbindEverywhere(context.state, item)
  removeRequisitesOf(context.state, item)
  releaseActivities(context.state, item)
  announce(context, item, 'DELETE')
}

function checkValues({ state, user }: Context, item: Item, values: FieldValues): void {
  const titled = (name: string): string => fieldsOf(state, item.type).get(name)?.title[wordsFor(user.language)] ?? name
  const hasCategory = categoriesOf(state, item.type).some(({ id }) => id === values.categoryId)
  if (fieldsOf(state, item.type).has('categoryId') && !hasCategory) throw refuse.invalidValue(titled('categoryId'))
  if (fieldsOf(state, item.type).has('stageId') && !stageOf(state, item.type, values))
    throw refuse.invalidValue(titled('stageId'))
  for (const name of ['quoteNumber', 'accountNumber'].filter((number) => values[number]))
    for (const other of itemsOf(state, item.type).values())
      if (other.id !== item.id && other.values[name] === values[name])
        throw new RestError('CRM_FIELD_ERROR_VALUE_NOT_UNIQUE', `The value of field "${titled(name)}" is not unique`)
}
