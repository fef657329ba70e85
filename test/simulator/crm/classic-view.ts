import { asList, asMap, toText, type Call, type Context } from '../context.ts'
import { inLanguage, type FieldValue, type Item, type Multifield, type PortalState, type UserField } from '../state.ts'
import { shown } from '../time.ts'
import type { Params } from '../wire/php-query.ts'
import { addressParts } from './classic-matrix.ts'
import { classicFieldsOf, type ClassicCrmField, type ClassicType } from './classic-fields.ts'
import { stageDictionary, defaultCategory } from './dictionaries.ts'
import { fieldsOf } from './fields.ts'
import { showFiles } from './files.ts'
import { valueOf } from './item-view.ts'
import { isOf } from './requisites.ts'
import { factsOf } from './record-types.ts'

/** A record as `crm.<type>.get` shows it: upper-case names, nearly everything a text, phones and the like only if any. */
export function viewClassicItem(
  call: Call,
  type: ClassicType,
  item: Item,
  known: ReadonlyMap<string, ClassicCrmField> = classicFieldsOf(call.state, type),
): Params {
  const view: Params = {}
  for (const field of known.values()) {
    if (field.type === 'crm_multifield') {
      const entries = multifieldsOf(item, field.name)
      if (entries.length > 0) view[field.name] = entries.map(viewMultifield)
    } else if (!field.multiple || field.userField) view[field.name] = viewField(call, item, field)
  }
  return view
}

/** What filters and orders compare: the stored value, and the texts of phones and the like. */
export function classicValue(state: PortalState, item: Item, field: ClassicCrmField | undefined): FieldValue {
  if (!field) return null
  if (field.type === 'crm_multifield') return multifieldsOf(item, field.name).map(({ value }) => value)
  return field.stored === null ? null : valueOf(state, item, field.stored)
}

/** The descriptions of `crm.<type>.fields`. */
export function describeClassicFields({ state, user }: Context, type: ClassicType): Params {
  const titleOf = (field: ClassicCrmField): string => {
    const standard = field.stored === null ? undefined : fieldsOf(state, type).get(field.stored)
    return standard && field.type !== 'crm_multifield' ? inLanguage(standard.title, user.language) : field.name
  }
  return Object.fromEntries(
    [...classicFieldsOf(state, type).values()].map((field) => {
      const standard = fieldsOf(state, type).get(field.stored ?? '')
      const statusType =
        standard?.statusType === 'stages'
          ? stageDictionary(state, type, defaultCategory(state, type))
          : standard?.statusType
      return [
        field.name,
        {
          type: field.type,
          isRequired: field.access === '!',
          isReadOnly: field.access === 'r',
          isImmutable: field.access === 'i',
          isMultiple: field.multiple,
          isDynamic: field.userField !== undefined,
          ...(standard?.deprecated ? { isDeprecated: true } : {}),
          ...(statusType === undefined || statusType === null ? {} : { statusType }),
          // Quotes alone are shown without. Source: the pages of the `.fields` methods.
          ...(type !== 'quote' && field.type.startsWith('crm_') && standard?.settings
            ? { settings: standard.settings }
            : {}),
          title: field.userField ? field.name : titleOf(field),
          ...(field.userField ? userFieldFacts(field.userField, user.language) : {}),
        },
      ]
    }),
  )
}

/** What `.fields` methods tell of a user field beside its type. */
export function userFieldFacts(field: UserField, language: string): Params {
  const label = (kind: keyof UserField['labels']): string => field.labels[kind][language] ?? field.fieldName
  return {
    listLabel: label('listColumnLabel'),
    formLabel: label('editFormLabel'),
    filterLabel: label('listFilterLabel'),
    settings: field.settings,
    ...(field.userTypeId === 'enumeration'
      ? { items: field.options.map((option) => ({ ID: String(option.id), VALUE: option.value })) }
      : {}),
  }
}

function viewField(call: Call, item: Item, field: ClassicCrmField): unknown {
  if (field.stored === null) return viewAddress(call.state, item, field.name)
  const value = valueOf(call.state, item, field.stored)
  if (field.type === 'file') return viewFiles(call, item, field.stored, value)
  if (field.multiple) return asList(value).map((inner) => viewScalar(field, inner as FieldValue))
  return viewScalar(field, value)
}

/** Empty dates and user fields are empty texts, other empty values nothing; ids of nothing are nothing. */
function viewScalar({ type, userField }: ClassicCrmField, value: FieldValue): unknown {
  if (userField?.userTypeId === 'boolean') return value === 'Y' ? '1' : '0'
  const isEmpty = value === null || value === ''
  if (type === 'date' || type === 'datetime') return isEmpty ? '' : shown(toText(value))
  if (userField) return toText(value)
  if (type === 'double') return isEmpty ? null : Number(value).toFixed(2)
  if (value === 0 && type !== 'crm_category') return null
  return isEmpty ? null : toText(value)
}

function viewFiles(call: Call, item: Item, stored: string, value: FieldValue): unknown {
  const view = (shownFile: unknown): unknown => {
    const { id, url, urlMachine } = asMap(shownFile)
    return id === undefined ? null : { id, showUrl: url, downloadUrl: urlMachine }
  }
  const files = showFiles(call, item, stored, value)
  return Array.isArray(files) ? files.map(view) : view(files)
}

/** Only leads have an address of their own, the one of type 1. Source: REST facts, section 1.9. */
function viewAddress(state: PortalState, item: Item, name: string): string | null {
  const part = addressParts[name]
  if (part === undefined || item.type !== 'lead') return null
  const { entityTypeId } = factsOf(state, item.type)
  const own = state.addresses.find((address) => address.TYPE_ID === '1' && isOf(address, entityTypeId, item.id))
  return own?.[part] ?? null
}

function multifieldsOf(item: Item, typeId: string): Multifield[] {
  return item.fm.filter((field) => field.typeId === typeId)
}

function viewMultifield({ id, typeId, valueType, value }: Multifield): Params {
  return { ID: String(id), VALUE_TYPE: valueType, VALUE: value, TYPE_ID: typeId }
}
