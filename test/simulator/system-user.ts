import { currentApp, userById } from './apps.ts'
import { addUser } from './builders.ts'
import type { EventSender } from './event-sender.ts'
import { grantTokens } from './oauth/grants.ts'
import { tokenAnswer } from './oauth/token-endpoint.ts'
import type { App, PortalState, User } from './state.ts'
import type { Params } from './wire/php-query.ts'

/** Where ONAPPUSERREADY goes: the address an app is installed at, or the one it wants its events at. */
export const systemUserDoors = ['installer', 'events'] as const
export type SystemUserDoor = (typeof systemUserDoors)[number]

/**
 * Gives the app an account of its own, or wakes the one it had, and sends its long-lived tokens by ONAPPUSERREADY beside
 * those of the installer. It does not wait for the installation: the event may come before the app has recorded that.
 * Source: ONAPPUSERREADY and system user of the REST documentation; the installer's address, a field report.
 */
export function announceSystemUser(
  state: PortalState,
  events: EventSender,
  { to, installerId }: { to: SystemUserDoor; installerId: number },
): User {
  const app = currentApp(state)
  const installer = userById(state, installerId)
  const user = systemUserOf(state, app)
  const { expires: _expires, ...tokens } = tokenAnswer(state, app, grantTokens(state, app.id, user.id))
  const data: Params = { ...tokens, client_id: app.clientId }
  events.tell(installer, { app, address: addressOf(app, to) }, 'ONAPPUSERREADY', data)
  return user
}

/** The people of a portal: accounts of apps are none. */
export function peopleOf(state: PortalState): User[] {
  return [...state.users.values()].filter((user) => !user.isSystem)
}

function systemUserOf(state: PortalState, app: App): User {
  const known = app.systemUserId === null ? undefined : state.users.get(app.systemUserId)
  const user = known ?? addUser(state, { name: app.title.en ?? `App ${app.id}` })
  app.systemUserId = user.id
  return Object.assign(user, { active: true, isSystem: true as const })
}

function addressOf(app: App, to: SystemUserDoor): string {
  if (to === 'installer') return app.installerUrl ?? app.handlerUrl
  const address = app.eventHandlers[0]?.handler
  if (address === undefined) throw new Error('The app has bound no event yet: bind one, or send to the installer.')
  return address
}
