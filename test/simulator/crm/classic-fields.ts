import { typeNames, type BuiltInType, type PortalState, type UserField } from '../state.ts'
import { classicRows } from './classic-matrix.ts'
import { fieldsOf } from './fields.ts'
import { userFieldsOf } from './user-field-names.ts'

/** The types that have methods of their own beside the universal ones. */
export const classicTypes = ['lead', 'deal', 'contact', 'company', 'quote'] as const
export type ClassicType = (typeof classicTypes)[number]

/** A field as a classic family sees it; `stored` is null where records keep nothing. */
export interface ClassicCrmField {
  name: string
  type: string
  access: 'w' | '!' | 'i' | 'r'
  stored: string | null
  multiple: boolean
  userField?: UserField
}

function camelCase(name: string): string {
  return name.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function columnOf(type: ClassicType): ClassicCrmField[] {
  const column = classicTypes.indexOf(type)
  return classicRows.flatMap(([name, valueType, marks, stored = camelCase(name), multiple]) => {
    const access = marks[column] ?? '-'
    if (access === '-') return []
    return [{ name, type: valueType, access: access as ClassicCrmField['access'], stored, multiple: multiple === 'M' }]
  })
}

const columns = Object.fromEntries(classicTypes.map((type) => [type, columnOf(type)])) as Record<
  ClassicType,
  ClassicCrmField[]
>

/** Whether a type has methods of its own. */
export function isClassicType(name: string): name is ClassicType {
  return classicTypes.some((type) => type === name) && typeNames.includes(name as BuiltInType)
}

/** The fields a classic family shows of a type's records, by their name: its own, parents and user fields. */
export function classicFieldsOf(state: PortalState, type: ClassicType): Map<string, ClassicCrmField> {
  const parents = [...fieldsOf(state, type).values()].filter((field) => field.type === 'crm_entity')
  return new Map(
    [
      ...columns[type],
      ...parents.map((field): ClassicCrmField => ({
        name: field.upperName,
        type: field.type,
        access: 'w',
        stored: field.name,
        multiple: false,
      })),
      ...userFieldsOf(state, type).map((userField): ClassicCrmField => ({
        name: userField.fieldName,
        type: userField.userTypeId,
        access: userField.mandatory === 'Y' ? '!' : 'w',
        stored: userField.fieldName,
        multiple: userField.multiple === 'Y',
        userField,
      })),
    ].map((field) => [field.name, field]),
  )
}
