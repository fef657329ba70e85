import type { App, PortalState, User } from '../state.ts'
import { appAddress, appTitle } from './app-pages.ts'
import type { Visit } from './visit.ts'

/** A refusal the page shows; `text` is in the visitor's language. */
export class Refused extends Error {}

/** What the pages of one portal remember between requests: who has already run which app for the first time. */
export interface FrameMemory {
  firstRuns: Set<string>
}

export interface FrameRequest {
  appId: number
  placement?: string
  handler?: string
  options?: Record<string, unknown>
  /** Path and query of the page the frame is opened from. */
  opener?: string
}

/** Everything a page needs to frame an app: the form to post and the answer to getInitData (app lifecycle 1.2, 4.5). */
export function openFrame(visit: Visit, memory: FrameMemory, request: FrameRequest) {
  const { person, language, simulator } = visit
  const app = findApp(visit.state, request.appId)
  const address = appAddress(app, person)
  if (address === null) throw new Refused(visit.texts.notFullyInstalled)
  const placement = app.installed && request.placement !== undefined ? findPlacement(visit, app, request) : null
  const given = request.options ?? {}
  const options = request.opener === undefined || 'URI' in given ? given : { ...given, URI: request.opener }
  const form = simulator.frameForm({
    userId: person.id,
    url: placement?.handler ?? address,
    placement: placement?.placement ?? 'DEFAULT',
    placementOptions: options,
    language,
  })
  const { AUTH_ID, AUTH_EXPIRES, REFRESH_ID } = form.fields
  return {
    title: appTitle(visit, app),
    action: form.action,
    fields: form.fields,
    origin: new URL(form.action).origin,
    appSid: form.appSid,
    clientId: app.clientId,
    placement: placement?.placement ?? 'DEFAULT',
    silent: visit.state.defects.has('openPathIsSilent') ? ['openPath'] : [],
    init: {
      LANG: language,
      DOMAIN: new URL(simulator.origin).host,
      PROTOCOL: simulator.origin.startsWith('https:') ? 1 : 0,
      PATH: '/rest',
      AUTH_ID,
      AUTH_EXPIRES,
      REFRESH_ID,
      MEMBER_ID: visit.state.memberId,
      FIRST_RUN: !memory.firstRuns.has(runKey(app, person)),
      IS_ADMIN: person.admin,
      INSTALL: !app.installed && app.installerUrl !== null && person.admin,
      USER_OPTIONS: emptyAsList(app.userOptions.get(person.id) ?? {}),
      APP_OPTIONS: emptyAsList(app.options),
      PLACEMENT: placement?.placement ?? 'DEFAULT',
      PLACEMENT_OPTIONS: emptyAsList(options),
    },
  }
}

interface Asked {
  visit: Visit
  app: App
  memory: FrameMemory
  body: Record<string, unknown>
}

/** What a frame may ask of the portal behind its page, by the last part of the address. */
export const appRequests: Record<string, (asked: Asked) => unknown> = {
  tokens: ({ visit: { simulator, person } }) => {
    const { accessToken, refreshToken, expires } = simulator.tokens(person.id)
    const lifetime = Math.max(0, Math.round(expires - Date.now() / 1000))
    return { AUTH_ID: accessToken, REFRESH_ID: refreshToken, AUTH_EXPIRES: String(lifetime) }
  },
  option: ({ visit, app, body }) => {
    if (!visit.person.admin) throw new Refused(visit.texts.denied)
    app.options[String(body.name)] = body.value
    return app.options
  },
  'user-option': ({ visit, app, body }) => {
    const options = { ...app.userOptions.get(visit.person.id), [String(body.name)]: body.value }
    app.userOptions.set(visit.person.id, options)
    return options
  },
  'first-run': ({ visit, app, memory }) => {
    memory.firstRuns.add(runKey(app, visit.person))
    return {}
  },
  'finish-install': ({ visit: { simulator, person }, app, body }) => {
    if (!person.admin) return { finished: false }
    if (body.installed === false) app.installed = false
    else simulator.finishInstall(person.id)
    return { finished: true }
  },
}

/** The app of this number. */
export function findApp(state: PortalState, id: number): App {
  const app = state.apps.get(id)
  if (!app?.active) throw new Refused(`No app ${id}`)
  return app
}

function findPlacement(visit: Visit, app: App, { placement, handler }: FrameRequest) {
  const found = app.placements.find((one) => one.placement === placement && (!handler || one.handler === handler))
  if (!found) throw new Refused(visit.texts.appFailed)
  return found
}

function runKey(app: App, person: User): string {
  return `${app.id} ${app.version} ${person.id}`
}

/** PHP writes an empty map as an empty list. */
function emptyAsList(map: Record<string, unknown>): Record<string, unknown> | never[] {
  return Object.keys(map).length > 0 ? map : []
}
