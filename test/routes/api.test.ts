import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import type { SettingsAnswer } from '../../server/contract.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import { api, installOn, logLines, openFrame, openPortal, publicUrl, request, sessionSecret, useApp } from './door.ts'

useApp()

const deal = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } }
const choicesOf = (preview: Preview, requestId: string = crypto.randomUUID()) => ({
  requestId,
  fingerprint: preview.fingerprint,
  targets: ['invoice'],
})
const refusal = (status: number, code: string) => ({ status, body: { error: { code } } })

describe('a page of ours', () => {
  it('previews, converts, and can ask again what became of it', async () => {
    const portal = openPortal('work')
    await installOn(portal)
    const page = await openFrame(portal, { userId: 2, ...deal })
    const preview = await api('/api/preview', page, {})
    expect(preview).toMatchObject({ status: 200, body: { source: { type: 'deal', id: 1 } } })
    const choices = choicesOf(preview.body as Preview)
    const converted = await api('/api/convert', page, choices)
    expect(converted).toMatchObject({ status: 200, body: { requestId: choices.requestId, outcome: 'done' } })
    expect(await api(`/api/conversions/${choices.requestId}`, page)).toEqual(converted)
  })

  it('asks in vain for what somebody else converted', async () => {
    const portal = openPortal('others')
    await installOn(portal)
    const mine = await openFrame(portal, { userId: 2, ...deal })
    const theirs = await openFrame(portal, { userId: 1, ...deal })
    const preview = await api('/api/preview', mine, {})
    expect(preview).toMatchObject({ status: 200 })
    const choices = choicesOf(preview.body as Preview)
    expect(await api('/api/convert', mine, choices)).toMatchObject({ status: 200, body: { outcome: 'done' } })
    const path = `/api/conversions/${choices.requestId}`
    expect(await api(path, theirs)).toMatchObject(refusal(404, 'conversion_not_found'))
    expect(await api('/api/convert', theirs, choices)).toMatchObject(refusal(404, 'conversion_not_found'))
  })

  it('cannot be called from a portal page that was not opened from a record', async () => {
    const portal = openPortal('no-record')
    const home = await openFrame(portal, { userId: 2, url: `${publicUrl}/app` })
    expect(await api('/api/preview', home, {})).toMatchObject(refusal(400, 'invalid_request'))
    expect(await api('/api/convert', home, {})).toMatchObject(refusal(400, 'invalid_request'))
  })
})

