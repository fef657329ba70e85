import { toInt } from '../context.ts'
import {
  inLanguage,
  type FieldValue,
  type FieldValues,
  type PortalState,
  type TypeName,
  type User,
  type UserField,
} from '../state.ts'
import { dateInDays, nowUtc } from '../time.ts'
import { precisionOf } from '../values/field-settings.ts'
import { defaultCategory, entriesOf, stagesOf } from './dictionaries.ts'
import { factsOf } from './record-types.ts'
import { fieldsOf } from './fields.ts'
import { userFieldsOf } from './user-field-names.ts'
import { round, toFlag } from './values.ts'

interface NewItem {
  state: PortalState
  user: User
  type: TypeName
  id: number
  values: FieldValues
}

/**
 * What the portal puts into a new record's empty fields, in this order (a stage needs its pipeline first).
 * Source: "Default" notes of crm.item.add, REST facts sections 1.3 and 1.5.
 */
const defaults: Record<string, (item: NewItem) => FieldValue> = {
  title: ({ state, user, type, id }) => `${inLanguage(factsOf(state, type).name, user.language)} #${id}`,
  lastName: ({ type, user }) =>
    type === 'contact' ? inLanguage({ de: 'Ohne Namen', en: 'Unnamed' }, user.language) : null,
  categoryId: ({ state, type }) => defaultCategory(state, type),
  stageId: ({ state, type, values }) => stagesOf(state, type, values)[0]?.statusId ?? null,
  currencyId: ({ state }) => state.currencies.find((currency) => currency.base === 'Y')?.code ?? null,
  sourceId: ({ state }) => entriesOf(state, 'SOURCE')[0]?.statusId ?? null,
  typeId: ({ state, type }) =>
    entriesOf(state, fieldsOf(state, type).get('typeId')?.statusType ?? '')[0]?.statusId ?? null,
  assignedById: ({ user }) => user.id,
  opened: () => 'Y',
  begindate: ({ state }) => dateInDays(state.clock, 0),
  closedate: ({ state, type }) => (type === 'quote' ? null : dateInDays(state.clock, 7)),
  mycompanyId: ({ state }) =>
    [...state.items.company.values()].find((item) => item.values.isMyCompany === 'Y')?.id ?? null,
  quoteNumber: ({ id }) => String(id),
  accountNumber: ({ id }) => String(id),
}

/** Fills a new record's empty fields; `given` says which ones somebody named, so that "no" stays no. */
export function fillDefaults(item: NewItem, given: ReadonlySet<string>): void {
  for (const [name, make] of Object.entries(defaults)) {
    const isFlag = name === 'opened'
    if (!fieldsOf(item.state, item.type).has(name) || (isFlag && given.has(name))) continue
    if (isFlag || isUnset(item.values[name], name)) item.values[name] = make(item)
  }
  for (const field of userFieldsOf(item.state, item.type))
    if (!given.has(field.fieldName)) item.values[field.fieldName] = defaultUserValue(item.state, field)
}

function isUnset(value: FieldValue | undefined, name: string): boolean {
  return value === null || value === undefined || value === '' || (name === 'categoryId' && value === 0)
}

/** What a user field holds until somebody fills it: its configured default. */
function defaultUserValue(state: PortalState, field: UserField): FieldValue {
  const value = configuredDefault(state, field)
  if (field.multiple === 'N') return value
  return Array.isArray(value) ? value : value === null ? [] : [value]
}

function configuredDefault(state: PortalState, field: UserField): FieldValue {
  const configured = field.settings.DEFAULT_VALUE
  switch (field.userTypeId) {
    case 'boolean':
      return configured === '1' || configured === 1 ? 'Y' : toFlag(configured)
    case 'enumeration': {
      const chosen = field.options.filter((option) => option.def === 'Y').map((option) => option.id)
      return field.multiple === 'Y' ? chosen : (chosen[0] ?? null)
    }
    case 'date':
    case 'datetime':
      return typeof configured === 'object' && configured !== null && 'TYPE' in configured && configured.TYPE === 'NOW'
        ? nowUtc(state.clock).slice(0, field.userTypeId === 'date' ? 10 : undefined)
        : null
    case 'double':
      return configured === undefined || configured === '' ? null : round(Number(configured), precisionOf(field))
    case 'integer':
      return toInt(configured) || null
    default:
      return typeof configured === 'string' && configured !== '' ? configured : null
  }
}
