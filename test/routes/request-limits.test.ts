import { describe, expect, it } from 'vitest'
import { portalTokenHeader, sessionHeader } from '../../server/contract.ts'
import { requestsPerMinute } from '../../server/request-limits.ts'
import { installOn, openFrame, openPortal, readPage, request, useApp } from './door.ts'

/** A fifth of the usual limits, behind a proxy that tells the client's address. */
const factor = 0.2
useApp({ REQUEST_LIMIT_FACTOR: String(factor), TRUSTED_PROXIES: 'loopback' })

const deal = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } }
const [entry, api, events] = [requestsPerMinute.entry, requestsPerMinute.api, requestsPerMinute.events]
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address })

/** Asks as often as told; answers the statuses in order. */
async function repeat(times: number, ask: (index: number) => Promise<Response>): Promise<number[]> {
  const statuses: number[] = []
  for (let index = 0; index < times; index += 1) {
    const answer = await ask(index)
    await answer.arrayBuffer()
    statuses.push(answer.status)
  }
  return statuses
}
const forged = { AUTH_ID: 'short', member_id: 'm' }
const postForged = (address: string): Promise<Response> =>
  request('/app', { method: 'POST', body: new URLSearchParams(forged), headers: from(address) })

describe('people', () => {
  it('of one office click sixty times in a minute, at a fifth of the limits, and notice nothing', async () => {
    const portal = openPortal('office')
    await installOn(portal)
    for (let click = 0; click < 60; click += 1) {
      const { action, fields } = portal.frameForm({ userId: 1 + (click % 2), ...deal })
      const { pathname, search } = new URL(action)
      const options = { method: 'POST', body: new URLSearchParams(fields), headers: from('198.51.100.7') }
      const page = await readPage(await request(pathname + search, options))
      expect(page).toMatchObject({ status: 200, start: { page: 'convert' }, first: { preview: {} } })
      const headers = { [sessionHeader]: page.session, [portalTokenHeader]: fields.AUTH_ID!, ...from('198.51.100.7') }
      const looked = await request(`/api/conversions/${crypto.randomUUID()}`, { headers })
      expect([looked.status, await looked.json()]).toMatchObject([404, { error: { code: 'conversion_not_found' } }])
    }
  }, 60_000)
})

describe('a flood from one address', () => {
  it('at the entry is turned away with a page that says when to come again, and asks nobody', async () => {
    const most = entry.address * factor
    const statuses = await repeat(most + 5, () => postForged('203.0.113.1'))
    expect(statuses).toEqual([...Array<number>(most).fill(403), 429, 429, 429, 429, 429])
    const portal = openPortal('flooded')
    const { action, fields } = portal.frameForm({ userId: 2, ...deal })
    const { pathname, search } = new URL(action)
    const options = { method: 'POST', body: new URLSearchParams(fields) }
    const refused = await readPage(await request(pathname + search, { ...options, headers: from('203.0.113.1') }))
    expect(refused).toMatchObject({ status: 429, start: { page: 'refused', error: { code: 'too_many_requests' } } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect([portal.authRequests, portal.requests]).toEqual([[], []])
    // Everybody else works on.
    const elsewhere = await readPage(await request(pathname + search, { ...options, headers: from('203.0.113.2') }))
    expect(elsewhere).toMatchObject({ status: 200, first: { preview: {} } })
  })

  it('at the api is turned away before anything of it is read', async () => {
    const most = api.address * factor
    const ask = (): Promise<Response> =>
      request('/api/convert', {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json', ...from('203.0.113.3') },
      })
    expect(new Set(await repeat(most, ask))).toEqual(new Set([400]))
    const refused = await ask()
    expect([refused.status, await refused.json()]).toMatchObject([429, { error: { code: 'too_many_requests' } }])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('of events is turned away', async () => {
    const most = events.address * factor
    const body = new URLSearchParams({ event: 'ONAPPUNINSTALL' })
    const tell = (): Promise<Response> => request('/events', { method: 'POST', body, headers: from('203.0.113.4') })
    expect(await repeat(most + 1, tell)).toEqual([...Array<number>(most).fill(200), 429])
  })

  it('counts a whole network of IPv6 as one address', async () => {
    const most = entry.address * factor
    const statuses = await repeat(most + 1, () => postForged(`2001:db8:0:1::${crypto.randomUUID().slice(0, 4)}`))
    expect(statuses.at(-1)).toBe(429)
    expect((await postForged('2001:db8:ffff::1')).status).toBe(403)
  })
})

describe('a flood in the name of one portal', () => {
  let sent = 0
  const anywhere = (): Record<string, string> => from(`100.${64 + (sent++ >> 8)}.${sent & 255}.1`)

  it('from ever other addresses is turned away, does not reach it, and stops no other portal', async () => {
    const portal = openPortal('popular')
    const page = await openFrame(portal, { userId: 2, ...deal })
    const other = await openFrame(openPortal('bystander'), { userId: 2, ...deal })
    portal.requests.length = 0
    const ask = ({ session }: { session: string }): Promise<Response> =>
      request('/api/history', { headers: { [sessionHeader]: session, ...anywhere() } })
    const statuses = await repeat(api.portal * factor + 1, () => ask(page))
    // Without the person's token nobody gets further than being counted.
    expect([new Set(statuses.slice(0, -1)), statuses.at(-1)]).toEqual([new Set([403]), 429])
    expect((await ask(other)).status).toBe(403)
    expect(portal.requests).toEqual([])
  }, 60_000)

  it('cannot be made by somebody who only says its name', async () => {
    const portal = openPortal('named')
    const body = new URLSearchParams({ AUTH_ID: 'short', member_id: portal.state.memberId })
    await repeat(entry.portal * factor + 1, () => request('/app', { method: 'POST', body, headers: anywhere() }))
    expect(await openFrame(portal, { userId: 2, ...deal })).toMatchObject({ status: 200, first: { preview: {} } })
  })
})
