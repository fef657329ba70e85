import { beforeAll, describe, expect, test } from 'vitest'
import { clients } from './clients.ts'
import { portal } from './portal.ts'
import { records } from './records.ts'
import { settings } from './settings.ts'
import { timeline } from './timeline.ts'
import { differences } from './shape.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})

describe.each(Object.entries({ records, settings, timeline, clients, portal }))('documented: %s', (_, examples) => {
  test.each(examples)('%s', async (method, params, shape, paging) => {
    const { status, body } = await world.ask(method, params(world))
    expect(body).not.toHaveProperty('error')
    expect(status).toBe(200)
    expect(differences(shape, body.result)).toEqual([])
    expect('total' in body).toBe(paging === 'counted')
  })
})
