import type { z } from 'zod'
import type { Simulator } from '../simulator.ts'
import type { Item, User } from '../state.ts'
import type { orders, Seed } from './orders.ts'
import { giveRights, giveRole } from './roles.ts'

/** Adds somebody with a role, and what differs from it. */
export function addPerson(simulator: Simulator, { role, rights, ...person }: z.output<typeof orders.person>): User {
  const user = simulator.addUser(person)
  giveRole(simulator.state, user, role)
  Object.assign(user, person)
  giveRights(user, rights ?? {})
  return user
}

/** Changes somebody; a role replaces all rights, single rights come on top. `active: false` is a dismissal. */
export function changePerson(
  simulator: Simulator,
  { id, role, rights, ...change }: z.output<typeof orders.personChange>,
): User {
  const person = simulator.state.users.get(id)
  if (!person) throw new Error(`There is no person ${id}.`)
  if (role !== undefined) giveRole(simulator.state, person, role)
  Object.assign(person, change)
  giveRights(person, rights ?? {})
  return person
}

/** Adds a record, with its product rows. */
export function addRecord(simulator: Simulator, { type, fields, rows, userId }: Seed['records'][number]): Item {
  const item = simulator.add(type, fields, { userId })
  return rows ? simulator.setProductRows(type, item.id, rows) : item
}

/** Fills a portal in the order in which things need each other. */
export function fill(simulator: Simulator, { users, pipelines, userFields, requiredFields, records }: Seed): void {
  for (const person of users) addPerson(simulator, person)
  for (const { type, ...pipeline } of pipelines) simulator.addPipeline(type, pipeline)
  for (const { type, ...field } of userFields) simulator.addUserField(type, field)
  for (const field of requiredFields) simulator.requireField(field)
  for (const record of records) addRecord(simulator, record)
}
