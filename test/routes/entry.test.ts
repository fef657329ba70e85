import { http, HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { ourApp } from '../../server/actions/our-app.ts'
import { menuItems } from '../../server/conversion/menu-items.ts'
import { usualSettings } from '../../server/conversion/settings.ts'
import { searchableSources } from '../../server/conversion/source-search.ts'
import { openFrame, openPortal, postForm, readPage, request, useApp, network, publicUrl } from './door.ts'

useApp()

const deal = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1', URI: '/crm/deal/details/1/' } }

describe('a frame of a portal', () => {
  it('opens a record with a session, and its preview rides along', async () => {
    const portal = openPortal('frames')
    const page = await openFrame(portal, { userId: 2, ...deal, language: 'de' })
    expect(page.status).toBe(200)
    expect(page.start).toMatchObject({ page: 'convert', language: 'de' })
    expect(page.first).toMatchObject({ preview: { source: { type: 'deal', id: 1 } } })
  })

  it('can be read before the app has come: its preview stands there in words, too', async () => {
    const portal = openPortal('words')
    const { html } = await openFrame(portal, { userId: 2, ...deal, language: 'de' })
    expect(html).toMatch(/<div id="sight" lang="de".*<h1>.*Rechnung.*<script type="application\/json" id="preview">/s)
  })

  it('may be framed by this portal alone, and may call nobody but it and us', async () => {
    const portal = openPortal('framed')
    const { headers } = await openFrame(portal, { userId: 2, ...deal })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain('frame-ancestors https://framed.bitrix24.test;'.slice(0, -1))
    expect(policy).toContain("connect-src 'self' https://framed.bitrix24.test;")
    expect(policy).toContain("script-src 'self';")
    expect(headers.get('x-frame-options')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('strict-transport-security')).toMatch(/max-age/)
  })

  it('opens the main page and the installer', async () => {
    const portal = openPortal('main')
    expect((await openFrame(portal, { userId: 2, url: `${publicUrl}/app` })).start).toMatchObject({ page: 'home' })
    expect((await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })).start).toMatchObject({
      page: 'install',
    })
  })

  it('speaks the language of the person, and English to those we have no words for', async () => {
    const portal = openPortal('languages')
    for (const [language, ours] of [
      ['de', 'de'],
      ['br', 'pt-br'],
      ['ua', 'uk'],
      ['tr', 'en'],
    ] as const)
      expect((await openFrame(portal, { userId: 2, ...deal, language })).start).toMatchObject({ language: ours })
  })

  it('says in their language, too, that it needs JavaScript', async () => {
    const portal = openPortal('scriptless')
    const page = await openFrame(portal, { userId: 2, ...deal, language: 'fr' })
    expect(page.html).toContain('<noscript lang="fr">Cette application a besoin de JavaScript.')
  })

  it('takes the id under the other documented key as well', async () => {
    const portal = openPortal('keys')
    const quote = { placement: 'CRM_QUOTE_DETAIL_TOOLBAR' }
    for (const placementOptions of [{ ENTITY_ID: '1' }, { ID: 1 }])
      expect((await openFrame(portal, { userId: 2, ...quote, placementOptions })).first).toMatchObject({
        preview: { source: { type: 'quote', id: 1 } },
      })
  })

  it('shows the refusal of the portal in place of the preview', async () => {
    const portal = openPortal('gone')
    const page = await openFrame(portal, { userId: 2, ...deal, placementOptions: { ID: '987654' } })
    expect(page.status).toBe(200)
    expect(page.first).toMatchObject({ error: { code: 'record_not_found' } })
    expect(page.html).not.toContain('id="sight"')
  })

  it('sends the skeleton before the portal has answered', async () => {
    const portal = openPortal('slow')
    const { action, fields } = portal.frameForm({ userId: 2, ...deal })
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    network.use(
      http.post('https://slow.bitrix24.test/rest/*', async ({ request: read }) => {
        await answered
        return portal.handle(read)
      }),
    )
    const { pathname, search } = new URL(action)
    const headers = { 'accept-encoding': 'gzip' }
    const response = await request(pathname + search, { method: 'POST', body: new URLSearchParams(fields), headers })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let html = ''
    while (!html.includes('id="start"')) html += (await reader.read()).value ?? ''
    expect(html).not.toContain('id="preview"')
    answer()
    for (let part = await reader.read(); !part.done; part = await reader.read()) html += part.value
    expect(html).toContain('id="preview"')
  })

  it('cannot be broken out of by a title', async () => {
    const portal = openPortal('titles')
    const title = '</script><script>alert(1)</script><!--'
    const { id } = portal.add('deal', { title })
    const page = await openFrame(portal, { userId: 2, ...deal, placementOptions: { ID: String(id) } })
    expect(page.html).not.toContain('<script>alert')
    expect(page.first).toMatchObject({ preview: { source: { title } } })
  })
})

