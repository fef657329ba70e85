import { entriesOf } from '../crm/dictionaries.ts'
import { factsOf, typeNamed, typesOf } from '../crm/record-types.ts'
import type { StandardField } from '../crm/standard-fields.ts'
import { itemsOf, type FieldValue, type PortalState, type UserField } from '../state.ts'

type IsKnown = (state: PortalState, value: FieldValue) => boolean

const record =
  (entityTypeId: number): IsKnown =>
  (state, value) =>
    itemsOf(state, typeNamed(entityTypeId)).has(Number(value))
const person: IsKnown = (state, value) => state.users.has(Number(value))
const currency: IsKnown = (state, value) => state.currencies.some(({ code }) => code === value)
const entryOf =
  (dictionary: string): IsKnown =>
  (state, value) =>
    entriesOf(state, dictionary).some(({ statusId }) => statusId === value)

/** How each type of standard field tells what it takes; types that are not here take everything. */
const standard: Record<string, (field: StandardField) => IsKnown | null> = {
  crm_lead: () => record(1),
  crm_deal: () => record(2),
  crm_contact: () => record(3),
  crm_company: () => record(4),
  crm_quote: () => record(7),
  crm_entity: ({ settings }) => record(Number(settings?.parentEntityTypeId)),
  crm_currency: () => currency,
  crm_status: ({ statusType }) => (statusType === undefined || statusType === 'stages' ? null : entryOf(statusType)),
  user: () => person,
}

/** Types of user fields that name something else. */
const user: Record<string, (field: UserField) => IsKnown> = {
  employee: () => person,
  money: () => (state, value) => currency(state, String(value).split('|')[1] ?? ''),
  crm: (field) => (state, value) => isBinding(state, field, value),
  crm_status: ({ settings }) => entryOf(String(settings.ENTITY_TYPE)),
  iblock_element: ({ settings }) => blockHolds(Number(settings.IBLOCK_ID), 'elements'),
  iblock_section: ({ settings }) => blockHolds(Number(settings.IBLOCK_ID), 'sections'),
}

/** Tells what a standard field takes; null where it takes everything. */
export function knownOfStandard(field: StandardField): IsKnown | null {
  return Object.hasOwn(standard, field.type) ? (standard[field.type]?.(field) ?? null) : null
}

/** Tells what a user field takes; null where it takes everything. */
export function knownOfUserField(field: UserField): IsKnown | null {
  return Object.hasOwn(user, field.userTypeId) ? (user[field.userTypeId]?.(field) ?? null) : null
}

function blockHolds(block: number, kind: 'elements' | 'sections'): IsKnown {
  return (state, value) => state.informationBlocks.get(block)?.[kind].has(Number(value)) === true
}

/**
 * A binding is the short code of a type the field is set for, and an id: `D_1`; where the field is set for one type, the
 * id alone will do. Whether the record is still there is not asked. Source: CRM object types, format of bindings.
 */
function isBinding(state: PortalState, field: UserField, value: FieldValue): boolean {
  const codes = boundCodes(state, field)
  const [, code, id = ''] = /^(?:([A-Z]+[\da-f]*)_)?([1-9]\d*)$/.exec(String(value)) ?? []
  return id !== '' && (code === undefined ? codes.length === 1 : codes.includes(code))
}

/** Without a type set to yes a field binds leads (crm.deal.userfield.add). */
function boundCodes(state: PortalState, { settings }: UserField): string[] {
  const types = typesOf(state).map((type) => factsOf(state, type))
  const isSet = (code: string): boolean => settings[code] === 'Y'
  const codes = [
    ...types.filter(({ code }) => isSet(code)).map(({ ownerCode }) => ownerCode),
    ...(isSet('ORDER') ? ['O'] : []),
  ]
  return codes.length > 0 ? codes : ['L']
}
