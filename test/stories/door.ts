import { http } from 'msw'
import { setupServer } from 'msw/node'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview, TargetPreview } from '../../server/conversion/preview.ts'
import { recordType, type RecordTypeName, type StandardTypeName } from '../../server/conversion/record-types.ts'
import { entityTypeIdOf, isSmartTypeName } from '../../server/conversion/smart-types.ts'
import {
  portalTokenHeader,
  sessionHeader,
  type ErrorAnswer,
  type FirstPreview,
  type PreviewAnswer,
  type StartState,
} from '../../server/contract.ts'
import { readConfig } from '../../server/config.ts'
import { openLog } from '../../server/log.ts'
import { startServer } from '../../server/start.ts'
import type { Database } from '../../server/storage/database.ts'
import { conversions } from '../../server/storage/schema.ts'
import manifest from '../../manifest/app.json' with { type: 'json' }
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import { itemsOf, type Item, type Language, type TypeName } from '../simulator/state.ts'
import { installedBy } from '../install-lines.ts'
import { expectQuiet } from '../log-secrets.ts'
import { newSecret } from '../secrets.ts'
import { expectNoSelectedOriginals } from '../selected-originals.ts'
import { openTestDatabase } from '../test-database.ts'

const credentials = { clientId: 'app.test', clientSecret: 'secret-of-the-app' }
/** Other processes of the app have the same one. */
export const sessionSecret = newSecret()
const publicUrl = 'https://create-from.test'
/** The simulated internet. */
export const network = setupServer(http.all(`${publicUrl}/*`, ({ request }) => passToApp(request)))
let app: { url: string; close(): Promise<void> }
let database: Database
/** Every line the app has logged, every portal at work, and every token and session that was around. */
export const logLines: string[] = []
const portals: Simulator[] = []
const tokens: string[] = []

/**
 * Starts the app once for a file of stories, with changes of its configuration; every story gets a portal of its own.
 * Only the network is simulated. In the end the log of all of them is looked through for what no log may tell, and
 * their calls for what no portal is asked.
 */
export function useApp(changes: Record<string, string> = {}): void {
  beforeAll(async () => {
    network.listen({ onUnhandledRequest: refuseOutside })
    database = await openTestDatabase()
    const log = new PassThrough()
    log.on('data', (chunk: Buffer) => logLines.push(...chunk.toString().trim().split('\n')))
    app = await startServer(
      readConfig({
        PORT: '0',
        PUBLIC_URL: publicUrl,
        BITRIX_CLIENT_ID: credentials.clientId,
        BITRIX_CLIENT_SECRET: credentials.clientSecret,
        SESSION_SECRET: sessionSecret,
        DATA_DIR: 'memory://',
        // All the people of all stories sit at one address, and hurry.
        REQUEST_LIMIT_FACTOR: '100',
        ...changes,
      }),
      { database, log: openLog('trace', log) },
    )
  })
  beforeEach(() => network.resetHandlers())
  afterAll(async () => {
    await app.close()
    await database.close()
    network.close()
    expectQuiet(logLines, portals, tokens)
    expectNoSelectedOriginals(portals)
  })
}

/** Time passes, until no portal can still be at work with a lost request. */
export async function letTimePass(): Promise<void> {
  await database.orm.update(conversions).set({ busyUntil: new Date(0) })
}

/** What the portal itself sends to the app's public address, such as events, arrives like the browser's requests. */
async function passToApp(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const { method, headers } = request
  return fetch(`${app.url}${pathname}${search}`, { method, headers, body: await request.text() })
}

/** A story that leaves the machine is a mistake; our own server on loopback is not the outside. */
function refuseOutside(request: Request, print: { error(): void }): void {
  if (new URL(request.url).hostname !== '127.0.0.1') print.error()
}

export const administrator = 1
export const salesperson = 2
export const reader = 3

/** The database of the app, as another process of it would see it. */
export function theDatabase(): Database {
  return database
}

/**
 * A portal on the network with the app installed through the app's own installer. Somebody has looked at a card since,
 * so that the portal's smart processes are known, unless it is said to be `unseen`.
 */
export async function openPortal(
  options: {
    seed?: 'demo' | 'empty'
    unseen?: boolean
    origin?: string
    authOrigin?: string
    scopes?: string[]
    language?: Language
  } = {},
): Promise<Simulator> {
  const portal = createSimulator({
    seed: options.seed ?? 'demo',
    ...(options.origin && { origin: options.origin, authOrigin: options.authOrigin ?? 'https://oauth.bitrix.info' }),
    // What the app remembers of one portal, and of its request limit, must not reach the next story.
    memberId: crypto.randomUUID().replaceAll('-', ''),
    ...credentials,
  })
  portals.push(portal)
  if (options.language) speak(portal, options.language)
  network.use(...portal.handlers())
  portal.installApp({
    handlerUrl: `${publicUrl}/app`,
    installerUrl: `${publicUrl}/install`,
    scopes: options.scopes ?? [...manifest.scopes, ...manifest.optionalScopes],
  })
  const frame = await openFrame(portal, { userId: administrator, url: `${publicUrl}/install` })
  await installedBy(await frame.post('/api/install'))
  portal.finishInstall(administrator)
  await portal.eventsDelivered()
  if (!options.unseen) await lookOnce(portal)
  portal.requests.length = 0
  return portal
}

