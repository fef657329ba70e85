import type { Context } from '../context.ts'
import { fieldsOf } from '../crm/fields.ts'
import type { StandardField } from '../crm/standard-fields.ts'
import { skipped, type Incoming } from '../crm/values.ts'
import { inLanguage, wordsFor, type FieldValue, type TypeName, type UserField } from '../state.ts'
import { refuse } from '../wire/rest-error.ts'
import { keepsToSettings } from './field-settings.ts'
import { fitStandard, fitText } from './field-lengths.ts'
import { knownOfStandard, knownOfUserField } from './known-values.ts'

/** What the portal makes of a value a client sends for a standard field; what the field holds already is not judged. */
export function judgeStandard(
  { state, user }: Context,
  type: TypeName,
  field: StandardField,
  value: Incoming,
  before: FieldValue | undefined,
): Incoming {
  if (value === skipped) return value
  const title = fieldsOf(state, type).get(field.name)?.title[wordsFor(user.language)] ?? field.name
  const isKnown = knownOfStandard(field)
  const judged = isKnown ? judge(value, before, (one) => isKnown(state, one), state.valueRules.unknown, title) : value
  return fitStandard(state.valueRules, field.name, title, judged)
}

/** The same for a user field, by its type and its settings. */
export function judgeUserValue(
  { state, user }: Context,
  field: UserField,
  value: Incoming,
  before: FieldValue | undefined,
): Incoming {
  if (value === skipped) return value
  const { unknown, unfit } = state.valueRules
  const title = inLanguage(field.labels.editFormLabel, user.language) || field.fieldName
  const isKnown = knownOfUserField(field)
  const known = isKnown ? judge(value, before, (one) => isKnown(state, one), unknown, title) : value
  const fit = judge(known, before, (one) => keepsToSettings(field, one), unfit, title)
  const length = ['string', 'url'].includes(field.userTypeId) ? Number(field.settings.MAX_LENGTH) || 0 : 0
  const cut = (one: FieldValue): FieldValue =>
    typeof one === 'string' ? fitText(state.valueRules, title, one, length) : one
  return Array.isArray(fit) ? fit.map(cut) : cut(fit)
}

/** Keeps what is good, empty or was there before; what becomes of the rest is the portal's rule. */
function judge(
  value: FieldValue,
  before: FieldValue | undefined,
  isGood: (one: FieldValue) => boolean,
  rule: 'refuse' | 'drop' | 'keep',
  title: string,
): FieldValue {
  const held = [before].flat()
  const stays = (one: FieldValue): boolean => isNothing(one) || held.includes(one) || isGood(one)
  if (rule === 'keep' || [value].flat().every(stays)) return value
  if (rule === 'refuse') throw refuse.invalidValue(title)
  return Array.isArray(value) ? value.filter(stays) : null
}

function isNothing(value: FieldValue): boolean {
  return value === null || value === '' || value === 0
}
