import type { Simulator, UserToAdd } from '../simulator.ts'
import type { Item, TypeRights, User } from '../state.ts'
import type { orders, Seed } from './orders.ts'
import { roles } from './roles.ts'
import type { z } from 'zod'

type Person = z.output<typeof orders.person>

/** Adds somebody with a role, and what differs from it. */
export function addPerson(simulator: Simulator, { role, rights, ...person }: Person): User {
  const base: Partial<UserToAdd> = roles[role]
  return simulator.addUser({ ...base, ...person, rights: { ...base.rights, ...rights } })
}

/** Changes somebody; a role replaces all rights, single rights come on top. `active: false` is a dismissal. */
export function changePerson(
  simulator: Simulator,
  { id, role, rights, ...change }: z.output<typeof orders.personChange>,
): User {
  const person = simulator.state.users.get(id)
  if (!person) throw new Error(`There is no person ${id}.`)
  if (role !== undefined) {
    const { admin = false, extranet = false, mayConfigureCrm = admin, rights: given }: Partial<UserToAdd> = roles[role]
    Object.assign(person, { admin, extranet, mayConfigureCrm })
    for (const [type, everything] of Object.entries(person.rights))
      Object.assign(
        everything,
        { read: 'all', add: 'all', update: 'all', delete: 'all', pipelines: {} },
        given?.[type as keyof typeof given],
      )
  }
  Object.assign(person, change)
  for (const [type, differs] of Object.entries(rights ?? {}))
    person.rights[type as keyof User['rights']] = {
      read: 'all',
      add: 'all',
      update: 'all',
      delete: 'all',
      ...person.rights[type as keyof User['rights']],
      ...(differs as Partial<TypeRights>),
    }
  return person
}

/** Adds a record, with its product rows. */
export function addRecord(simulator: Simulator, { type, fields, rows, userId }: Seed['records'][number]): Item {
  const item = simulator.add(type, fields, { userId })
  return rows ? simulator.setProductRows(type, item.id, rows) : item
}

/** Fills a portal in the order in which things need each other. */
export function fill(simulator: Simulator, { users, pipelines, userFields, records }: Seed): void {
  for (const person of users) addPerson(simulator, person)
  for (const { type, ...pipeline } of pipelines) simulator.addPipeline(type, pipeline)
  for (const { type, ...field } of userFields) simulator.addUserField(type, field)
  for (const record of records) addRecord(simulator, record)
}
