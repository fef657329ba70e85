import { randomBytes } from 'node:crypto'
import type { AppToInstall, FrameForm, FrameToOpen } from './simulator.ts'
import type { EventSender } from './event-sender.ts'
import { grantTokens, stableHex, tokenLifetime } from './oauth/grants.ts'
import type { App, PortalState, User } from './state.ts'

/** Registers an app; with an installer it stays "not installed" until an administrator finishes. */
export function registerApp(
  state: PortalState,
  app: AppToInstall,
  credentials: { clientId: string; clientSecret: string },
): App {
  const id = state.nextId('app')
  const isFirst = state.apps.size === 0
  const registered: App = {
    id,
    clientId: isFirst ? credentials.clientId : `local.${stableHex(`client ${id}`).slice(0, 14)}.${id}`,
    clientSecret: isFirst ? credentials.clientSecret : randomBytes(25).toString('hex'),
    applicationToken: randomBytes(16).toString('hex'),
    handlerUrl: app.handlerUrl,
    installerUrl: app.installerUrl ?? null,
    title: app.title ?? { de: 'App', en: 'App' },
    scopes: [...app.scopes],
    version: 1,
    status: 'L',
    installed: app.installerUrl === undefined,
    active: true,
    placements: [],
    eventHandlers: [],
    offlineHandlers: [],
    fieldTypes: [],
    options: {},
    userOptions: new Map(),
    systemUserId: null,
  }
  state.apps.set(id, registered)
  return registered
}

/** An app without pages is installed by an event to the address it was registered with. Source: app-lifecycle facts, 1.1. */
export function announceApp(state: PortalState, events: EventSender, app: App, address: string): void {
  events.tell(administrator(state), { app, address }, 'ONAPPINSTALL', installedData(app))
}

/** The app the portal's frame shows: the newest that is still there. */
export function currentApp(state: PortalState): App {
  const app = [...state.apps.values()].findLast((candidate) => candidate.active)
  if (!app) throw new Error('No app is registered on this portal: call installApp() first.')
  return app
}

/** Somebody of this portal; anything else is a mistake of the test. */
export function userById(state: PortalState, userId: number): User {
  const user = state.users.get(userId)
  if (!user) throw new Error(`The portal has no user ${userId}.`)
  return user
}

function administrator(state: PortalState): User {
  const admin = [...state.users.values()].find((user) => user.admin && user.active)
  if (!admin) throw new Error('The portal has no administrator.')
  return admin
}

/** Ends an installation; anybody but an administrator is refused. */
export function finishInstallation(state: PortalState, events: EventSender, userId: number): void {
  const user = userById(state, userId)
  if (!user.admin) throw new Error('Only an administrator can finish an installation.')
  const app = currentApp(state)
  app.installed = true
  events.raise(user, 'ONAPPINSTALL', installedData(app), { app })
}

const installedData = ({ version }: App) => ({ VERSION: String(version), ACTIVE: 'Y', INSTALLED: 'Y' })

/**
 * Puts the next version of the app in place, with a new application token. The platform goes the way of a first
 * installation: with an installer the app drops back to "not installed". Source: app-lifecycle facts, 1.1 and 1.4.
 */
export function updateApp(state: PortalState, events: EventSender): App {
  const app = currentApp(state)
  const previous = app.version
  Object.assign(app, {
    version: previous + 1,
    applicationToken: randomBytes(16).toString('hex'),
    installed: app.installerUrl === null,
  })
  const data = { VERSION: String(app.version), PREVIOUS_VERSION: String(previous) }
  events.raise(administrator(state), 'ONAPPUPDATE', data, { app })
  return app
}

/** Removes an app: its handlers are told first, then they are gone; its tokens open nothing any more. */
export function removeApp(state: PortalState, events: EventSender, app: App, clean: boolean): void {
  events.raise(administrator(state), 'ONAPPUNINSTALL', { CLEAN: clean ? '1' : '0' }, { app })
  Object.assign(app, {
    active: false,
    installed: false,
    placements: [],
    eventHandlers: [],
    offlineHandlers: [],
    fieldTypes: [],
  })
  const systemUser = app.systemUserId === null ? undefined : state.users.get(app.systemUserId)
  if (systemUser) systemUser.active = false
  if (clean) Object.assign(app, { options: {}, userOptions: new Map() })
}

/**
 * Installs a removed app again. The portal kept its entry, and goes the way of a first installation: the app has a new
 * application token and, with an installer, waits for that. Source: app-lifecycle facts, 1.1 and 1.8.
 */
export function reinstallApp(app: App): App {
  const applicationToken = randomBytes(16).toString('hex')
  return Object.assign(app, { applicationToken, active: true, installed: app.installerUrl === null })
}

/** An app by its number, removed or not; anything else is a mistake of the test. */
export function appById(state: PortalState, id: number): App {
  const app = state.apps.get(id)
  if (!app) throw new Error(`No app ${id} was ever registered on this portal.`)
  return app
}

/** The form a card or the app's page posts into the frame. Source: app-lifecycle facts, section 1.2. */
export function buildFrameForm(state: PortalState, options: FrameToOpen): FrameForm {
  const app = currentApp(state)
  const user = userById(state, options.userId)
  const grant = grantTokens(state, app.id, user.id)
  const appSid = randomBytes(16).toString('hex')
  const placement = options.placement ?? 'DEFAULT'
  const bound = app.placements.find((candidate) => candidate.placement === placement)
  const showsInstaller = !app.installed && user.admin && app.installerUrl !== null
  const target =
    options.url ?? (showsInstaller ? app.installerUrl : (bound?.handler ?? app.handlerUrl)) ?? app.handlerUrl
  const portal = new URL(state.origin)
  const query = new URLSearchParams({
    DOMAIN: portal.host,
    PROTOCOL: portal.protocol === 'https:' ? '1' : '0',
    LANG: options.language ?? user.language,
    APP_SID: appSid,
  })
  return {
    action: `${target}${target.includes('?') ? '&' : '?'}${query}`,
    appSid,
    fields: {
      AUTH_ID: grant.accessToken,
      AUTH_EXPIRES: String(tokenLifetime),
      REFRESH_ID: grant.refreshToken,
      SERVER_ENDPOINT: `${state.authOrigin}/rest/`,
      APPLICATION_TOKEN: app.applicationToken,
      APPLICATION_SCOPE: app.scopes.join(','),
      member_id: state.memberId,
      status: app.status,
      PLACEMENT: placement,
      ...(options.placementOptions ? { PLACEMENT_OPTIONS: JSON.stringify(options.placementOptions) } : {}),
    },
  }
}
