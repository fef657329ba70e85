import type { SmartType } from '../crm-state.ts'
import type { PortalState, TypeName } from '../state.ts'
import { factsOf, isBuiltIn, typesOf } from './record-types.ts'
import { smartFields } from './smart-fields.ts'
import { smartId } from './smart-types.ts'
import { standardFields, toUpperName, type StandardField } from './standard-fields.ts'

type Fields = ReadonlyMap<string, StandardField>

/** The list of smart processes is replaced whenever one changes, so what follows from it can be kept with it. */
const known = new WeakMap<readonly SmartType[], Map<TypeName, Fields>>()

/** The fields the records of a type have on this portal, user fields aside, by their camelCase name. */
export function fieldsOf(state: PortalState, type: TypeName): Fields {
  let byType = known.get(state.smartTypes)
  if (!byType) known.set(state.smartTypes, (byType = new Map()))
  let fields = byType.get(type)
  if (!fields) byType.set(type, (fields = workOut(state, type)))
  return fields
}

function workOut(state: PortalState, type: TypeName): Fields {
  const own = isBuiltIn(type)
    ? standardFields[type]
    : smartFields(state.smartTypes.find(({ entityTypeId }) => entityTypeId === smartId(type)))
  const fields = new Map(own)
  for (const parent of parentsOf(state, type)) {
    const { entityTypeId, name } = factsOf(state, parent)
    const field = `parentId${entityTypeId}`
    if (fields.has(field)) continue
    fields.set(field, {
      name: field,
      upperName: toUpperName(field),
      type: 'crm_entity',
      title: name,
      writable: true,
      disabled: false,
      settings: { parentEntityTypeId: entityTypeId },
    })
  }
  return fields
}

/**
 * The types an administrator made parents of this one; the relation can be told at either end. Relations that are
 * predefined (a smart process and its clients) have fields of their own. Source: crm.type.add, REST facts, section 1.6.
 */
export function parentsOf(state: PortalState, type: TypeName): TypeName[] {
  const { entityTypeId } = factsOf(state, type)
  const own = state.smartTypes.find((smart) => smart.entityTypeId === entityTypeId)
  const ids = [
    ...(own?.parents ?? []).map((relation) => relation.entityTypeId),
    ...state.smartTypes
      .filter((smart) => smart.children.some((relation) => relation.entityTypeId === entityTypeId))
      .map((smart) => smart.entityTypeId),
  ]
  return typesOf(state).filter((name) => ids.includes(factsOf(state, name).entityTypeId))
}