describe('a request is refused', () => {
  const sign = (claims: Record<string, unknown>, key = sessionSecret): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(key))
  const claimsOf = (session: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(session.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

  it('without a session, or without a token of the portal', async () => {
    const portal = openPortal('without')
    const page = await openFrame(portal, { userId: 2, ...deal })
    expect(await api('/api/preview', { ...page, session: '' }, {})).toMatchObject(refusal(401, 'session_missing'))
    expect(await api('/api/preview', { ...page, token: '' }, {})).toMatchObject(refusal(403, 'not_verified'))
  })

  it('with a session that has expired', async () => {
    const portal = openPortal('expired')
    const page = await openFrame(portal, { userId: 2, ...deal })
    const exp = Math.floor(Date.now() / 1000) - 1
    const session = await sign({ ...claimsOf(page.session), exp })
    expect(await api('/api/preview', { ...page, session }, {})).toMatchObject(refusal(401, 'session_expired'))
  })

  it('with a number that no column of ours can hold', async () => {
    const portal = openPortal('numbers')
    await installOn(portal)
    const home = await openFrame(portal, { userId: 1, url: `${publicUrl}/app` })
    const invalid = refusal(400, 'invalid_request')
    for (const number of [2 ** 31, 2 ** 53 - 1, 1.5, 1e300]) {
      expect(await api(`/api/history?user=${number}`, home)).toMatchObject(invalid)
      expect(await api(`/api/history.csv?user=${number}`, home)).toMatchObject(invalid)
      expect(await api(`/api/mappings/deal/invoice?version=${number}`, home)).toMatchObject(invalid)
    }
    for (const version of [2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1]) {
      const { settings } = (await api('/api/settings', home)).body as SettingsAnswer
      expect(await api('/api/settings', home, { settings, version })).toMatchObject(invalid)
      const change = { after: version, exceptions: [] }
      expect(await api('/api/mappings/deal/invoice', home, change)).toMatchObject(invalid)
    }
  })

  it('with a time before the calendar of the database', async () => {
    const portal = openPortal('times')
    await installOn(portal)
    const home = await openFrame(portal, { userId: 1, url: `${publicUrl}/app` })
    const moment = '0000-01-01T00:00:00Z'
    for (const query of [`from=${moment}`, `until=${moment}`, `after=${moment}~${crypto.randomUUID()}`])
      expect(await api(`/api/history?${query}`, home)).toMatchObject(refusal(400, 'invalid_request'))
  })

  it('with a session that we did not sign, or that has no end', async () => {
    const portal = openPortal('unsigned')
    const page = await openFrame(portal, { userId: 2, ...deal })
    const claims = claimsOf(page.session)
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${page.session.split('.')[1]}.`
    const { exp: _, ...endless } = claims
    for (const session of ['nonsense', none, await sign(claims, 'x'.repeat(40)), await sign(endless)])
      expect(await api('/api/preview', { ...page, session }, {})).toMatchObject(refusal(403, 'not_verified'))
  })

  it('with a session for another record than the page was opened for', async () => {
    const portal = openPortal('record')
    const page = await openFrame(portal, { userId: 2, ...deal })
    const [head, , signature] = page.session.split('.')
    const body = { ...claimsOf(page.session), record: { type: 'deal', id: 2 } }
    const session = [head, Buffer.from(JSON.stringify(body)).toString('base64url'), signature].join('.')
    expect(await api('/api/preview', { ...page, session }, {})).toMatchObject(refusal(403, 'not_verified'))
  })

  it('with the session of one person and the token of another', async () => {
    const portal = openPortal('mixed-people')
    const one = await openFrame(portal, { userId: 2, ...deal })
    const other = await openFrame(portal, { userId: 1, ...deal })
    const mixed = { session: one.session, token: other.token }
    expect(await api('/api/preview', mixed, {})).toMatchObject(refusal(401, 'session_expired'))
  })

  it('with the session of one portal and the token of another', async () => {
    const one = await openFrame(openPortal('mixed-one'), { userId: 2, ...deal })
    const other = await openFrame(openPortal('mixed-two'), { userId: 2, ...deal })
    const mixed = { session: one.session, token: other.token }
    expect(await api('/api/preview', mixed, {})).toMatchObject(refusal(403, 'not_verified'))
  })

  it('with a token that is not proven, also when the portal would take it', async () => {
    const page = await openFrame(openPortal('unproven'), { userId: 2, ...deal })
    const token = 'y'.repeat(40)
    expect(await api('/api/preview', { ...page, token }, {})).toMatchObject(refusal(403, 'not_verified'))
  })

  it.each([
    ['no json', '{'],
    ['nothing', {}],
    ['a plan of its own', { plan: {} }],
    ['no target', { targets: [] }],
    ['an unknown target', { targets: ['user'] }],
    ['eleven targets', { targets: Array(11).fill('deal') }],
    ['a smart process of an impossible number', { targets: ['smart2'] }],
    ['a request id that is none', { requestId: '1' }],
    ['a fingerprint that is none', { fingerprint: 'x' }],
  ])('with %s for choices', async (_, changes) => {
    const portal = openPortal('choices')
    const page = await openFrame(portal, { userId: 2, ...deal })
    const good = { requestId: crypto.randomUUID(), fingerprint: 'f'.repeat(64), targets: ['invoice'] }
    const body = typeof changes === 'string' ? changes : Object.keys(changes).length ? { ...good, ...changes } : {}
    const before = portal.requests.length
    expect(await api('/api/convert', page, body)).toMatchObject(refusal(400, 'invalid_request'))
    expect(portal.requests).toHaveLength(before)
  })

  it('with a body that is too large', async () => {
    const page = await openFrame(openPortal('body'), { userId: 2, ...deal })
    const body = { requestId: 'x'.repeat(300_000) }
    expect(await api('/api/convert', page, body)).toMatchObject(refusal(413, 'invalid_request'))
  })

  it('with a request id that is none', async () => {
    const page = await openFrame(openPortal('ids'), { userId: 2, ...deal })
    expect(await api('/api/conversions/1', page)).toMatchObject(refusal(400, 'invalid_request'))
    expect(await api(`/api/conversions/${crypto.randomUUID()}`, page)).toMatchObject(
      refusal(404, 'conversion_not_found'),
    )
  })
})

describe('the log', () => {
  it('holds no token, no session, no query string, no name and no title', async () => {
    const portal = openPortal('log')
    await installOn(portal)
    const title = 'Geheimer Auftrag 4711'
    const { id } = portal.add('deal', { title })
    const page = await openFrame(portal, { userId: 2, ...deal, placementOptions: { ID: String(id) } })
    const preview = (await api('/api/preview', page, {})).body as Preview
    await api('/api/convert', page, choicesOf(preview))
    await api('/api/convert', page, { requestId: title })
    await api('/api/preview', { ...page, token: 'z'.repeat(40) }, {})
    await request(`/app?DOMAIN=log.bitrix24.test&APP_SID=0123`, { headers: { authorization: `Bearer ${page.token}` } })
    portal.uninstallApp({ clean: false })
    await portal.eventsDelivered()

    const log = logLines.join('\n')
    expect(log).toContain('/api/convert')
    expect(log).toContain('not_verified')
    const { users, apps } = portal.state
    const secrets = [
      page.token,
      page.session,
      'z'.repeat(40),
      title,
      'APP_SID',
      ...[...users.values()].flatMap(({ lastName, email }) => [lastName, email]),
      ...[...apps.values()].flatMap(({ applicationToken, clientSecret }) => [applicationToken, clientSecret]),
    ].filter((text) => text.length > 2)
    for (const secret of secrets) expect(log).not.toContain(secret)
  })
})
