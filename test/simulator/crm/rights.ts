import {
  itemsOf,
  type FieldValues,
  type Item,
  type PortalState,
  type Permissions,
  type TypeName,
  type TypeRights,
  type User,
} from '../state.ts'

/** Whether somebody may do this to this record; for `add` the record is the one about to be made. */
export function may(user: User, action: keyof Permissions, type: TypeName, values: FieldValues): boolean {
  const rights = rightsOf(user, type)
  const here = rights.pipelines?.[Number(values.categoryId ?? 0)]
  const reach = user.admin ? 'all' : (here?.[action] ?? rights[action])
  return reach === 'all' || (reach === 'own' && values.assignedById === user.id)
}

/** A role that says nothing about a smart process allows everything in it, as a new one has it (crm.type.add). */
function rightsOf(user: User, type: TypeName): TypeRights {
  return user.rights[type] ?? { read: 'all', add: 'all', update: 'all', delete: 'all' }
}

/** Whether somebody may do this to at least some records of the type. */
export function mayAny(user: User, action: keyof Permissions, type: TypeName): boolean {
  const rights = rightsOf(user, type)
  const reaches = [rights[action], ...Object.values(rights.pipelines ?? {}).map((pipeline) => pipeline[action])]
  return user.admin || reaches.some((reach) => reach === 'own' || reach === 'all')
}

/** Whether somebody sees at least their own records of a pipeline. */
export function mayReadPipeline(user: User, type: TypeName, categoryId: number): boolean {
  return may(user, 'read', type, { categoryId, assignedById: user.id })
}

/** Administrator of the CRM: of the portal, or by the role's right to change settings. */
export function mayConfigure(user: User): boolean {
  return user.admin || user.mayConfigureCrm
}

/** The records of a type somebody sees, by id. */
export function readable(state: PortalState, user: User, type: TypeName): Item[] {
  return [...itemsOf(state, type).values()]
    .filter((item) => may(user, 'read', type, item.values))
    .toSorted((a, b) => a.id - b.id)
}
