import { historyOf } from '../conversion/history.ts'
import type { CreatedRecord, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import type { Answer, Command } from './rest.ts'

const commandsPerBatch = 50

/**
 * Shows the source's activities and comments in the new cards too; at the source they stay. Records that existed before
 * keep the history they have. Binding again changes nothing, so whoever continues a conversion may repeat all of it.
 */
export function bindCommands(plan: Plan, created: readonly CreatedRecord[]): Record<string, Command> {
  return Object.fromEntries(created.flatMap((record) => Object.entries(bindRecord(plan, record))))
}

/** One step per new record: refused when any entry was, uncertain when no answer came for one. */
export function historySteps(
  plan: Plan,
  created: readonly CreatedRecord[],
  answers: ReadonlyMap<string, Answer>,
): Step[] {
  return created.flatMap((record): Step[] => {
    const keys = Object.keys(bindRecord(plan, record))
    if (keys.length === 0) return []
    const step = { name: 'history', target: record.type } as const
    const refused = keys.map((key) => answers.get(key)).find((answer) => answer && !isSettled(answer))
    if (refused && !refused.ok) {
      const { code, message, method } = refused
      return [{ ...step, state: 'failed', refusal: { code, message, method } }]
    }
    return [{ ...step, state: keys.every((key) => answers.has(key)) ? 'done' : 'unknown', refusal: null }]
  })
}

/** Commands in their order, as many to a request as a batch takes. */
export function inBatches(commands: Record<string, Command>): Record<string, Command>[] {
  const entries = Object.entries(commands)
  const batches: Record<string, Command>[] = []
  for (let at = 0; at < entries.length; at += commandsPerBatch)
    batches.push(Object.fromEntries(entries.slice(at, at + commandsPerBatch)))
  return batches
}

function bindRecord({ history }: Plan, { type, id }: CreatedRecord): Record<string, Command> {
  const { entityTypeId, timelineType } = recordType(type)
  const { activities, comments } = historyOf(history, type)
  const commands: Record<string, Command> = {}
  for (const activityId of activities)
    commands[`${type}Activity${activityId}`] = {
      method: 'crm.activity.binding.add',
      params: { activityId, entityTypeId, entityId: id },
    }
  for (const commentId of comments)
    commands[`${type}Comment${commentId}`] = {
      method: 'crm.timeline.bindings.bind',
      params: { fields: { OWNER_ID: commentId, ENTITY_ID: id, ENTITY_TYPE: timelineType } },
    }
  return commands
}

/** Bound already is what was wanted, and an activity deleted meanwhile is nobody's history any more. */
function isSettled(answer: Answer): boolean {
  return answer.ok || answer.code === 'ACTIVITY_IS_ALREADY_BOUND' || answer.code === 'NOT_FOUND'
}
