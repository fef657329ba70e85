import { dictionaryEntries } from './dictionary-entries.ts'
import { isEmpty } from './empty.ts'
import { createdLinksOf } from './field-rules.ts'
import { limitsOf } from './fill-limits.ts'
import type { FillInput, RequiredField } from './preview.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Field, Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** What a person can fill in, by the portal's type; every other type belongs to the card. */
const inputs: ReadonlyMap<string, FillInput> = new Map(
  Object.entries({
    string: 'text',
    text: 'longText',
    address: 'text',
    integer: 'integer',
    double: 'number',
    money: 'money',
    date: 'date',
    datetime: 'datetime',
    boolean: 'yesNo',
    char: 'yesNo',
    enumeration: 'choice',
    crm_status: 'choice',
    url: 'url',
    user: 'person',
    employee: 'person',
  } as const),
)

/** Standard fields the portal fills by itself in a new record ("default" notes of crm.item.add). */
const filledByPortal: ReadonlySet<string> = new Set([
  'title',
  'lastName',
  'categoryId',
  'stageId',
  'currencyId',
  'sourceId',
  'typeId',
  'assignedById',
  'opened',
  'begindate',
  'closedate',
  'mycompanyId',
  'quoteNumber',
  'accountNumber',
])

/** The target's required fields that would stay empty, in the portal's order. Pure. */
export function requiredFields(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan): RequiredField[] {
  const files = new Set(plan.files.map((file) => file.target))
  return (
    Object.values(target.fields)
      .filter((field) => field.required && !field.readOnly && !hasOwnDefault(field))
      .filter(({ name }) => !files.has(name) && !(name === 'opportunity' && plan.rows.size > 0))
      // Zero too: the portal keeps it as nothing, in user fields as well.
      .filter(({ name }) => isEmpty(plan.values[name]))
      .map((field) => toRequiredField(snapshot.dictionaries, plan.type, field))
  )
}

/** A field as a person is asked for it. */
export function toRequiredField(
  dictionaries: Snapshot['dictionaries'],
  type: RecordTypeName,
  field: Field,
): RequiredField {
  const { name, label, multiple, isUserField } = field
  const options =
    field.type === 'crm_status'
      ? [...dictionaryEntries(dictionaries, field)].map(([value, text]) => ({ value, text }))
      : field.options.map(({ id, text }) => ({ value: String(id), text }))
  const input = inputs.get(field.type) ?? null
  return {
    field: name,
    label: label || name,
    type: field.type,
    input: input === 'choice' && options.length === 0 ? null : input,
    multiple,
    isUserField,
    options: input === 'choice' ? options : [],
    filledBy: createdLinksOf(type)[name] ?? null,
    ...limitsOf(field),
  }
}

/** A standard yes or no is never empty; that of a user field is an answer somebody has to give. */
function hasOwnDefault({ name, type, isUserField, hasDefault }: Field): boolean {
  return isUserField ? hasDefault : filledByPortal.has(name) || type === 'boolean' || type === 'char'
}
