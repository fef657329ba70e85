import { asMap, toText } from './context.ts'
import type { EventSender } from './event-sender.ts'
import { factsOf } from './crm/record-types.ts'
import type { PortalState, User } from './state.ts'

/**
 * Presses a button at the bottom of an app's entry, as somebody who looks at the card. Its app hears which one of which
 * record, with the parameters it gave the button and a token of the person who pressed. Source: page of ActionDto; the
 * platform's own way of telling the app.
 */
export function pressTimelineButton(
  state: PortalState,
  events: EventSender,
  { user, activityId, button }: { user: User; activityId: number; button: string },
): void {
  const activity = state.activities.get(activityId)
  const footer = asMap(asMap(activity?.configurable?.layout).footer)
  const action = asMap(asMap(asMap(footer.buttons)[button]).action)
  const owner = activity?.bindings[0]
  if (!owner || action.type !== 'restEvent') throw new Error(`Entry ${activityId} has no button ${button}.`)
  const data = {
    ...asMap(action.actionParams),
    entityTypeId: String(factsOf(state, owner.type).entityTypeId),
    entityId: String(owner.id),
    activityId: String(activityId),
    id: toText(action.id),
    userId: String(user.id),
  }
  const app = [...state.apps.values()].find(({ id }) => id === activity.appId)
  events.raise(user, 'ONCRMTIMELINEITEMACTION', data, { app })
}
