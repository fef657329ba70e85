import { beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import { stillClock } from './clock.ts'

const handler = 'https://app.example.test/open'

let anna: ReturnType<typeof askAs>
beforeEach(() => {
  const simulator = createSimulator({ seed: 'empty', clock: stillClock() })
  simulator.installApp({ handlerUrl: 'https://app.example.test/app', scopes: ['crm', 'placement'] })
  anna = askAs(simulator, 1)
})

const bind = (PLACEMENT: string, more: object = {}) => anna('placement.bind', { PLACEMENT, HANDLER: handler, ...more })
const codes = async (params: object) => (await anna('placement.list', params)).body.result as string[]

describe('placement.list', () => {
  test('names the places of one scope', async () => {
    expect(await codes({ SCOPE: 'task' })).toContain('TASK_VIEW_TAB')
    expect((await codes({ SCOPE: 'task' })).filter((code) => !code.startsWith('TASK_'))).toEqual([])
  })

  test('without a scope names the app’s own and everybody’s, with FULL all', async () => {
    const own = await codes({})
    expect(own).toEqual(expect.arrayContaining(['CRM_LEAD_DETAIL_TOOLBAR', 'LEFT_MENU']))
    expect(own).not.toContain('TASK_VIEW_TAB')
    expect(await codes({ FULL: true })).toEqual(expect.arrayContaining([...own, 'TASK_VIEW_TAB']))
  })
})

test('placement.get tells title and description in the person’s language; placement.unbind wants a text', async () => {
  const LANG_ALL = { de: { TITLE: 'Dach', DESCRIPTION: 'Vom Dach', GROUP_NAME: 'Bau' }, en: { TITLE: 'Roof' } }
  await bind('CRM_DEAL_DETAIL_TAB', { LANG_ALL })
  expect((await anna('placement.get')).body.result).toMatchObject([
    { title: 'Dach', description: 'Vom Dach', langAll: { en: { TITLE: 'Roof', DESCRIPTION: '' } } },
  ])
  expect((await anna('placement.unbind', { PLACEMENT: ['CRM_DEAL_DETAIL_TAB'] })).body).toMatchObject({
    error: 'ERROR_ARGUMENT',
    error_description: "The value of an argument 'PLACEMENT' must be of type string",
  })
})

describe('placement.bind refuses', () => {
  test('a place of a scope the app has not, once the handler is right', async () => {
    const notFound = { status: 400, body: { error: 'ERROR_PLACEMENT_NOT_FOUND' } }
    expect(await bind('TASK_VIEW_TAB')).toMatchObject(notFound)
    expect(await bind('TASK_VIEW_TAB', { HANDLER: 'x' })).toMatchObject({ body: { error: 'ERROR_WRONG_HANDLER_URL' } })
  })

  test('with status 200 what only one place refuses', async () => {
    expect(await bind('CRM_DEAL_DETAIL_TAB', { USER_ID: 2 })).toMatchObject({
      status: 200,
      body: { error: 'ERROR_PLACEMENT_USER_MODE', error_description: 'User mode is not available' },
    })
    expect(await bind('PAGE_BACKGROUND_WORKER')).toMatchObject({
      status: 200,
      body: { error: 'EMPTY_ERROR_HANDLER_URL' },
    })
    await bind('REST_APP_URI')
    expect(await bind('REST_APP_URI', { HANDLER: `${handler}/2` })).toMatchObject({
      status: 200,
      body: { error: 'ERROR_PLACEMENT_MAX_COUNT' },
    })
  })

  test('a missing argument by its name', async () => {
    expect(await anna('placement.bind', { HANDLER: handler })).toEqual({
      status: 400,
      body: {
        error: 'ERROR_ARGUMENT',
        error_description: "Argument 'PLACEMENT' is null or empty",
        argument: 'PLACEMENT',
      },
    })
    expect((await bind('IM_SIDEBAR')).body).toMatchObject({ error: 'ERROR_ARGUMENT', argument: 'iconName' })
  })

  test.each([
    ['IMMOBILE_CONTEXT_MENU', { context: 'MOON' }, 'INVALID_ERROR_CONTEXT'],
    ['IM_CONTEXT_MENU', { role: 'GUEST' }, 'INVALID_ERROR_ROLE'],
  ])('options %s does not know', async (place, OPTIONS, error) => {
    expect((await bind(place, { OPTIONS })).body.error).toBe(error)
  })
})

test('no person means everybody: a client may say so with null or 0', async () => {
  expect((await bind('CRM_DEAL_DETAIL_TAB', { USER_ID: null, OPTIONS: [] })).body.result).toBe(true)
  expect((await bind('CRM_LEAD_DETAIL_TAB', { USER_ID: 0 })).body.result).toBe(true)
  expect((await anna('placement.get')).body.result).toMatchObject([{ userId: 0 }, { userId: 0 }])
})

test('places keep the options they know, per person where they are for persons', async () => {
  const errorHandlerUrl = `${handler}/gone`
  await bind('PAGE_BACKGROUND_WORKER', { USER_ID: 2, OPTIONS: { errorHandlerUrl, other: 1 } })
  await bind('IMMOBILE_CONTEXT_MENU', { OPTIONS: { context: 'CHAT;LINES' } })
  await bind('CRM_DEAL_DETAIL_ACTIVITY', { OPTIONS: { useBuiltInInterface: 'Y' } })
  await bind('LEFT_MENU', { OPTIONS: { anything: 1 } })
  expect((await anna('placement.get')).body.result).toMatchObject([
    { userId: 2, options: { errorHandlerUrl } },
    { userId: 0, options: { context: 'CHAT;LINES', extranet: 'N', role: 'USER' } },
    { options: { useBuiltInInterface: 'Y' } },
    { options: [] },
  ])
  const unbind = async (params: object) => (await anna('placement.unbind', params)).body.result
  expect(await unbind({ PLACEMENT: 'PAGE_BACKGROUND_WORKER', USER_ID: 1 })).toEqual({ count: 0 })
  expect(await unbind({ PLACEMENT: 'PAGE_BACKGROUND_WORKER', USER_ID: 2 })).toEqual({ count: 2 })
})
