import type { UserToAdd } from '../simulator.ts'
import { typeNames, type BuiltInType, type Permissions } from '../state.ts'

/** What a role says about a person. */
type Role = Pick<UserToAdd, 'admin' | 'extranet' | 'mayConfigureCrm' | 'rights'>

/** Roles as portals have them; single rights can be given beside a role. */
export const roles = {
  administrator: { admin: true },
  crmAdministrator: { mayConfigureCrm: true },
  manager: {},
  /** Works on what is their own and sees nothing else. */
  salesperson: { rights: everywhere({ read: 'own', add: 'own', update: 'own', delete: 'own' }) },
  reader: { rights: everywhere({ read: 'all', add: 'none', update: 'none', delete: 'none' }) },
  noCrm: { rights: everywhere({ read: 'none', add: 'none', update: 'none', delete: 'none' }) },
  extranet: { extranet: true },
} satisfies Record<string, Role>

export type RoleName = keyof typeof roles
export const roleNames = Object.keys(roles) as [RoleName, ...RoleName[]]

function everywhere(permissions: Permissions): Record<BuiltInType, Permissions> {
  return Object.fromEntries(typeNames.map((type) => [type, permissions])) as Record<BuiltInType, Permissions>
}
