import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview, TargetPreview } from '../../server/conversion/preview.ts'
import { recordTypes, type RecordTypeName } from '../../server/conversion/record-types.ts'
import {
  portalTokenHeader,
  sessionHeader,
  type ErrorAnswer,
  type FirstPreview,
  type StartState,
} from '../../server/contract.ts'
import { readConfig } from '../../server/config.ts'
import { startServer } from '../../server/start.ts'
import manifest from '../../manifest/app.json' with { type: 'json' }
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'

const credentials = { clientId: 'app.test', clientSecret: 'secret-of-the-app' }
const publicUrl = 'https://create-from.test'
const network = setupServer(http.all(`${publicUrl}/*`, ({ request }) => passToApp(request)))
let app: { url: string; close(): Promise<void> }

/** Starts the app once for a file of stories; every story gets a portal of its own. Only the network is simulated. */
export function useApp(): void {
  beforeAll(async () => {
    network.listen({ onUnhandledRequest: refuseOutside })
    app = await startServer(
      readConfig({
        PORT: '0',
        PUBLIC_URL: publicUrl,
        BITRIX_CLIENT_ID: credentials.clientId,
        BITRIX_CLIENT_SECRET: credentials.clientSecret,
        SESSION_SECRET: 'a secret of at least thirty-two characters',
        DATA_DIR: 'memory://',
        LOG_LEVEL: 'silent',
      }),
    )
  })
  beforeEach(() => network.resetHandlers())
  afterAll(async () => {
    await app.close()
    network.close()
  })
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

/** A portal on the network with the app installed through the app's own installer. */
export async function openPortal(options: { seed?: 'demo' | 'empty' } = {}): Promise<Simulator> {
  const portal = createSimulator({ seed: options.seed ?? 'demo', ...credentials })
  network.use(...portal.handlers())
  portal.installApp({
    handlerUrl: `${publicUrl}/app`,
    installerUrl: `${publicUrl}/install`,
    scopes: manifest.scopes,
  })
  const frame = await openFrame(portal, { userId: administrator, url: `${publicUrl}/install` })
  const installed = await frame.post('/api/install')
  if (!installed.ok) throw new Error(`The installer answered ${installed.status}: ${await installed.text()}`)
  portal.finishInstall(administrator)
  await portal.eventsDelivered()
  portal.requests.length = 0
  return portal
}

/** What a person sees after choosing our item in a card's menu, and what they can do there. */
export interface Page {
  start: StartState
  status: number
  first: FirstPreview | null
  preview: Preview
  target(type: RecordTypeName): TargetPreview
  /** Continues with these targets. Missing user fields are ticked all, none, or by their labels. */
  convert(targets: RecordTypeName[], more?: ConvertOptions): Promise<Conversion>
  refuse(targets: RecordTypeName[], more?: ConvertOptions): Promise<ErrorAnswer['error']>
  previewAgain(): Promise<Preview>
}

export interface ConvertOptions {
  tick?: 'all' | 'none' | string[]
  requestId?: string
  pipelines?: Partial<Record<RecordTypeName, number>>
  rows?: Partial<Record<RecordTypeName, { index: number; quantity: string }[]>>
  responsibleId?: number
  fingerprint?: string
}

/** Opens our item in the menu of a record's card. */
export async function openCard(portal: Simulator, userId: number, type: RecordTypeName, id: number): Promise<Page> {
  const { code, idKey } = recordTypes[type].placement
  const frame = await openFrame(portal, { userId, placement: code, placementOptions: { [idKey]: String(id) } })
  const { first } = frame
  const seen = (): Preview => {
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
      responsibleId: more.responsibleId,
    })
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
      return (await frame.post('/api/preview')).json() as Promise<Preview>
    },
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

interface Frame {
  start: StartState
  status: number
  first: FirstPreview | null
  post(path: string, body?: unknown): Promise<Response>
}

/** Posts the form the portal posts, and reads the page as the browser would. */
export async function openFrame(portal: Simulator, options: Parameters<Simulator['frameForm']>[0]): Promise<Frame> {
  const { action, fields } = portal.frameForm(options)
  const { pathname, search } = new URL(action)
  const answer = await fetch(`${app.url}${pathname}${search}`, { method: 'POST', body: new URLSearchParams(fields) })
  const html = await answer.text()
  const start = readJson(html, 'start') as StartState
  const session = 'session' in start ? start.session : ''
  return {
    start,
    status: answer.status,
    first: readJson(html, 'preview') as FirstPreview | null,
    post: (path, body = {}) =>
      fetch(`${app.url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [sessionHeader]: session,
          [portalTokenHeader]: fields.AUTH_ID ?? '',
        },
        body: JSON.stringify(body),
      }),
  }
}

function readJson(html: string, id: string): unknown {
  const [, json] = new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(html) ?? []
  return json ? JSON.parse(json) : null
}

/** The newest record of a type on the portal. */
export function newest(portal: Simulator, type: RecordTypeName): Item {
  return [...portal.state.items[type].values()].reduce((last, item) => (item.id > last.id ? item : last))
}

/** How many records of each type the portal holds. */
export function countRecords(portal: Simulator): Record<RecordTypeName, number> {
  return Object.fromEntries(Object.entries(portal.state.items).map(([type, items]) => [type, items.size])) as Record<
    RecordTypeName,
    number
  >
}

/** The comments on a record's timeline, oldest first. */
export function commentsOn(portal: Simulator, type: RecordTypeName, id: number): string[] {
  return [...portal.state.comments.values()]
    .filter(({ owner }) => owner.type === type && owner.id === id)
    .map(({ text }) => text)
}
