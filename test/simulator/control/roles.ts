import { typesOf } from '../crm/record-types.ts'
import type { Permissions, PortalState, TypeName, TypeRights, User } from '../state.ts'

interface Role {
  admin?: boolean
  extranet?: boolean
  mayConfigureCrm?: boolean
  /** What the person may do with records of every type. */
  permissions: Permissions
}

const everything: Permissions = { read: 'all', add: 'all', update: 'all', delete: 'all' }

/** Roles as portals have them; single rights can be given beside a role. */
const roles = {
  administrator: { admin: true, mayConfigureCrm: true, permissions: everything },
  crmAdministrator: { mayConfigureCrm: true, permissions: everything },
  manager: { permissions: everything },
  /** Works on what is their own and sees nothing else. */
  salesperson: { permissions: { read: 'own', add: 'own', update: 'own', delete: 'own' } },
  reader: { permissions: { read: 'all', add: 'none', update: 'none', delete: 'none' } },
  noCrm: { permissions: { read: 'none', add: 'none', update: 'none', delete: 'none' } },
  extranet: { extranet: true, permissions: everything },
} satisfies Record<string, Role>

export type RoleName = keyof typeof roles
export const roleNames = Object.keys(roles) as [RoleName, ...RoleName[]]

/** Gives somebody a role in place of all they had. */
export function giveRole(state: PortalState, user: User, name: RoleName): void {
  const { admin = false, extranet = false, mayConfigureCrm = false, permissions }: Role = roles[name]
  const rights = Object.fromEntries(typesOf(state).map((type) => [type, { ...permissions }]))
  Object.assign(user, { admin, extranet, mayConfigureCrm, rights })
}

/** Changes single rights of somebody. */
export function giveRights(user: User, rights: Partial<Record<TypeName, Partial<TypeRights>>>): void {
  for (const [type, differs] of Object.entries(rights))
    user.rights[type as TypeName] = { ...everything, ...user.rights[type as TypeName], ...differs }
}