/** The portal and everybody in it use one language. */
function speak({ state }: Simulator, language: Language): void {
  state.language = language
  for (const user of state.users.values()) user.language = language
}

async function lookOnce(portal: Simulator): Promise<void> {
  const [deal] = portal.state.items.deal.values()
  if (deal) await openCard(portal, administrator, 'deal', deal.id)
}

/** What a person sees after choosing our item in a card's menu, and what they can do there. */
export interface Page {
  start: StartState
  status: number
  first: FirstPreview | null
  preview: PreviewAnswer
  target(type: RecordTypeName): TargetPreview
  /** Continues with these targets. Missing user fields are ticked all, none, or by their labels. */
  convert(targets: RecordTypeName[], more?: ConvertOptions): Promise<Conversion>
  refuse(targets: RecordTypeName[], more?: ConvertOptions): Promise<ErrorAnswer['error']>
  previewAgain(): Promise<PreviewAnswer>
  /** What the journal says of a conversion; null before it knows it. */
  look(requestId: string): Promise<Conversion | null>
  /** Carries on with a conversion that was interrupted. */
  resume(requestId: string, fills?: unknown, taken?: 'rest' | 'all'): Promise<Conversion>
  /** The refusal of the same. */
  refuseResume(requestId: string): Promise<ErrorAnswer['error']>
  undo(requestId: string): Promise<Conversion>
  keep(requestId: string): Promise<Conversion>
}

export interface ConvertOptions {
  tick?: 'all' | 'none' | string[]
  requestId?: string
  pipelines?: Partial<Record<RecordTypeName, number>>
  rows?: Partial<Record<RecordTypeName, { index: number; quantity: string }[]>>
  again?: RecordTypeName[]
  responsibleId?: number
  useExisting?: Partial<Record<RecordTypeName, number>>
  fills?: unknown
  history?: boolean
  /** Options are ticked all. */
  addOptions?: boolean
  fingerprint?: string
}

/** Opens our item in the menu of a record's card. */
export async function openCard(portal: Simulator, userId: number, type: RecordTypeName, id: number): Promise<Page> {
  return openForm(cardForm(portal, userId, type, id))
}

/** The form that the portal posts when an item in the menu of a card is clicked; posted again when its frame is loaded again. */
export function cardForm(portal: Simulator, userId: number, type: RecordTypeName, id: number, item = ''): Form {
  const { code, idKey } = recordType(type).placement
  const url = `${publicUrl}/app${item && `/${item}`}`
  return portal.frameForm({ userId, placement: code, placementOptions: { [idKey]: String(id) }, url })
}

/** What a person sees once a card's form was posted. */
export async function openForm(form: Form): Promise<Page> {
  const frame = await postForm(form)
  const { first } = frame
  const seen = (): PreviewAnswer => {
    if (!first || 'error' in first) throw new Error(`No preview: ${JSON.stringify(first ?? frame.start)}`)
    return first.preview
  }
  const send = (targets: RecordTypeName[], more: ConvertOptions = {}): Promise<Response> =>
    frame.post('/api/convert', {
      requestId: more.requestId ?? crypto.randomUUID(),
      fingerprint: more.fingerprint ?? seen().fingerprint,
      targets,
      addUserFields: ticks(seen(), targets, more.tick ?? 'none'),
      pipelines: more.pipelines ?? {},
      rows: more.rows ?? {},
      again: more.again,
      responsibleId: more.responsibleId,
      useExisting: more.useExisting ?? {},
      fills: more.fills,
      history: more.history,
      addOptions: more.addOptions
        ? Object.fromEntries(
            seen().targets.map(({ type, missingOptions }) => [
              type,
              missingOptions.flatMap(({ field, texts }) => texts.map((text) => ({ field, text }))),
            ]),
          )
        : undefined,
    })
  async function act(requestId: string, verb: 'resume' | 'undo' | 'keep', body?: unknown): Promise<Conversion> {
    const answer = await frame.post(`/api/conversions/${requestId}/${verb}`, body)
    if (!answer.ok) throw new Error(`Refused with ${answer.status}: ${await answer.text()}`)
    return answer.json() as Promise<Conversion>
  }
  return {
    start: frame.start,
    status: frame.status,
    first,
    get preview() {
      return seen()
    },
    target(type) {
      return seen().targets.find((one) => one.type === type)!
    },
    async convert(targets, more) {
      const answer = await send(targets, more)
      if (!answer.ok) throw new Error(`Refused with ${answer.status}: ${await answer.text()}`)
      return answer.json() as Promise<Conversion>
    },
    async refuse(targets, more) {
      const answer = await send(targets, more)
      if (answer.ok) throw new Error(`Not refused: ${await answer.text()}`)
      return ((await answer.json()) as ErrorAnswer).error
    },
    async previewAgain() {
      return (await frame.post('/api/preview')).json() as Promise<PreviewAnswer>
    },
    async look(requestId) {
      const answer = await frame.get(`/api/conversions/${requestId}`)
      return answer.ok ? ((await answer.json()) as Conversion) : null
    },
    resume: (requestId, fills, taken) => act(requestId, 'resume', { fills, taken }),
    async refuseResume(requestId) {
      const answer = await frame.post(`/api/conversions/${requestId}/resume`, {})
      if (answer.ok) throw new Error(`Not refused: ${await answer.text()}`)
      return ((await answer.json()) as ErrorAnswer).error
    },
    undo: (requestId) => act(requestId, 'undo'),
    keep: (requestId) => act(requestId, 'keep'),
  }
}

