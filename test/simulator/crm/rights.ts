import type { FieldValues, Item, PortalState, TypeName, TypeRights, User } from '../state.ts'

/** Whether somebody may do this to this record; for `add` the record is the one about to be made. */
export function may(user: User, action: keyof TypeRights, type: TypeName, values: FieldValues): boolean {
  const reach = user.admin ? 'all' : user.rights[type][action]
  return reach === 'all' || (reach === 'own' && values.assignedById === user.id)
}

/** Whether somebody may do this to at least some records of the type. */
export function mayAny(user: User, action: keyof TypeRights, type: TypeName): boolean {
  return user.admin || user.rights[type][action] !== 'none'
}

/** Administrator of the CRM: of the portal, or by the role's right to change settings. */
export function mayConfigure(user: User): boolean {
  return user.admin || user.mayConfigureCrm
}

/** The records of a type somebody sees, by id. */
export function readable(state: PortalState, user: User, type: TypeName): Item[] {
  return [...state.items[type].values()]
    .filter((item) => may(user, 'read', type, item.values))
    .toSorted((a, b) => a.id - b.id)
}
