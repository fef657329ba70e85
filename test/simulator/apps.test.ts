import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'
import { parsePhpQuery } from './wire/php-query.ts'

const app = {
  handlerUrl: 'https://app.example.test/app',
  installerUrl: 'https://app.example.test/install',
  scopes: ['crm', 'placement'],
  title: { de: 'App', en: 'App' },
}

describe('installing', () => {
  const open = (): { simulator: Simulator; anna: ReturnType<typeof askAs>; max: ReturnType<typeof askAs> } => {
    const simulator = createSimulator({ seed: 'empty' })
    simulator.installApp(app)
    return { simulator, anna: askAs(simulator, 1), max: askAs(simulator, 2) }
  }

  test('the frame gets the documented form', () => {
    const { simulator } = open()
    const { action, fields, appSid } = simulator.frameForm({
      userId: 2,
      placement: 'CRM_DEAL_DETAIL_TOOLBAR',
      placementOptions: { ID: '7' },
    })
    expect(Object.fromEntries(new URL(action).searchParams)).toEqual({
      DOMAIN: 'portal.bitrix24.test',
      PROTOCOL: '1',
      LANG: 'de',
      APP_SID: appSid,
    })
    expect(appSid).toMatch(/^[0-9a-f]{32}$/)
    expect(fields).toMatchObject({
      AUTH_EXPIRES: '3600',
      member_id: simulator.state.memberId,
      status: 'L',
      PLACEMENT: 'CRM_DEAL_DETAIL_TOOLBAR',
      PLACEMENT_OPTIONS: '{"ID":"7"}',
    })
    expect(new URL(simulator.frameForm({ userId: 1 }).action).pathname).toBe('/install')
    expect(new URL(simulator.frameForm({ userId: 2 }).action).pathname).toBe('/app')
  })

  test('placements are bound once, by administrators, at addresses with a dot', async () => {
    const { anna, max } = open()
    const bind = {
      PLACEMENT: 'CRM_DEAL_DETAIL_TOOLBAR',
      HANDLER: 'https://app.example.test/app',
      LANG_ALL: { de: { TITLE: 'Erzeugen' }, en: { TITLE: 'Create' } },
    }
    expect((await anna('placement.list')).body.result).toContain('CRM_SMART_INVOICE_DETAIL_TOOLBAR')
    expect((await anna('placement.bind', bind)).body.result).toBe(true)
    expect(await anna('placement.bind', bind)).toMatchObject({
      status: 400,
      body: { error: 'ERROR_CORE', error_description: 'Unable to set placement handler: Handler already binded' },
    })
    expect((await anna('placement.get')).body.result).toEqual([
      {
        placement: bind.PLACEMENT,
        userId: 0,
        handler: bind.HANDLER,
        options: [],
        title: 'Erzeugen',
        description: '',
        langAll: {
          de: { TITLE: 'Erzeugen', DESCRIPTION: '', GROUP_NAME: '' },
          en: { TITLE: 'Create', DESCRIPTION: '', GROUP_NAME: '' },
        },
      },
    ])
    const error = async (change: object) => (await anna('placement.bind', { ...bind, ...change })).body.error
    expect(await error({ PLACEMENT: 'CRM_MOON' })).toBe('ERROR_PLACEMENT_NOT_FOUND')
    expect(await error({ HANDLER: 'http://localhost/x' })).toBe('ERROR_WRONG_HANDLER_URL')
    expect(await error({ HANDLER: 'ftp://app.example.test/x' })).toBe('ERROR_UNSUPPORTED_PROTOCOL')
    expect(await error({ HANDLER: '' })).toBe('ERROR_ARGUMENT')
    expect(await max('placement.bind', bind)).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
    expect((await anna('placement.unbind', { placement: bind.PLACEMENT })).body.result).toEqual({ count: 2 })
    expect((await anna('placement.unbind', { placement: bind.PLACEMENT })).body.result).toEqual({ count: 0 })
  })

  test('only the application context binds', async () => {
    const { simulator } = open()
    const response = await simulator.handle(
      new Request(`${simulator.webhook(1)}event.bind?event=ONAPPINSTALL&handler=https://a.test/`),
    )
    expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([403, 'WRONG_AUTH_TYPE'])
  })

  test('events reach bound handlers after the installation is finished', async () => {
    const heard: Record<string, unknown>[] = []
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        heard.push({ type: request.headers['content-type'], ...parsePhpQuery(text) })
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const handler = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`
    const { simulator, anna, max } = open()
    try {
      for (const event of ['ONAPPINSTALL', 'OnAppUninstall', 'ONCRMDEALADD'])
        expect((await anna('event.bind', { event, handler })).body.result).toBe(true)
      expect((await anna('event.bind', { event: 'ONAPPINSTALL', handler })).body).toMatchObject({
        error: 'ERROR_CORE',
        error_description: 'Unable to set event handler: Handler already binded',
      })
      expect((await anna('event.bind', { event: 'ONMOONRISE', handler })).body.error).toBe('ERROR_EVENT_NOT_FOUND')
      expect((await anna('event.get')).body.result).toContainEqual({
        event: 'ONAPPUNINSTALL',
        handler,
        auth_type: '0',
        offline: 0,
      })
      simulator.add('deal', { title: 'noch nicht installiert' })
      expect(() => simulator.finishInstall(2)).toThrow('administrator')
      simulator.finishInstall(1)
      await simulator.eventsDelivered()
      const { id } = (
        (await max('crm.item.add', { entityTypeId: 2, fields: {} })).body.result as { item: { id: number } }
      ).item
      await simulator.eventsDelivered()
      simulator.uninstallApp({ clean: true })
      await simulator.eventsDelivered()
      expect(heard).toMatchObject([
        {
          type: 'application/x-www-form-urlencoded',
          event: 'ONAPPINSTALL',
          data: { VERSION: '1', ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'de' },
          auth: { user_id: '1', refresh_token: expect.any(String), member_id: simulator.state.memberId },
        },
        {
          event: 'ONCRMDEALADD',
          data: { FIELDS: { ID: String(id) } },
          auth: { user_id: '2', access_token: expect.any(String) },
        },
        {
          event: 'ONAPPUNINSTALL',
          data: { CLEAN: '1' },
          auth: { application_token: expect.stringMatching(/^[0-9a-f]{32}$/) },
        },
      ])
      expect(heard[1]?.auth).not.toHaveProperty('refresh_token')
      expect(heard[2]?.auth).not.toHaveProperty('access_token')
      expect((await anna('profile')).body.error).toBe('APPLICATION_NOT_FOUND')
    } finally {
      server.close()
    }
  })

  test('options belong to the app, or to a person', async () => {
    const { anna, max } = open()
    expect((await max('app.option.get')).body.result).toEqual([])
    expect((await anna('app.option.set', { options: { mode: 'fast' } })).body.result).toBe(true)
    expect(await max('app.option.set', { options: { mode: 'slow' } })).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied! Administrator authorization required' },
    })
    expect((await max('app.option.get', { option: 'mode' })).body.result).toBe('fast')
    expect((await max('app.option.get', { option: 'none' })).body.result).toBeNull()
    await max('user.option.set', { options: { seen: 1 } })
    expect((await max('user.option.get')).body.result).toEqual({ seen: 1 })
    expect((await anna('user.option.get')).body.result).toEqual([])
    expect((await max('user.option.set', {})).body).toMatchObject({ error: 'ERROR_ARGUMENT', argument: 'options' })
  })

  test.each(['app.option.get', 'app.option.set', 'user.option.get', 'user.option.set'])(
    '%s is nothing for a webhook',
    async (method) => {
      const { simulator } = open()
      const answer = await simulator.handle(new Request(`${simulator.webhook(1)}${method}?mode=fast`))
      expect(answer.status).toBe(403)
      expect(await answer.json()).toEqual({
        error: 'ACCESS_DENIED',
        error_description: 'Access denied! Application context required',
      })
    },
  )

  test('app.info, scope and methods speak about the app', async () => {
    const { simulator, max } = open()
    expect((await max('app.info')).body.result).toEqual({
      ID: 1,
      CODE: simulator.state.apps.get(1)?.clientId,
      VERSION: 1,
      STATUS: 'L',
      INSTALLED: false,
      PAYMENT_EXPIRED: 'N',
      DAYS: null,
      LANGUAGE_ID: 'de',
      LICENSE: 'de_pro100',
      LICENSE_TYPE: 'pro100',
      LICENSE_FAMILY: 'pro',
    })
    expect((await max('scope')).body.result).toEqual(['crm', 'placement'])
    expect((await max('method.get', { name: 'userfieldconfig.add' })).body.result).toEqual({
      isExisting: true,
      isAvailable: false,
    })
    expect((await max('method.get', { name: 'crm.item.fly' })).body.result).toEqual({
      isExisting: false,
      isAvailable: false,
    })
    expect((await max('methods')).body.result).not.toContain('userfieldconfig.add')
    simulator.state.missingMethods.add('crm.item.add')
    expect((await max('method.get', { name: 'crm.item.add' })).body.result).toEqual({
      isExisting: false,
      isAvailable: false,
    })
    expect((await max('methods')).body.result).not.toContain('crm.item.add')
    expect(await max('crm.item.add')).toMatchObject({ status: 404, body: { error: 'ERROR_METHOD_NOT_FOUND' } })
  })
})
