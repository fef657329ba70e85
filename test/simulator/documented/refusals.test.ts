import { beforeAll, expect, test } from 'vitest'
import { refusals } from './refusals.ts'
import { refusedChanges } from './refused-changes.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})

test.each([...refusals, ...refusedChanges])('refused as documented: %s', async (method, params, error, text, more) => {
  const { status, by } = { status: 400, by: 'ask' as const, ...more }
  const answer = await world[by](method, params(world))
  expect(answer).toMatchObject({ status, body: { error, error_description: text } })
  expect(answer.body).not.toHaveProperty('result')
})