function ticks(preview: Preview, targets: RecordTypeName[], tick: 'all' | 'none' | string[]): Record<string, string[]> {
  const offered = preview.targets.filter(({ type }) => targets.includes(type))
  const chosen = (label: string): boolean => tick === 'all' || (tick !== 'none' && tick.includes(label))
  return Object.fromEntries(
    offered.map(({ type, missingUserFields }) => [
      type,
      missingUserFields.filter(({ label }) => chosen(label)).map(({ field }) => field),
    ]),
  )
}

/** The page as the browser gets it, when somebody opens our item in the menu of a record's card. */
export async function openRaw(portal: Simulator, userId: number, type: RecordTypeName, id: number): Promise<string> {
  const { code, idKey } = recordType(type).placement
  return (await openFrame(portal, { userId, placement: code, placementOptions: { [idKey]: String(id) } })).html
}

interface Frame {
  html: string
  start: StartState
  status: number
  first: FirstPreview | null
  /** In the name of the page's own session, or of one the page was given later. */
  post(path: string, body?: unknown, session?: string): Promise<Response>
  get(path: string): Promise<Response>
}

/** Posts the form the portal posts, and reads the page as the browser would. */
export async function openFrame(portal: Simulator, options: Parameters<Simulator['frameForm']>[0]): Promise<Frame> {
  return postForm(portal.frameForm(options))
}

type Form = ReturnType<Simulator['frameForm']>

async function postForm({ action, fields }: Form): Promise<Frame> {
  const { pathname, search } = new URL(action)
  const answer = await fetch(`${app.url}${pathname}${search}`, { method: 'POST', body: new URLSearchParams(fields) })
  const html = await answer.text()
  const start = readJson(html, 'start') as StartState
  const session = 'session' in start ? start.session : ''
  tokens.push(...[session, fields.AUTH_ID ?? '', fields.REFRESH_ID ?? ''].filter(Boolean))
  const proofOf = (of: string) => ({ [sessionHeader]: of, [portalTokenHeader]: fields.AUTH_ID ?? '' })
  return {
    start,
    html,
    status: answer.status,
    first: readJson(html, 'preview') as FirstPreview | null,
    post: (path, body = {}, other = session) =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...proofOf(other) },
        body: JSON.stringify(body),
      }),
    get: (path) => fetch(`${app.url}${path}`, { headers: proofOf(session) }),
  }
}

function readJson(html: string, id: string): unknown {
  const [, json] = new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(html) ?? []
  return json ? JSON.parse(json) : null
}

/** The newest record of a type on the portal. */
export function newest(portal: Simulator, type: RecordTypeName): Item {
  return [...itemsOf(portal.state, nameOnPortal(type)).values()].reduce((last, item) =>
    item.id > last.id ? item : last,
  )
}

/** What the simulated portal calls a type. */
export function nameOnPortal(type: RecordTypeName): TypeName {
  return isSmartTypeName(type) ? `dynamic_${entityTypeIdOf(type)}` : type
}

/** How many records of each type the portal holds. */
export function countRecords(portal: Simulator): Record<StandardTypeName, number> {
  return Object.fromEntries(Object.entries(portal.state.items).map(([type, items]) => [type, items.size])) as Record<
    StandardTypeName,
    number
  >
}

/** The comments on a record's timeline, oldest first. */
export function commentsOn(portal: Simulator, type: RecordTypeName, id: number): string[] {
  return [...portal.state.comments.values()]
    .filter(({ owner }) => owner.type === nameOnPortal(type) && owner.id === id)
    .map(({ text }) => text)
}
