import { http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { portalTokenHeader, sessionHeader } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { api, installOn, network, openFrame, openPortal, postForm, request, useApp } from './door.ts'

useApp()

const salesperson = 2
const title = 'Confidential roof'
let portal: Simulator
let form: Record<string, string>
let page: { session: string; token: string }
let choices: { requestId: string; fingerprint: string; targets: string[] }
let conversion: Conversion
let portals = 0

const refused = { status: 403, body: { error: { code: 'not_verified' } } }
const dismiss = (): void => void (portal.state.users.get(salesperson)!.active = false)

/** A person converts a record, and keeps the page open. */
beforeEach(async () => {
  portals += 1
  portal = openPortal(`dismissed-${portals}`)
  await installOn(portal)
  const { id } = portal.add('deal', { title, assignedById: salesperson })
  const card = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: String(id) } }
  form = portal.frameForm({ userId: salesperson, ...card }).fields
  page = { ...(await postForm('/app', form)), token: form.AUTH_ID! }
  const { fingerprint } = (await api('/api/preview', page, {})).body as Preview
  choices = { requestId: crypto.randomUUID(), fingerprint, targets: ['invoice'] }
  conversion = (await api('/api/convert', page, choices)).body as Conversion
  expect(conversion).toMatchObject({ outcome: 'done', created: [{ title }] })
})
afterEach(() => vi.useRealTimers())

describe('a person who was dismissed while their page was open', () => {
  test.each<[string, () => Promise<{ status: number; body: unknown }>]>([
    ['what they have made', () => api(`/api/conversions/${choices.requestId}`, page)],
    ['whether they have made something', () => api(`/api/conversions/${crypto.randomUUID()}`, page)],
    ['what the same click has made', () => api('/api/convert', page, choices)],
    ['what there is to resume', () => api(`/api/conversions/${choices.requestId}/resume`, page, {})],
    ['what there is to undo', () => api(`/api/conversions/${choices.requestId}/undo`, page, {})],
    ['what there is to keep', () => api(`/api/conversions/${choices.requestId}/keep`, page, {})],
  ])('is not told %s', async (_, ask) => {
    dismiss()
    const answer = await ask()
    expect(answer).toMatchObject(refused)
    expect(JSON.stringify(answer)).not.toContain(title)
  })

  test.each(['/api/history', '/api/history.csv'])(
    'reads nothing of %s, since the portal itself is asked',
    async (path) => {
      dismiss()
      const answer = await request(path, {
        headers: { [sessionHeader]: page.session, [portalTokenHeader]: page.token },
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(await answer.text()).not.toContain(title)
    },
  )

  test('reads nothing in a preview, nor in a page opened again', async () => {
    dismiss()
    const shown = await api('/api/preview', page, {})
    expect([shown.status >= 400, JSON.stringify(shown).includes(title)]).toEqual([true, false])
    expect((await postForm('/app', form)).html).not.toContain(title)
  })

  test('changes nothing by undoing: what they made stands', async () => {
    dismiss()
    await api(`/api/conversions/${choices.requestId}/undo`, page, {})
    portal.state.users.get(salesperson)!.active = true
    const { body } = await api(`/api/conversions/${choices.requestId}`, page)
    expect(body).toEqual(conversion)
  })

  test('is out of their session five minutes later at the latest', async () => {
    dismiss()
    expect(await api('/api/session', page)).toMatchObject({ status: 200 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * 60_000 })
    expect(await api('/api/session', page)).toMatchObject(refused)
  })
})

test('a conversion that runs is looked at every second without asking the auth server each time', async () => {
  const { id } = portal.add('deal', { title: 'Long one', assignedById: salesperson })
  const card = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: String(id) } }
  const own = await openFrame(portal, { userId: salesperson, ...card })
  const { fingerprint } = (await api('/api/preview', own, {})).body as Preview
  const requestId = crypto.randomUUID()
  portal.faults.slow('crm.item.add', 1500)
  const made = api('/api/convert', own, { requestId, fingerprint, targets: ['invoice'] })
  const look = () => api(`/api/conversions/${requestId}`, own)
  await vi.waitFor(async () => expect(await look()).toMatchObject({ body: { outcome: 'running' } }))
  let asked = 0
  network.use(
    http.get('https://oauth.bitrix.info/rest/app.info', async ({ request: question }) => {
      asked += 1
      return portal.handle(question)
    }),
  )
  for (let times = 0; times < 5; times += 1) expect(await look()).toMatchObject({ body: { outcome: 'running' } })
  expect(asked).toBe(0)
  expect(await made).toMatchObject({ body: { outcome: 'done' } })
  expect(await look()).toMatchObject({ body: { outcome: 'done' } })
  expect(asked).toBe(1)
})

test('the same click, delivered twice at the same moment, shows a person who was dismissed nothing', async () => {
  const { id } = portal.add('deal', { title, assignedById: salesperson })
  const card = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: String(id) } }
  const own = await openFrame(portal, { userId: salesperson, ...card })
  const { fingerprint } = (await api('/api/preview', own, {})).body as Preview
  const click = { requestId: crypto.randomUUID(), fingerprint, targets: ['invoice'] }
  portal.faults.slow('crm.item.add', 1500)
  const first = api('/api/convert', own, click)
  await vi.waitFor(async () =>
    expect(await api(`/api/conversions/${click.requestId}`, own)).toMatchObject({ body: { outcome: 'running' } }),
  )
  dismiss()
  expect(await api('/api/convert', own, click)).toMatchObject(refused)
  await first
})
