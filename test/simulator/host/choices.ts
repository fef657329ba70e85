import { cardPath, titleOf } from '../crm/relations.ts'
import { factsOf } from '../crm/record-types.ts'
import { readable } from '../crm/rights.ts'
import { findItem } from '../state.ts'
import type { BuiltInType, Item } from '../state.ts'
import { peopleOf } from '../system-user.ts'
import { personName, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

/** The employees a frame may let somebody choose from; guests from outside are none. */
export function people({ state }: Visit) {
  const employees = peopleOf(state).filter((user) => user.active && !user.extranet)
  return employees.map((user) => ({
    id: user.id,
    name: personName(user),
    position: user.workPosition,
    url: `/company/personal/user/${user.id}/`,
  }))
}

/** The access permissions to choose from: everybody, the one department of this portal, single employees. */
export function accessPermissions(visit: Visit) {
  const { texts } = visit
  return [
    { id: 'AU', name: texts.allAuthorised },
    { id: 'D1', name: texts.department },
    { id: 'DR1', name: texts.departmentWithAll },
    ...people(visit).map(({ id, name }) => ({ id: `U${id}`, name })),
  ]
}

/** What the CRM dialog knows; smart processes and invoices are not among it. Source: BX24.selectCRM. */
const selectable: readonly BuiltInType[] = ['lead', 'contact', 'company', 'deal', 'quote']

/** The records a person may read, per type asked for (all of them when none is named), newest first. */
export function recordsToChoose(visit: Visit, asked: unknown) {
  const named = Array.isArray(asked) ? asked : []
  const types = named.length > 0 ? selectable.filter((type) => named.includes(type)) : selectable
  return types.map((type) => ({
    type,
    title: typeTitle(visit, type, 1),
    records: readable(visit.state, visit.person, type)
      .toReversed()
      .map((item) => ({
        id: `${factsOf(visit.state, type).ownerCode}_${item.id}`,
        number: item.id,
        type,
        place: type,
        title: titleOf(item) || `#${item.id}`,
        desc: descriptionOf(visit, item),
        url: cardPath(item),
        ...(type === 'contact' || type === 'company' ? { image: '' } : {}),
      })),
  }))
}

/** The line under a record's name: its company, where it has one. */
function descriptionOf({ state }: Visit, { values }: Item): string {
  const company = findItem(state, { type: 'company', id: Number(values.companyId ?? 0) })
  return company ? titleOf(company) : ''
}
