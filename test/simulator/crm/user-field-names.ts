import type { PortalState, TypeName, UserField, UserFieldOwner } from '../state.ts'

/** The user fields of a type, in their order. */
export function userFieldsOf(state: PortalState, type: UserFieldOwner): UserField[] {
  return [...state.userFields.values()]
    .filter((field) => field.type === type)
    .toSorted((a, b) => a.sort - b.sort || a.id - b.id)
}

/**
 * The camelCase spelling of a user field; names that could not be turned back keep their tail as it is
 * (`UF_CRM_3_DIGIT10` → `ufCrm_3_DIGIT10`). Source: crm.item.fields, REST facts section 1.4.
 */
export function camelUserField(fieldName: string): string {
  let spelled = camelCase.get(fieldName)
  if (spelled === undefined) camelCase.set(fieldName, (spelled = inCamelCase(fieldName)))
  return spelled
}

/** Worked out once: lists ask for it with every record. */
const camelCase = new Map<string, string>()

function inCamelCase(fieldName: string): string {
  const timed = /^UF_CRM_(\d+)_(\d+)$/.exec(fieldName)
  if (timed) return `ufCrm${timed[1]}_${timed[2]}`
  const tail = fieldName.slice('UF_CRM_'.length)
  const words = tail.split('_')
  const isReversible = words.every((word, index) => /^[A-Z]+$/.test(word) || (index === 0 && /^\d+$/.test(word)))
  if (!isReversible || (words.length === 1 && /^\d+$/.test(tail))) return `ufCrm_${tail}`
  return `ufCrm${words.map((word) => word.slice(0, 1) + word.slice(1).toLowerCase()).join('')}`
}

/** Every user field of a type by the name it has on the wire. */
export function userFieldsByName(state: PortalState, type: TypeName, original: boolean): Map<string, UserField> {
  const byName = new Map<string, UserField>()
  for (const field of userFieldsOf(state, type)) {
    const camel = camelUserField(field.fieldName)
    byName.set(original || byName.has(camel) ? field.fieldName : camel, field)
  }
  return byName
}