describe('a frame that is not to be trusted is refused with a page', () => {
  const refused = (code: string) => ({ page: 'refused', error: { code } })

  it('when the token is invented', async () => {
    const portal = openPortal('forged')
    for (const AUTH_ID of [
      '0123456789abcdef0123456789abcdef',
      '',
      '../../oauth/token',
      'ü'.repeat(40),
      'a'.repeat(600),
    ]) {
      const page = await openFrame(portal, { userId: 2, ...deal }, { AUTH_ID })
      expect(page).toMatchObject({ status: 403, start: refused('not_verified'), session: '', first: null })
    }
  })

  it('and the refusal can be read in the frame, since it holds no secret', async () => {
    const portal = openPortal('forged-framed')
    const page = await openFrame(portal, { userId: 2, ...deal }, { AUTH_ID: 'x'.repeat(40) })
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self';")
  })

  it('when the token or the portal id is missing', async () => {
    const portal = openPortal('halves')
    for (const missing of [['AUTH_ID'], ['member_id'], ['AUTH_ID', 'member_id']]) {
      const changes = Object.fromEntries(missing.map((name) => [name, null]))
      expect(await openFrame(portal, { userId: 2, ...deal }, changes)).toMatchObject({
        status: 403,
        start: refused('not_verified'),
      })
    }
  })

  it('when the token belongs to another app', async () => {
    const portal = openPortal('other-app', { clientId: 'app.of.somebody.else' })
    expect(await openFrame(portal, { userId: 2, ...deal })).toMatchObject({
      status: 403,
      start: refused('not_verified'),
    })
  })

  it('when the form names another portal than the token', async () => {
    const portal = openPortal('thief')
    const stolen = 'f'.repeat(32)
    expect(await openFrame(portal, { userId: 2, ...deal }, { member_id: stolen })).toMatchObject({
      status: 403,
      start: refused('not_verified'),
    })
  })

  it('when the token has expired', async () => {
    const portal = openPortal('late')
    const { action, fields } = portal.frameForm({ userId: 2, ...deal })
    portal.faults.expireTokens()
    const { pathname, search } = new URL(action)
    expect(await postForm(pathname + search, fields)).toMatchObject({ status: 401, start: refused('token_expired') })
  })

  it('when no auth server answers', async () => {
    const portal = openPortal('dark')
    network.use(
      http.all('https://oauth.bitrix.info/*', () => HttpResponse.error()),
      http.all('https://oauth.bitrix24.tech/*', () => new HttpResponse(null, { status: 502 })),
    )
    expect(await openFrame(portal, { userId: 2, ...deal })).toMatchObject({
      status: 503,
      start: refused('portal_unreachable'),
    })
  })

  it('when the auth server names a portal inside our own network', async () => {
    const portal = openPortal('inside')
    const { action, fields } = portal.frameForm({ userId: 2, ...deal })
    const { pathname, search } = new URL(action)
    for (const endpoint of [
      'https://10.0.0.7/rest/',
      'https://127.0.0.1/rest/',
      'https://[::1]/rest/',
      'https://[::ffff:192.168.0.1]/rest/',
      'https://169.254.169.254/rest/',
      'https://localhost/rest/',
      'http://portal.bitrix24.test/rest/',
    ]) {
      portal.state.origin = new URL(endpoint).origin
      expect(await postForm(pathname + search, fields)).toMatchObject({ status: 403, start: refused('not_verified') })
    }
  })

  it.each([
    'https://a.example; script-src *',
    'https://a.example;script-src*',
    'https://a.example;frame-ancestors',
    'https://a.example,https://b.example',
    'https://*',
    'https://*.example',
    'https://%2a.example',
    "https://'self'",
    'https://a.example\r\nx-injected: 1',
    'https://a.example@b.example',
    'data:text/html,x',
  ])('when the portal has an address that would change our headers: %j', async (origin) => {
    const portal = openPortal('headers')
    const { action, fields } = portal.frameForm({ userId: 2, ...deal })
    const { pathname, search } = new URL(action)
    network.use(
      http.get('https://oauth.bitrix.info/rest/app.info', async ({ request: asked }) => {
        const answer = (await (await portal.handle(asked)).json()) as { result: { install: object } }
        const install = { ...answer.result.install, client_endpoint: `${origin}/rest/` }
        return HttpResponse.json({ ...answer, result: { ...answer.result, install } })
      }),
    )
    const page = await postForm(pathname + search, fields)
    expect(page).toMatchObject({ status: 403, start: refused('not_verified'), session: '' })
    expect(page.headers.get('content-security-policy')).not.toMatch(/example|data:text|https:/)
    expect(page.headers.get('x-injected')).toBeNull()
  })

  it('and no address that came with the form is ever called', async () => {
    const portal = openPortal('hostile')
    const called: string[] = []
    network.use(
      http.all('https://attacker.test/*', ({ request: { url } }) => {
        called.push(url)
        return HttpResponse.json({})
      }),
    )
    const { fields } = portal.frameForm({ userId: 2, ...deal })
    const changes = { SERVER_ENDPOINT: 'https://attacker.test/rest/', client_endpoint: 'https://attacker.test/rest/' }
    const page = await postForm('/app?DOMAIN=attacker.test&PROTOCOL=1&LANG=de&APP_SID=1', fields, changes)
    expect(page.status).toBe(200)
    expect(called).toEqual([])
  })
})

