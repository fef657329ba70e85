import type { RecordType, RecordTypeName } from './record-types.ts'

/** A smart process by its number (`entityTypeId`): `smart1032`. */
export type SmartTypeName = `smart${number}`

/** What the portal says about one of its smart processes, beyond what follows from its number. */
export interface SmartType {
  /** The portal's own name for it, in one language. */
  title: string
  /** `entityId` of its user fields: made of the type's record id, which is another number than its own. */
  userFieldEntity: string
  /** Product rows are switched on for it. */
  hasRows: boolean
  /** Numbers of the types whose records can be its parents, and its children. */
  parents: readonly number[]
  children: readonly number[]
}

export type SmartTypes = Partial<Record<SmartTypeName, SmartType>>

/** Numbers of smart processes: 128–192 or even ones from 1030; all others belong to types of the portal itself. */
export function isSmartTypeId(entityTypeId: number): boolean {
  if (!Number.isSafeInteger(entityTypeId) || entityTypeId > 999_999_999) return false
  return (entityTypeId >= 128 && entityTypeId <= 192) || (entityTypeId >= 1030 && entityTypeId % 2 === 0)
}

/** Tells whether a text names a smart process. */
export function isSmartTypeName(name: string): name is SmartTypeName {
  return /^smart[1-9]\d{2,8}$/.test(name) && isSmartTypeId(entityTypeIdOf(name as SmartTypeName))
}

/** The number in the name of a smart process. */
export function entityTypeIdOf(name: SmartTypeName): number {
  return Number(name.slice('smart'.length))
}

/**
 * The facts of a smart process that follow from its number alone: owner code (`T` and the number in hexadecimal
 * digits), timeline type, card path and toolbar placement. What the portal alone knows stands in `SmartType`.
 */
export function smartRecordType(name: SmartTypeName): RecordType {
  const entityTypeId = entityTypeIdOf(name)
  return {
    entityTypeId,
    rowOwner: `T${entityTypeId.toString(16)}`,
    userFieldEntity: null,
    userFieldMethods: null,
    timelineType: `dynamic_${entityTypeId}`,
    hasPipelines: true,
    stageDictionary: `DYNAMIC_${entityTypeId}_STAGE`,
    cardPath: `/crm/type/${entityTypeId}/details/`,
    titleFields: ['title'],
    placement: { code: `CRM_DYNAMIC_${entityTypeId}_DETAIL_TOOLBAR`, idKey: 'ENTITY_ID' },
  }
}

/** The smart processes among these types, as far as they are known. */
export function smartTypesAmong(types: Iterable<RecordTypeName>, known: SmartTypes): SmartTypes {
  const names = [...types].filter((type) => isSmartTypeName(type)).filter((type) => known[type])
  return Object.fromEntries(names.map((name) => [name, known[name]]))
}
