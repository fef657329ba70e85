import type { PortalState, UserFieldOwner } from '../state.ts'
import { factsOf, typesOf } from './record-types.ts'

interface OwnerFacts {
  /** As `ENTITY_ID` names it. */
  entity: string
  /** The methods for its user fields; null where only `userfieldconfig.*` knows them. */
  family: string | null
  /** How the names of its fields begin. */
  prefix: string
}

/** What has user fields beside the records of the CRM. Source: crm.requisite.userfield.add, user.userfield.add. */
const others: Record<'requisite' | 'person', OwnerFacts> = {
  requisite: { entity: 'CRM_REQUISITE', family: 'crm.requisite', prefix: 'UF_CRM_' },
  person: { entity: 'USER', family: 'user', prefix: 'UF_USR_' },
}

/** How user fields of this owner are called and reached. */
export function ownerFacts(state: PortalState, owner: UserFieldOwner): OwnerFacts {
  if (owner === 'requisite' || owner === 'person') return others[owner]
  const { userFieldEntity, userFieldFamily } = factsOf(state, owner)
  return { entity: userFieldEntity, family: userFieldFamily && `crm.${userFieldFamily}`, prefix: 'UF_CRM_' }
}

/** The owner for which a fact has this value. */
export function findOwner(state: PortalState, fact: keyof OwnerFacts, value: string): UserFieldOwner | undefined {
  const owners: UserFieldOwner[] = [...typesOf(state), 'requisite', 'person']
  return owners.find((owner) => ownerFacts(state, owner)[fact] === value)
}