describe('an auth server', () => {
  it('is asked after the first one did not know the token', async () => {
    const portal = openPortal('east')
    portal.state.authOrigin = 'https://oauth.bitrix24.tech'
    network.use(
      http.get('https://oauth.bitrix.info/rest/app.info', () =>
        HttpResponse.json({ error: 'invalid_token', error_description: '' }, { status: 401 }),
      ),
      http.get('https://oauth.bitrix24.tech/rest/app.info', ({ request: asked }) => portal.handle(asked)),
    )
    expect(await openFrame(portal, { userId: 2, ...deal })).toMatchObject({ status: 200, start: { page: 'convert' } })
  })

  it('is asked once per token', async () => {
    const portal = openPortal('once')
    const { action, fields } = portal.frameForm({ userId: 2, ...deal })
    const { pathname, search } = new URL(action)
    await Promise.all([1, 2, 3].map(() => postForm(pathname + search, fields)))
    await postForm(pathname + search, fields)
    expect(portal.authRequests).toHaveLength(1)
  })

  it('is not followed elsewhere', async () => {
    const portal = openPortal('redirected')
    network.use(
      http.get('https://oauth.bitrix.info/rest/app.info', () => HttpResponse.redirect('https://attacker.test/')),
      http.get('https://oauth.bitrix24.tech/rest/app.info', () => HttpResponse.redirect('https://attacker.test/')),
    )
    expect(await openFrame(portal, { userId: 2, ...deal })).toMatchObject({ status: 403 })
  })
})

