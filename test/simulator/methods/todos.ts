import { toInt, toText, type Call } from '../context.ts'
import { addActivity, momentOf } from '../crm/activities.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { inLanguage } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.activity.todo.add: a deadline is a must. */
export function todoAdd(call: Call): Answer {
  const { ownerTypeId, ownerId, deadline, title, description, responsibleId } = call.params
  for (const name of ['ownerTypeId', 'ownerId', 'deadline'])
    if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = recordOf(call.state, toInt(ownerTypeId), toInt(ownerId))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  const due = momentOf(toText(deadline))
  if (due === null) throw new RestError('WRONG_DATETIME_FORMAT', 'Wrong datetime format')
  const activity = addActivity(call, owner, {
    TYPE_ID: '6',
    PROVIDER_ID: 'CRM_TODO',
    PROVIDER_TYPE_ID: 'TODO',
    SUBJECT: toText(title) || inLanguage({ de: 'Aufgabe', en: 'To-do' }, call.user.language),
    DESCRIPTION: toText(description),
    START_TIME: due,
    END_TIME: due,
    DEADLINE: due,
    RESPONSIBLE_ID: String(toInt(responsibleId) || call.user.id),
  })
  return { result: { id: activity.id } }
}
