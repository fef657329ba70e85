import { beforeAll, describe, expect, test } from 'vitest'
import { examples } from './examples.ts'
import { differences } from './shape.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})

describe.each(Object.entries(examples))('documented: %s', (_, table) => {
  test.each(table)('%s', async (method, params, shape, paging) => {
    const { status, body } = await world.ask(method, await params(world))
    expect(body).not.toHaveProperty('error')
    expect(status).toBe(200)
    expect(differences(shape, body.result)).toEqual([])
    expect('total' in body).toBe(paging === 'counted')
  })
})
