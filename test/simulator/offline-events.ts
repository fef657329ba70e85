import { randomBytes } from 'node:crypto'
import { asMap, toText } from './context.ts'
import type { OfflineEvent } from './crm-state.ts'
import type { App, PortalState, User } from './state.ts'
import { nowUtc } from './time.ts'
import type { Params } from './wire/php-query.ts'

/** What a change came from: the app whose call it was, and the key of the queue that call named. */
export interface Cause {
  app?: App | null
  connectorId?: string
}

/**
 * Puts a change into the queues of the apps that wait for it; about one record only the newest change of a kind is
 * kept. What an app did itself, naming the queue's key as `auth_connector`, does not come back to it. Hands back the
 * apps whose queue it entered. Source: offline events of the documentation.
 */
export function queueOffline(state: PortalState, user: User, event: string, data: Params, cause: Cause = {}): App[] {
  const reached: App[] = []
  for (const app of state.apps.values()) {
    const isOwn = (key: string): boolean => app === cause.app && key !== '' && key === cause.connectorId
    const wanted =
      app.installed && app.active
        ? app.offlineHandlers.filter((one) => one.event === event && !isOwn(one.connectorId))
        : []
    for (const { connectorId } of wanted) {
      const key = subjectOf(event, data)
      const isSame = (known: OfflineEvent): boolean =>
        known.appId === app.id &&
        known.connectorId === connectorId &&
        known.processId === '' &&
        subjectOf(known.event, known.data) === key
      state.offlineEvents = state.offlineEvents.filter((known) => !isSame(known))
      state.offlineEvents.push({
        id: state.nextId('offlineEvent'),
        appId: app.id,
        event,
        data,
        userId: user.id,
        timestamp: nowUtc(state.clock),
        messageId: randomBytes(16).toString('hex'),
        processId: '',
        isError: false,
        connectorId,
      })
      reached.push(app)
    }
  }
  return reached
}

/** Which event about which record. */
function subjectOf(event: string, data: Params): string {
  const { ID, ENTITY_TYPE_ID } = asMap(data.FIELDS)
  return `${event} ${toText(ENTITY_TYPE_ID)} ${toText(ID)}`
}
