import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator, type Simulator } from './create-simulator.ts'
import { parsePhpQuery } from './wire/php-query.ts'

interface Heard {
  path: string
  type: string | null
  event: string
  data: Record<string, string>
  auth: Record<string, string>
}

let portal: Simulator
const heard: Heard[] = []
const network = setupServer(
  http.post('https://app.example.test/*', async ({ request }) => {
    const { pathname: path } = new URL(request.url)
    const type = request.headers.get('content-type')
    heard.push({ path, type, ...(parsePhpQuery(await request.text()) as unknown as Omit<Heard, 'path' | 'type'>) })
    return new HttpResponse()
  }),
)
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterAll(() => network.close())
beforeEach(() => {
  heard.length = 0
  portal = createSimulator({ seed: 'empty' })
  portal.installApp({
    handlerUrl: 'https://app.example.test/app',
    installerUrl: 'https://app.example.test/install',
    title: { en: 'Create From' },
    scopes: ['crm', 'user'],
  })
})

async function announce(...options: Parameters<Simulator['announceSystemUser']>): Promise<Heard> {
  portal.announceSystemUser(...options)
  await portal.eventsDelivered()
  const [only] = heard.splice(0)
  if (!only) throw new Error('Nothing was sent.')
  return only
}

describe('ONAPPUSERREADY', () => {
  test('brings the tokens of the app’s own account and those of the installer, form-encoded, to the installer', async () => {
    const { path, type, event, data, auth } = await announce()
    expect([path, type, event]).toEqual(['/install', 'application/x-www-form-urlencoded', 'ONAPPUSERREADY'])
    // Source: parameters of ONAPPUSERREADY.
    expect(Object.keys(data).toSorted()).toEqual(
      `LANGUAGE_ID access_token client_endpoint client_id domain expires_in member_id refresh_token scope server_endpoint
      status user_id`.split(/\s+/),
    )
    expect(data).toMatchObject({ domain: new URL(portal.authOrigin).host, client_endpoint: `${portal.origin}/rest/` })
    expect(data.user_id).not.toBe(auth.user_id)
    expect(auth).toMatchObject({
      user_id: '1',
      application_token: portal.state.apps.get(1)?.applicationToken,
      refresh_token: expect.any(String),
    })
  })

  test('goes to the address of the app’s events where that is wished, once there is one', async () => {
    expect(() => portal.announceSystemUser({ to: 'events' })).toThrow('bound no event')
    await askAs(portal, 1)('event.bind', { event: 'ONAPPUNINSTALL', handler: 'https://app.example.test/events' })
    expect((await announce({ to: 'events' })).path).toBe('/events')
  })

  test('comes before and after the installation is finished', async () => {
    expect(portal.state.apps.get(1)?.installed).toBe(false)
    await announce()
    portal.finishInstall(1)
    expect((await announce()).event).toBe('ONAPPUSERREADY')
  })
})

describe('the account of an app', () => {
  const profileOf = async (token: string) => {
    const answer = await portal.handle(new Request(`${portal.origin}/rest/profile?auth=${token}`))
    return (await answer.json()) as { result?: { ID: string; NAME: string }; error?: string }
  }

  test('acts in REST, is no administrator, and stays the same', async () => {
    const { data } = await announce()
    expect(await profileOf(data.access_token!)).toMatchObject({
      result: { ID: data.user_id, NAME: 'Create From', ADMIN: false },
    })
    expect((await announce()).data.user_id).toBe(data.user_id)
  })

  test('is found by no method that looks for people', async () => {
    const { data } = await announce()
    const anna = askAs(portal, 1)
    for (const [method, params] of [
      ['user.get', {}],
      ['user.get', { ID: data.user_id }],
      ['user.search', { FIND: 'Create' }],
    ] as const) {
      const { body } = await anna(method, params)
      expect((body.result as { ID: string }[]).map(({ ID }) => ID)).not.toContain(data.user_id)
    }
  })

  test('sleeps when the app is removed, and wakes with the next event', async () => {
    const { data } = await announce()
    portal.uninstallApp()
    expect(portal.state.users.get(Number(data.user_id))?.active).toBe(false)
    expect((await profileOf(data.access_token!)).error).toBeDefined()
    portal.reinstallApp(1)
    const again = await announce()
    expect(again.data.user_id).toBe(data.user_id)
    expect(await profileOf(again.data.access_token!)).toMatchObject({ result: { ID: data.user_id } })
  })
})
