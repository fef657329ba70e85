import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { keepHouse } from '../../server/housekeeping.ts'
import type { Exception } from '../../server/conversion/mapping.ts'
import { openMappingChecks } from '../../server/storage/mapping-checks.ts'
import { openMappings } from '../../server/storage/mappings.ts'
import { chores, installerTokens, mappingChecks, portals } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { installOn, openOtherProcess, openPortal, theDatabase, useApp } from './door.ts'

useApp()

/** Housekeeping looks after every portal there is, so each story begins without any. */
beforeEach(async () => {
  for (const table of [portals, installerTokens, mappingChecks]) await theDatabase().orm.delete(table)
})

/** An hour passes, and one of several processes does the chores. */
async function keepHouseAnHourLater(): Promise<void> {
  await theDatabase().orm.delete(chores)
  const services = await Promise.all([1, 2].map(() => openOtherProcess()))
  await Promise.all(services.map(keepHouse))
}

const known = { label: 'Vermerk', type: 'string', multiple: false, dictionary: null }
const titleTo = (name: string): Exception => ({
  kind: 'field',
  from: { ...known, name: 'title', label: 'Name' },
  to: { ...known, name },
  options: [],
})

async function mappedPortal(name: string) {
  const portal = openPortal(name)
  await installOn(portal)
  const note = portal.addUserField('invoice', {
    fieldName: 'UF_CRM_SMART_INVOICE_NOTE',
    userTypeId: 'string',
    label: 'Vermerk',
  })
  const mappings = openMappings(theDatabase().orm, portal.state.memberId)
  await mappings.save(
    { source: 'deal', target: 'invoice' },
    { after: 0, exceptions: [titleTo(note.fieldName)], savedBy: 1 },
  )
  portal.requests.length = 0
  return { portal, note, mappings }
}

const found = async ({ state }: Simulator) =>
  (await openMappingChecks(theDatabase().orm, state.memberId).list()).map(({ version, problems }) => ({
    version,
    problems,
  }))

test('a field that vanished is found without anybody looking, by one request a day', async () => {
  const { portal, note } = await mappedPortal('watched')
  await keepHouseAnHourLater()
  expect(await found(portal)).toEqual([{ version: 1, problems: [] }])
  expect(portal.requests).toHaveLength(1)

  portal.state.userFields.delete(note.id)
  await keepHouseAnHourLater()
  expect(portal.requests).toHaveLength(1)

  await theDatabase()
    .orm.update(mappingChecks)
    .set({ checkedAt: new Date(Date.now() - 25 * 60 * 60_000) })
  await keepHouseAnHourLater()
  expect(portal.requests).toHaveLength(2)
  expect(await found(portal)).toEqual([
    { version: 1, problems: [{ code: 'target_gone', from: 'Name', to: 'Vermerk' }] },
  ])
})

test('of more types than one request takes, those that were not looked at come the next hour, and nobody is asked again', async () => {
  const { portal, mappings } = await mappedPortal('large')
  for (let number = 1100; number < 1190; number += 2)
    await mappings.save(
      { source: 'deal', target: `smart${number}` },
      { after: 0, exceptions: [titleTo('ufCrm')], savedBy: 1 },
    )
  await keepHouseAnHourLater()
  expect((await found(portal)).length).toBeLessThan(46)
  await keepHouseAnHourLater()
  expect(await found(portal)).toHaveLength(46)
  await keepHouseAnHourLater()
  expect(portal.requests).toHaveLength(2)
})

test('fields that the installer may not see are not asked for hour by hour, and what was wrong stays told', async () => {
  const { portal, note } = await mappedPortal('hidden')
  portal.state.userFields.delete(note.id)
  await keepHouseAnHourLater()
  const told = await found(portal)
  expect(told).toMatchObject([{ problems: [{ code: 'target_gone' }] }])
  const yesterday = new Date(Date.now() - 25 * 60 * 60_000)
  await theDatabase().orm.update(mappingChecks).set({ checkedAt: yesterday })
  portal.faults.refuse('crm.item.fields', {
    error: 'ACCESS_DENIED',
    description: 'Access denied.',
    when: ({ entityTypeId }) => entityTypeId === '31',
  })
  for (const _ of ['one hour', 'another one']) await keepHouseAnHourLater()
  expect(portal.requests).toHaveLength(2)
  expect(await found(portal)).toEqual(told)
})

test('portals without exceptions, and those that take the installer no longer, are left alone', async () => {
  const { portal: emptied, mappings } = await mappedPortal('emptied')
  await mappings.save({ source: 'deal', target: 'invoice' }, { after: 1, exceptions: [], savedBy: 1 })
  const { portal: left } = await mappedPortal('left')
  await theDatabase()
    .orm.update(installerTokens)
    .set({ lostAt: new Date() })
    .where(eq(installerTokens.memberId, left.state.memberId))
  await keepHouseAnHourLater()
  expect([emptied.requests, left.requests]).toEqual([[], []])
})
