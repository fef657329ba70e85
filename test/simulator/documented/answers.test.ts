import { beforeAll, describe, expect, test } from 'vitest'
import { clientChanges } from './client-changes.ts'
import { clients } from './clients.ts'
import { portal } from './portal.ts'
import { portalChanges } from './portal-changes.ts'
import { productRows } from './product-rows.ts'
import { recordChanges } from './record-changes.ts'
import { records } from './records.ts'
import { settingChanges } from './setting-changes.ts'
import { settings } from './settings.ts'
import { timelineChanges } from './timeline-changes.ts'
import { timeline } from './timeline.ts'
import { userFieldChanges } from './user-field-changes.ts'
import { differences } from './shape.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})

describe.each(
  Object.entries({
    records,
    settings,
    timeline,
    clients,
    portal,
    productRows,
    recordChanges,
    settingChanges,
    userFieldChanges,
    timelineChanges,
    clientChanges,
    portalChanges,
  }),
)('documented: %s', (_, examples) => {
  test.each(examples)('%s', async (method, params, shape, paging) => {
    const { status, body } = await world.ask(method, await params(world))
    expect(body).not.toHaveProperty('error')
    expect(status).toBe(200)
    expect(differences(shape, body.result)).toEqual([])
    expect('total' in body).toBe(paging === 'counted')
  })
})
