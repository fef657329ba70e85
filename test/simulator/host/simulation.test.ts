import { beforeEach, describe, expect, it } from 'vitest'
import { cardPath } from '../crm/relations.ts'
import type { Simulator } from '../simulator.ts'
import { look, openPortal } from './open-portal.ts'

const [admin, salesperson] = [1, 2]
const placement = 'CRM_DEAL_DETAIL_TOOLBAR'
const handler = 'https://app.test/app'

let portal: Simulator
beforeEach(() => {
  portal = openPortal({ seed: 'empty' })
})

/** Asks one of the portal's own endpoints the way its page scripts do. */
async function ask(person: number, path: string, body: unknown = {}, origin = portal.origin) {
  const headers = { cookie: `simulated_portal=${person}.en.light`, origin, 'content-type': 'application/json' }
  const request = new Request(`${portal.origin}/simulation/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const answer = await portal.handle(request)
  return { status: answer.status, result: await answer.json().catch(() => null) }
}

function install(installed: boolean) {
  const title = { de: 'Erstellen aus', en: 'Create From' }
  const app = portal.installApp({
    handlerUrl: handler,
    installerUrl: 'https://app.test/install',
    title,
    scopes: ['crm'],
  })
  const texts = (TITLE: string) => ({ TITLE, DESCRIPTION: '', GROUP_NAME: '' })
  app.placements.push({ placement, handler, langAll: { de: texts('Erstellen aus…'), en: texts('Create from…') } })
  if (installed) portal.finishInstall(admin)
  return app
}

describe('the bar', () => {
  const choose = (form: Record<string, string>, origin = portal.origin) =>
    portal.handle(
      new Request(`${portal.origin}/simulation/visitor`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams(form),
      }),
    )

  it('changes person, language and appearance, and comes back to the page', async () => {
    const answer = await choose({ person: '2', language: 'en', theme: 'dark', back: '/crm/lead/?page=1' })
    expect(answer.headers.get('location')).toBe('/crm/lead/?page=1')
    const as = /^simulated_portal=([^;]+)/.exec(answer.headers.get('set-cookie')!)![1]!
    const { document } = await look(portal, '/crm/lead/', { as })
    expect(document.documentElement.lang).toBe('en')
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(document.querySelector('select[name=person] option[selected]')?.textContent).toBe('Max Berger')
  })

  it('makes REST answer that person in the same language', async () => {
    await choose({ person: '2', language: 'en', back: '/' })
    expect(portal.state.users.get(salesperson)!.language).toBe('en')
  })

  it('ignores what it does not know and leads to no other host', async () => {
    const answer = await choose({ person: '999', language: 'xx', theme: 'neon', back: '//evil.test/' })
    expect(answer.headers.get('location')).toBe('/')
    expect(answer.headers.get('set-cookie')).toMatch(/^simulated_portal=1\.de\.auto\.web;/)
  })

  it('does not listen to another origin', async () => {
    expect((await choose({ person: '2' }, 'https://evil.test')).status).toBe(403)
  })
})

describe('the menu of a card', () => {
  it('holds the app’s placements in the visitor’s language, once the app is installed', async () => {
    const app = install(false)
    const deal = portal.add('deal', { title: 'x' })
    const items = async (as: string) => {
      const { document } = await look(portal, cardPath(deal), { as })
      return [...document.querySelectorAll('main button[data-app]')]
    }
    expect(await items('1.de.light')).toHaveLength(0)
    portal.finishInstall(admin)
    expect((await items('2.de.light')).map((item) => item.textContent.trim())).toEqual(['Erstellen aus…'])
    const [item] = await items('2.en.light')
    expect(item!.textContent.trim()).toBe('Create from…')
    const given = ['data-app', 'data-placement', 'data-options'].map((name) => item!.getAttribute(name))
    expect(given).toEqual([String(app.id), placement, `{"ID":"${deal.id}"}`])
    portal.uninstallApp()
    expect(await items('1.de.light')).toHaveLength(0)
  })

  it.each([
    ['quote', 'CRM_QUOTE_DETAIL_TOOLBAR'],
    ['invoice', 'CRM_SMART_INVOICE_DETAIL_TOOLBAR'],
  ] as const)('hands over a %s under ENTITY_ID', async (type, code) => {
    const app = install(true)
    app.placements.push({ ...app.placements[0]!, placement: code })
    const record = portal.add(type, { title: 'x' })
    const { document } = await look(portal, cardPath(record))
    expect(document.querySelector(`[data-placement="${code}"]`)?.getAttribute('data-options')).toBe(
      `{"ENTITY_ID":"${record.id}"}`,
    )
  })
})

describe('the list of apps', () => {
  const send = (person: number, path: string, form: Record<string, string>) => {
    const headers = { origin: portal.origin, cookie: `simulated_portal=${person}.en.light` }
    const body = new URLSearchParams(form)
    return portal.handle(new Request(`${portal.origin}/simulation/${path}`, { method: 'POST', headers, body }))
  }
  const list = async (as = '1.en.light') => (await look(portal, '/marketplace/', { as })).document

  it.each([
    ['with', { clean: 'on' }, {}],
    ['without', {}, { colour: 'blue' }],
  ])('lets an administrator remove an app %s its settings, and install it again', async (_, clean, options) => {
    const app = install(true)
    const { applicationToken } = app
    app.options.colour = 'blue'
    const form = (await list()).querySelector('form[popover]')!
    expect(form.getAttribute('action')).toBe('/simulation/remove-app')
    expect(form.querySelector('input[type=checkbox]')?.getAttribute('name')).toBe('clean')
    const removed = await send(admin, 'remove-app', { app: String(app.id), back: '/marketplace/', ...clean })
    expect([removed.status, removed.headers.get('location')]).toEqual([303, '/marketplace/'])
    expect(app).toMatchObject({ active: false, placements: [], options })

    const again = (await list()).querySelector('form[action="/simulation/install-app"]')!
    expect(again.querySelector('input[name=back]')?.getAttribute('value')).toBe(`/marketplace/app/${app.id}/`)
    await send(admin, 'install-app', { app: String(app.id) })
    expect(app).toMatchObject({ active: true, installed: false, options })
    expect(app.applicationToken).not.toBe(applicationToken)
  })

  it('lets nobody else do that, and hides removed apps from them', async () => {
    const app = install(true)
    expect((await list('2.en.light')).querySelector('main form')).toBeNull()
    expect((await send(salesperson, 'remove-app', { app: String(app.id) })).status).toBe(403)
    expect(app.active).toBe(true)
    portal.uninstallApp()
    expect((await list('2.en.light')).querySelector('main form')).toBeNull()
    expect((await send(salesperson, 'install-app', { app: String(app.id) })).status).toBe(403)
    expect(app.active).toBe(false)
  })
})

describe('an app', () => {
  it('that is not installed opens its installer for an administrator and nothing for others', async () => {
    const app = install(false)
    const path = `/marketplace/app/${app.id}/`
    expect((await look(portal, path, { as: '2.en.light' })).text).toContain('not fully installed')
    expect((await look(portal, path)).document.querySelector('section[data-app]')).not.toBeNull()
    const frame = (await ask(admin, 'frame', { appId: app.id })).result
    expect(frame.action).toMatch(/^https:\/\/app\.test\/install\?/)
    expect(frame.init).toMatchObject({ INSTALL: true, IS_ADMIN: true, PLACEMENT: 'DEFAULT' })
    expect((await ask(salesperson, 'frame', { appId: app.id })).status).toBe(403)
  })

  it('gets the form of the portal and the answer to getInitData for the person who looks', async () => {
    const app = install(true)
    app.options.colour = 'blue'
    const opener = '/crm/deal/details/5/?tab=products'
    const asked = { appId: app.id, placement, handler, options: { ID: '5' }, opener }
    const { result } = await ask(salesperson, 'frame', asked)
    expect(result.fields).toMatchObject({ PLACEMENT: placement, member_id: portal.state.memberId })
    expect(JSON.parse(result.fields.PLACEMENT_OPTIONS)).toEqual({ ID: '5', URI: opener })
    expect(Object.fromEntries(new URL(result.action).searchParams)).toMatchObject({
      LANG: 'en',
      APP_SID: result.appSid,
    })
    expect(result.init).toMatchObject({
      AUTH_ID: result.fields.AUTH_ID,
      PATH: '/rest',
      IS_ADMIN: false,
      INSTALL: false,
      FIRST_RUN: true,
      APP_OPTIONS: { colour: 'blue' },
      USER_OPTIONS: [],
      PLACEMENT_OPTIONS: { ID: '5', URI: opener },
    })
    expect(portal.state.grants.get(result.init.AUTH_ID)?.userId).toBe(salesperson)
  })

  it('cannot be opened at a placement it never bound', async () => {
    const app = install(true)
    expect((await ask(admin, 'frame', { appId: app.id, placement: 'CRM_LEAD_DETAIL_TOOLBAR' })).status).toBe(403)
  })

  it('keeps its options by the rules: the app’s for administrators, a person’s for that person', async () => {
    const app = install(true)
    expect((await ask(salesperson, `apps/${app.id}/option`, { name: 'a', value: 1 })).status).toBe(403)
    expect((await ask(admin, `apps/${app.id}/option`, { name: 'a', value: 1 })).result).toEqual({ a: 1 })
    await ask(salesperson, `apps/${app.id}/user-option`, { name: 'b', value: 2 })
    expect(app.options).toEqual({ a: 1 })
    expect([...app.userOptions]).toEqual([[salesperson, { b: 2 }]])
  })

  it('is finished by an administrator only', async () => {
    const app = install(false)
    expect((await ask(salesperson, `apps/${app.id}/finish-install`)).result).toEqual({ finished: false })
    expect((await ask(admin, `apps/${app.id}/finish-install`)).result).toEqual({ finished: true })
  })

  it('runs for the first time once per person', async () => {
    const app = install(true)
    const firstRun = async (person: number) => (await ask(person, 'frame', { appId: app.id })).result.init.FIRST_RUN
    await ask(admin, `apps/${app.id}/first-run`)
    expect([await firstRun(admin), await firstRun(salesperson)]).toEqual([false, true])
  })

  it.each(['frame', 'people', 'apps/1/tokens'])('nobody else’s page may ask for %s', async (path) => {
    install(true)
    expect((await ask(admin, path, { appId: 1 }, 'https://app.test')).status).toBe(403)
  })
})
