import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import manifest from '../../manifest/app.json' with { type: 'json' }
import { readConfig } from '../../server/config.ts'
import {
  portalTokenHeader,
  sessionHeader,
  type FirstPreview,
  type InstallAnswer,
  type StartState,
} from '../../server/contract.ts'
import { openLog } from '../../server/log.ts'
import { openServices, type Services } from '../../server/services.ts'
import { startServer } from '../../server/start.ts'
import type { Database } from '../../server/storage/database.ts'
import { installedBy } from '../install-lines.ts'
import { newSecret } from '../secrets.ts'
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import { openTestDatabase } from '../test-database.ts'

export const publicUrl = 'https://create-from.test'
export const credentials = { clientId: 'app.test', clientSecret: 'secret-of-the-app' }
export const sessionSecret = newSecret()
const environment = {
  PUBLIC_URL: publicUrl,
  BITRIX_CLIENT_ID: credentials.clientId,
  BITRIX_CLIENT_SECRET: credentials.clientSecret,
  SESSION_SECRET: sessionSecret,
}

/** Every line the app has logged. */
export const logLines: string[] = []

/** The simulated internet; whatever a test does not put there refuses the connection with a test failure. */
export const network = setupServer()
let app: { url: string; close(): Promise<void> } | undefined
let database: Database | undefined

/** Starts the app once for a file of tests, with changes of its configuration. */
export function useApp(changes: Record<string, string> = {}): void {
  beforeAll(async () => {
    network.listen({ onUnhandledRequest: refuseOutside })
    const log = new PassThrough()
    log.on('data', (chunk: Buffer) => logLines.push(...chunk.toString().trim().split('\n')))
    database = await openTestDatabase()
    app = await startServer(
      readConfig({
        ...environment,
        PORT: '0',
        DATA_DIR: 'memory://',
        LOG_LEVEL: 'trace',
        ...changes,
      }),
      { log: openLog('trace', log), database },
    )
  }, 30_000)
  beforeEach(() => {
    const { url } = theApp()
    network.resetHandlers(
      // The other trusted auth server knows nobody here.
      http.all('https://oauth.bitrix24.tech/*', () => HttpResponse.json({ error: 'invalid_token' }, { status: 401 })),
      // What the portal sends to the app's public address arrives at the app.
      http.all(`${publicUrl}/*`, async ({ request }) => {
        const { pathname, search } = new URL(request.url)
        return fetch(`${url}${pathname}${search}`, {
          method: request.method,
          headers: request.headers,
          body: await request.text(),
        })
      }),
    )
  })
  afterAll(async () => {
    await app?.close()
    await database?.close()
    network.close()
  })
}

/** Our own server on loopback is not the outside; anything else nobody put on the network is a mistake. */
function refuseOutside({ url }: Request, print: { error(): void }): void {
  if (new URL(url).hostname !== '127.0.0.1') print.error()
}

/** The database of the app, as another process of it would see it. */
export function theDatabase(): Database {
  if (!database) throw new Error('Call useApp() first.')
  return database
}

/** What another process of the app works with, on the same database, with changes of its configuration. */
export function openOtherProcess(changes: Record<string, string> = {}, log = openLog('silent')): Promise<Services> {
  return openServices(readConfig({ ...environment, ...changes }), log, theDatabase())
}

function theApp(): { url: string; close(): Promise<void> } {
  if (!app) throw new Error('Call useApp() first.')
  return app
}

/** A request to the app as it listens. */
export function request(path: string, options: RequestInit = {}): Promise<Response> {
  return fetch(`${theApp().url}${path}`, options)
}

/** A portal on the network that knows the app; every portal is another one. */
export function openPortal(
  name: string,
  { pages = true, ...options }: { clientId?: string; pages?: boolean } = {},
): Simulator {
  const portal = createSimulator({
    seed: 'demo',
    ...credentials,
    ...options,
    origin: `https://${name}.bitrix24.test`,
    authOrigin: 'https://oauth.bitrix.info',
  })
  network.use(...portal.handlers())
  portal.installApp({
    handlerUrl: `${publicUrl}/app`,
    // An app without pages hears of its installation by an event alone.
    ...(pages ? { installerUrl: `${publicUrl}/install` } : { callbackUrl: `${publicUrl}/events` }),
    scopes: [...manifest.scopes, ...manifest.optionalScopes],
  })
  return portal
}

export interface Page {
  status: number
  headers: Headers
  html: string
  start: StartState
  first: FirstPreview | null
  /** Empty when the page holds no session. */
  session: string
}

/** Posts a form as a portal's frame does; `changes` is what a forger makes of it. */
export async function postForm(
  path: string,
  fields: Record<string, string>,
  changes: Record<string, string | null> = {},
): Promise<Page> {
  const form = new URLSearchParams(fields)
  for (const [name, value] of Object.entries(changes))
    if (value === null) form.delete(name)
    else form.set(name, value)
  return readPage(await request(path, { method: 'POST', body: form }))
}

/** What the app answers to the frame that a person opens. */
export async function openFrame(
  portal: Simulator,
  options: Parameters<Simulator['frameForm']>[0],
  changes: Record<string, string | null> = {},
): Promise<Page & { token: string }> {
  const { action, fields } = portal.frameForm(options)
  const { pathname, search } = new URL(action)
  return { ...(await postForm(pathname + search, fields, changes)), token: fields.AUTH_ID ?? '' }
}

export async function readPage(response: Response): Promise<Page> {
  const html = await response.text()
  const read = (id: string): unknown => {
    const [, json] = new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(html) ?? []
    return json ? JSON.parse(json) : null
  }
  const start = read('start') as StartState
  const session = start && 'session' in start ? start.session : ''
  return {
    status: response.status,
    headers: response.headers,
    html,
    start,
    first: read('preview') as FirstPreview,
    session,
  }
}

/** A request of our page to our server. */
export async function api(
  path: string,
  from: { session: string; token: string },
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await request(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(from.session && { [sessionHeader]: from.session }),
      ...(from.token && { [portalTokenHeader]: from.token }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

/** Asks for an installation; its lines come one by one. */
export function askToInstall(from: { session: string; token: string }, options: RequestInit = {}): Promise<Response> {
  const headers = { [sessionHeader]: from.session, [portalTokenHeader]: from.token }
  return request('/api/install', { method: 'POST', headers, ...options })
}

/** Installs the app on a portal the way its administrator does. */
export async function installOn(portal: Simulator): Promise<InstallAnswer> {
  const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })
  const answer = await installedBy(await askToInstall(page))
  portal.finishInstall(1)
  await portal.eventsDelivered()
  return answer
}
