import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPortal, type PortalInfo } from './start-portal.ts'

type Body = Record<string, unknown>

const open: { info: PortalInfo; close(): Promise<void> }[] = []
beforeAll(async () => {
  open.push(await startPortal({ seed: 'empty', appUrl: 'http://127.0.0.1:9/app' }), await startPortal())
})
afterAll(() => Promise.all(open.map(({ close }) => close())))

const portal = () => open[0]?.info ?? ({} as PortalInfo)

async function control(method: string, path: string, body?: unknown): Promise<Body> {
  const answer = await fetch(`${portal().control}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return (await answer.json()) as Body
}

async function rest(address: string, params: Record<string, string> = {}): Promise<Body> {
  return (await (await fetch(address, { method: 'POST', body: new URLSearchParams(params) })).json()) as Body
}

const asApp = (method: string, params: Record<string, string> = {}) =>
  rest(`${portal().url}/rest/${method}`, { ...params, auth: portal().accessToken })

describe('a portal of its own', () => {
  test('tells all a client needs', async () => {
    const info = portal()
    expect(Object.keys(info)).toEqual([
      'url',
      'webhook',
      'clientId',
      'clientSecret',
      'accessToken',
      'refreshToken',
      'memberId',
      'applicationToken',
      'hostPage',
      'control',
    ])
    expect(info.webhook).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/rest\/1\/[0-9a-f]{16}$/)
    expect(await rest(`${info.webhook}/user.admin`)).toMatchObject({ result: true })
    expect(await asApp('app.info')).toMatchObject({
      result: { CODE: info.clientId, INSTALLED: true, client_id: info.clientId, install: { member_id: info.memberId } },
    })
  })

  test('renews the tokens it handed out', async () => {
    const { url, clientId, clientSecret } = portal()
    const { refreshToken } = await control('POST', 'tokens', { userId: 2 })
    const query = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: String(refreshToken),
    })
    expect(await (await fetch(`${url}/oauth/token/?${query}`)).json()).toMatchObject({ user_id: 2, expires_in: 3600 })
  })

  test('several stand side by side', async () => {
    const [one, other] = open.map(({ info }) => info)
    expect(one?.url).not.toBe(other?.url)
    expect(one?.memberId).not.toBe(other?.memberId)
    expect(await rest(`${one?.webhook}/crm.item.list`, { entityTypeId: '2' })).toMatchObject({ total: 0 })
    expect(await rest(`${other?.webhook}/crm.item.list`, { entityTypeId: '2' })).toMatchObject({ total: 7 })
    expect(await rest(`${other?.url}/rest/profile`, { auth: one?.accessToken ?? '' })).toMatchObject({
      error: 'invalid_token',
    })
  })
})

describe('its control', () => {
  test('describes itself', async () => {
    const { orders } = await control('GET', '')
    expect(orders).toMatchObject({ 'POST faults': { purpose: 'order a fault', body: { oneOf: expect.any(Array) } } })
  })

  test('starts anew under the same address, credentials and tokens', async () => {
    await control('POST', 'records', { type: 'deal', fields: { title: 'x' } })
    await control('POST', 'app/uninstall', { clean: 1 })
    expect(await asApp('profile')).toMatchObject({ error: 'APPLICATION_NOT_FOUND' })
    expect(await control('POST', 'reset')).toEqual(portal())
    expect(await asApp('crm.item.list', { entityTypeId: '2' })).toMatchObject({ total: 0 })
    expect(await rest(`${portal().webhook}/profile`)).toMatchObject({ result: { ID: '1' } })
    const { apps } = await control('GET', 'state')
    expect(apps).toMatchObject({ 1: { applicationToken: portal().applicationToken, installed: true } })
  })

  test('adds people with roles, and dismisses them', async () => {
    const eva = await control('POST', 'users', { name: 'Eva', role: 'salesperson', rights: { lead: { read: 'all' } } })
    expect(eva).toMatchObject({ rights: { lead: { read: 'all', update: 'own' }, deal: { read: 'own' } } })
    await control('POST', 'records', { type: 'deal', fields: { title: 'hers' }, userId: eva.id })
    await control('POST', 'records', { type: 'deal', fields: { title: 'his' }, userId: 2 })
    const list = () => rest(`${eva.webhook}crm.item.list`, { entityTypeId: '2' })
    expect(await list()).toMatchObject({ total: 1, result: { items: [{ title: 'hers' }] } })
    await control('PATCH', 'users', { id: eva.id, role: 'noCrm' })
    expect(await list()).toMatchObject({ error: 'ACCESS_DENIED' })
    await control('PATCH', 'users', { id: eva.id, role: 'administrator' })
    expect(await list()).toMatchObject({ total: 2 })
    await control('PATCH', 'users', { id: eva.id, active: false })
    expect(await list()).toMatchObject({ error: 'authorization_error' })
  })

  test('adds records with rows, user fields and pipelines', async () => {
    await control('POST', 'reset', { seed: 'empty' })
    await control('POST', 'user-fields', { type: 'deal', fieldName: 'UF_CRM_X', userTypeId: 'string', label: 'X' })
    const { id: categoryId } = await control('POST', 'pipelines', { type: 'deal', name: 'Wartung' })
    const rows = [{ productName: 'Ziegel', price: 2, quantity: 3 }]
    const fields = { title: 'x', UF_CRM_X: 'y', categoryId }
    expect(await control('POST', 'records', { type: 'deal', fields, rows })).toMatchObject({ id: 1, rows: [{ id: 1 }] })
    expect(await asApp('crm.item.get', { entityTypeId: '2', id: '1', useOriginalUfNames: 'Y' })).toMatchObject({
      result: { item: { UF_CRM_X: 'y', categoryId, opportunity: 6 } },
    })
  })

  test('orders faults and forgets them', async () => {
    await control('POST', 'faults', { kind: 'refuse', method: 'profile', error: 'NO', description: 'No.', status: 418 })
    await control('POST', 'faults', { kind: 'busy', times: 1 })
    await control('POST', 'faults', { kind: 'slow', method: 'scope', ms: 50, times: 1 })
    await control('POST', 'faults', { kind: 'after', method: 'user.admin', trouble: 'serverError' })
    expect(await control('GET', 'faults')).toMatchObject({ busy: 1, slow: [{ ms: 50 }], after: [{ calls: 1 }] })
    expect(await asApp('profile')).toMatchObject({ error: 'QUERY_LIMIT_EXCEEDED' })
    expect(await asApp('profile')).toEqual({ error: 'NO', error_description: 'No.' })
    expect(await asApp('user.admin')).toMatchObject({ error: 'INTERNAL_SERVER_ERROR' })
    await control('DELETE', 'faults')
    expect(await asApp('profile')).toMatchObject({ result: { ID: '1' } })
  })

  test('orders defects, hostile answers and how values are taken', async () => {
    await control('POST', 'reset', { seed: 'empty' })
    await control('POST', 'faults', { kind: 'defect', defect: 'zonedDatesMatchNothing' })
    expect(await control('GET', 'faults')).toMatchObject({ defect: ['zonedDatesMatchNothing'] })
    await control('POST', 'faults', { kind: 'answer', method: 'profile', set: { 'result.ID': '2; x' } })
    expect(await asApp('profile')).toMatchObject({ result: { ID: '2; x', ADMIN: true } })
    await control('POST', 'faults', { kind: 'answer', method: 'profile', body: '<p>', status: 500 })
    expect((await fetch(`${portal().webhook}/profile`)).status).toBe(500)
    await control('DELETE', 'faults')
    const add = () => asApp('crm.item.add', { entityTypeId: '2', 'fields[currencyId]': 'XXX' })
    expect(await add()).toMatchObject({ error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' })
    await control('PATCH', 'settings', { valueRules: { unknown: 'keep' } })
    expect(await control('GET', 'settings')).toMatchObject({ valueRules: { unknown: 'keep', tooLong: 'cut' } })
    expect(await add()).toMatchObject({ result: { item: { currencyId: 'XXX' } } })
    await control('POST', 'reset')
  })

  test('fills an information block, and gives the app an account of its own', async () => {
    await control('POST', 'information-blocks', { id: 7, elements: [70] })
    const settings = { IBLOCK_ID: 7 }
    const field = { type: 'deal', fieldName: 'UF_CRM_X', userTypeId: 'iblock_element', label: 'X', settings }
    await control('POST', 'user-fields', field)
    const add = (id: string) => asApp('crm.item.add', { entityTypeId: '2', 'fields[ufCrmX]': id })
    expect(await add('70')).toMatchObject({ result: { item: { ufCrmX: 70 } } })
    expect(await add('71')).toMatchObject({ error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' })
    expect(await control('POST', 'app/system-user')).toMatchObject({ isSystem: true, admin: false })
    await control('POST', 'reset')
  })

  test('holds a call until it is let go', async () => {
    await control('POST', 'faults', { kind: 'pause', method: 'write', moment: 'before' })
    const answer = asApp('crm.item.add', { entityTypeId: '1', 'fields[title]': 'x' })
    await expect.poll(() => control('GET', 'faults')).toMatchObject({ held: [{ method: 'crm.item.add' }] })
    expect(await asApp('crm.item.list', { entityTypeId: '1' })).toMatchObject({ total: 0 })
    expect(await control('POST', 'faults/release')).toMatchObject({ released: [{ moment: 'before' }] })
    expect(await answer).toMatchObject({ result: { item: { entityTypeId: 1 } } })
    expect(await control('GET', 'faults')).toMatchObject({ hooks: [], held: [] })
  })

  test('ends tokens, hands out codes, lets time pass', async () => {
    await control('POST', 'tokens/expire')
    expect(await asApp('profile')).toMatchObject({ error: 'expired_token' })
    await control('POST', 'reset')
    const { clientId: client_id, clientSecret: client_secret, url } = portal()
    const { code } = await control('POST', 'codes', { userId: 3 })
    const asked = { grant_type: 'authorization_code', client_id, client_secret }
    expect(await rest(`${url}/oauth/token/`, { ...asked, code: String(code) })).toMatchObject({ user_id: 3 })
    const late = await control('POST', 'codes')
    await control('POST', 'clock', { seconds: 3600 })
    expect(await rest(`${url}/oauth/token/`, { ...asked, code: String(late.code) })).toMatchObject({
      error: 'invalid_grant',
    })
    expect(await asApp('profile')).toMatchObject({ error: 'expired_token' })
    await control('POST', 'reset')
  })

  test('updates the app back to "not installed", finishes, removes', async () => {
    await control('PATCH', 'app', { installerUrl: 'http://127.0.0.1:9/install' })
    expect(await control('POST', 'app/update')).toMatchObject({ version: 2, installed: false })
    expect(await control('POST', 'app/finish', { userId: 2 })).toEqual({
      error: 'Only an administrator can finish an installation.',
    })
    expect(await control('POST', 'app/finish')).toMatchObject({ installed: true })
    expect(await asApp('app.info')).toMatchObject({ result: { VERSION: 2, INSTALLED: true } })
    await control('POST', 'reset')
  })

  test('sets limits and switches', async () => {
    await control('PATCH', 'settings', { limits: 'standard', checksRequiredFields: true })
    expect(await control('GET', 'settings')).toMatchObject({ limits: 'standard', checksRequiredFields: true })
    const statuses = []
    for (let count = 0; count < 60; count += 1) statuses.push((await fetch(`${portal().webhook}/user.admin`)).status)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    await control('PATCH', 'settings', { limits: 'off', checksRequiredFields: false })
    expect((await fetch(`${portal().webhook}/user.admin`)).status).toBe(200)
    const { requests } = await control('GET', 'requests')
    expect((requests as Body[]).filter(({ error }) => error === 'QUERY_LIMIT_EXCEEDED').length).toBeGreaterThan(5)
    await control('DELETE', 'requests')
    expect(await control('GET', 'requests')).toEqual({ requests: [], authRequests: [] })
  })

  test('says what is wrong with an order, and takes none from a foreign page', async () => {
    expect(await control('POST', 'records', { type: 'moon' })).toEqual({ error: expect.stringContaining('A type is') })
    expect(await control('POST', 'users', { name: 'x', roel: 'y' })).toEqual({ error: expect.stringContaining('roel') })
    expect(await control('POST', 'moon', {})).toEqual({ error: expect.stringContaining('POST moon') })
    const body = '{"seed":"empty"}'
    expect((await fetch(`${portal().control}reset`, { method: 'POST', body })).status).toBe(415)
  })
})

describe('npm run portal', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const run = (...wishes: string[]) =>
    spawn('npm', ['run', '-s', 'portal', '--', ...wishes], { cwd: root, detached: true })
  const firstLine = async (child: ReturnType<typeof run>): Promise<string> => {
    for await (const line of createInterface(child.stdout)) return line
    throw new Error('It said nothing.')
  }

  test('says one line of JSON first, seeded from a file, and stays up', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portal-'))
    const file = join(folder, 'seed.json')
    const records = [{ type: 'company', fields: { title: 'Ziegelei Nord' } }]
    await writeFile(file, JSON.stringify({ users: [{ name: 'Eva', role: 'reader' }], records }))
    const child = run(
      '--json',
      '--seed',
      file,
      '--limits',
      'enterprise',
      '--latency',
      '5',
      '--command-latency',
      '3',
      '--app-url',
      'http://127.0.0.1:9/',
    )
    try {
      const info = JSON.parse(await firstLine(child)) as PortalInfo
      expect(await rest(`${info.webhook}/crm.item.list`, { entityTypeId: '4' })).toMatchObject({
        result: { items: [{ title: 'Ziegelei Nord' }] },
      })
      expect(await (await fetch(`${info.control}settings`)).json()).toMatchObject({
        limits: 'enterprise',
        latencyMs: 5,
        commandLatencyMs: 3,
      })
    } finally {
      if (child.pid) process.kill(-child.pid, 'SIGTERM')
      await rm(folder, { recursive: true })
    }
  })

  test('refuses wishes it does not know', { timeout: 120_000 }, async () => {
    const child = run('--limits', 'none')
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(code).toBe(1)
    expect(said).toContain('off|standard|enterprise')
  })
})