describe('bad input in a proven frame', () => {
  it('an unknown place is named as such', async () => {
    const portal = openPortal('places')
    for (const placement of ['CRM_CONTACT_DETAIL_TOOLBAR', 'CRM_DEAL_DETAIL_TAB', 'constructor', '__proto__'])
      expect(await openFrame(portal, { userId: 2, placement, placementOptions: { ID: '1' } })).toMatchObject({
        status: 400,
        start: { page: 'refused', error: { code: 'unknown_placement' } },
      })
  })

  it.each([
    null,
    '',
    '{',
    'null',
    '[]',
    '"1"',
    '{}',
    '{"ID":""}',
    '{"ID":"0"}',
    '{"ID":-1}',
    '{"ID":"1e3"}',
    '{"ID":1.5}',
    '{"ID":"99999999999999999999"}',
    '{"ID":2147483648}',
    '{"ID":{"toString":"1"}}',
    '{"ID":["1"]}',
    '{"ID":"1; drop table portals"}',
    '{"ID":"$result[x]"}',
    '{"__proto__":{"ID":"1"}}',
  ])('options without an id of a record are refused with a page: %j', async (PLACEMENT_OPTIONS) => {
    const portal = openPortal('options')
    expect(await openFrame(portal, { userId: 2, ...deal }, { PLACEMENT_OPTIONS })).toMatchObject({
      status: 400,
      start: { page: 'refused', error: { code: 'invalid_request' } },
    })
    expect(portal.requests).toEqual([])
  })

  it('options nested beyond reason are refused with a page', async () => {
    const portal = openPortal('nested')
    const page = await openFrame(portal, { userId: 2, ...deal }, { PLACEMENT_OPTIONS: '['.repeat(20_000) })
    expect(page).toMatchObject({ status: 400, start: { error: { code: 'invalid_request' } } })
  })

  it('a form that is too large is refused with a page', async () => {
    const portal = openPortal('large')
    const page = await openFrame(portal, { userId: 2, ...deal }, { PLACEMENT_OPTIONS: 'x'.repeat(200_000) })
    expect(page).toMatchObject({ status: 413, start: { page: 'refused', error: { code: 'invalid_request' } } })
  })

  it('a body that is no form is refused with a page', async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await request('/app?LANG=de', { method: 'POST', body: '{"AUTH_ID":"x"}', headers })
    expect(await readPage(answer)).toMatchObject({
      status: 403,
      start: { page: 'refused', language: 'de', error: { code: 'not_verified' } },
    })
  })
})

describe('somebody outside of a portal', () => {
  it('sees a clear page', async () => {
    for (const path of ['/app', '/install', '/app?LANG=de']) {
      const page = await readPage(await request(path))
      expect(page).toMatchObject({ status: 200, start: { page: 'outside' }, session: '' })
    }
  })

  it('finds every address a portal is told with HEAD, as its settings check them', async () => {
    const { handler, bindings, timelineEvents } = ourApp(publicUrl)
    const items = searchableSources.flatMap((source) => menuItems({ ...usualSettings, menu: 'perTarget' }, source, {}))
    const told = new Set([
      `${publicUrl}/install`,
      ...[...bindings.placements, ...bindings.events, ...timelineEvents].map((one) => one.handler),
      ...items.map((item) => `${handler}/${item.join('-') || 'other'}`),
    ])
    expect(told.size).toBeGreaterThan(8)
    for (const address of told) {
      const answer = await request(new URL(address).pathname, { method: 'HEAD' })
      expect([address, answer.status, await answer.text()]).toEqual([address, 200, ''])
    }
  })

  it('is told plainly that there is nothing elsewhere', async () => {
    expect((await request('/')).status).toBe(404)
    expect((await request('/app/../server/config.ts')).status).toBe(404)
  })

  it('can ask whether the server lives and is ready', async () => {
    expect(await (await request('/health')).json()).toEqual({ status: 'ok' })
    expect(await (await request('/ready')).json()).toEqual({ status: 'ok' })
  })
})
