import { expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const handler = 'https://app.example.test/hear'
const simulator = createSimulator({ seed: 'empty' })
simulator.installApp({ handlerUrl: 'https://app.example.test/', scopes: ['crm'] })
const [anna, max] = [askAs(simulator, 1), askAs(simulator, 2)]

test.each<[params: object, told: object]>([
  [{}, { error: 'ERROR_ARGUMENT', error_description: "Argument 'EVENT' is null or empty", argument: 'EVENT' }],
  [{ event: 'ONAPPTEST' }, { error: 'ERROR_ARGUMENT', argument: 'HANDLER' }],
  [
    { event: 'ONAPPTEST', handler, event_type: 'sometimes' },
    { error_description: 'Value must be one of {online|offline}', argument: 'EVENT_TYPE' },
  ],
])('event.bind and event.unbind with %o tell what they lack', async (params, told) => {
  expect(await anna('event.bind', params)).toMatchObject({ status: 400, body: told })
  expect(await anna('event.unbind', params)).toMatchObject({ status: 400, body: told })
})

test('an app hears only events of its scopes and of none', async () => {
  expect((await anna('event.bind', { event: 'ONUSERADD', handler })).body.error).toBe('ERROR_EVENT_NOT_FOUND')
  expect((await anna('event.bind', { event: 'onAppTest', handler })).body.result).toBe(true)
})

test('people without rights bind for themselves, and unbind nothing of others', async () => {
  const event = 'ONCRMDEALADD'
  expect((await max('event.bind', { event, handler, auth_type: 1 })).status).toBe(403)
  expect((await max('event.bind', { event, handler })).body.result).toBe(true)
  expect((await max('event.get')).body.result).toEqual([{ event, handler, auth_type: '2', offline: 0 }])
  expect((await askAs(simulator, 3)('event.unbind', { event, handler })).body.result).toEqual({ count: 0 })
  expect((await max('event.unbind', { event, handler })).body.result).toEqual({ count: 1 })
})

test('a webhook binds nothing', async () => {
  const answer = await simulator.handle(new Request(`${simulator.webhook(1)}events`))
  expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([403, 'WRONG_AUTH_TYPE'])
})
