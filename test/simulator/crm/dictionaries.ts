import type { Category, FieldValues, PortalState, Status, TypeName } from '../state.ts'
import { factsOf } from './record-types.ts'

/** The stage dictionary of a pipeline; null for types without stages. Source: crm.status.list, REST facts section 5. */
export function stageDictionary(state: PortalState, type: TypeName, categoryId: number): string | null {
  return factsOf(state, type).stageDictionary?.(categoryId) ?? null
}

/** The stages a record of this type with these values may be in, in order. */
export function stagesOf(state: PortalState, type: TypeName, values: FieldValues): Status[] {
  const dictionary = stageDictionary(state, type, categoryOf(state, type, values))
  return dictionary === null ? [] : entriesOf(state, dictionary)
}

/** The entries of a dictionary, in order. */
export function entriesOf(state: PortalState, entityId: string): Status[] {
  return state.statuses
    .filter((status) => status.entityId === entityId)
    .toSorted((a, b) => a.sort - b.sort || a.id - b.id)
}

/** The stage a record is in. */
export function stageOf(state: PortalState, type: TypeName, values: FieldValues): Status | undefined {
  return stagesOf(state, type, values).find((stage) => stage.statusId === values.stageId)
}

/** The pipelines of a type, in order. */
export function categoriesOf(state: PortalState, type: TypeName): Category[] {
  return state.categories
    .filter((category) => category.type === type)
    .toSorted((a, b) => a.sort - b.sort || a.id - b.id)
}

/** The pipeline a new record gets when nobody names one. */
export function defaultCategory(state: PortalState, type: TypeName): number {
  return categoriesOf(state, type).find((category) => category.isDefault)?.id ?? 0
}

function categoryOf(state: PortalState, type: TypeName, values: FieldValues): number {
  return typeof values.categoryId === 'number' ? values.categoryId : defaultCategory(state, type)
}
