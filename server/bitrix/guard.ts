import type { Plan } from '../conversion/plan.ts'
import type { Seen } from '../conversion/plan-undo.ts'
import { recordType } from '../conversion/record-types.ts'
import { AppError } from '../errors.ts'
import { IdOf } from './chain.ts'
import type { Answer, Command, Refusal } from './rest.ts'
import { isAccessDenied } from './source-refusals.ts'

const guardKey = /^(unchanged|editable|seen)\d*$/

/**
 * Two commands for each record that must be as it was seen: the first finds it only if it is unchanged, the second needs
 * its id and stops the chain without one.
 */
export function seenCommands(seen: readonly Seen[]): Record<string, Command> {
  const commands: Record<string, Command> = {}
  for (const [place, { type, id, updatedTime }] of seen.entries()) {
    const { entityTypeId } = recordType(type)
    const filter = { '=id': id, '<=updatedTime': updatedTime }
    const found = new IdOf(`unchanged${place}`, ['items', '0', 'id'])
    commands[`unchanged${place}`] = { method: 'crm.item.list', params: { entityTypeId, select: ['id'], filter } }
    commands[`seen${place}`] = { method: 'crm.item.get', params: { entityTypeId, id: found } }
  }
  return commands
}

/**
 * Two commands that stop a chain before anything is written when the source changed since it was read, is gone, or
 * may no longer be edited. The first finds the source only if it is unchanged; the second needs its id. They cost no
 * request of their own. A date filter that a portal understands differently makes them refuse needlessly, never pass.
 */
export function guardCommands({ source }: Plan): Record<string, Command> {
  const { entityTypeId } = recordType(source.type)
  return {
    unchanged: {
      method: 'crm.item.list',
      params: {
        entityTypeId,
        select: ['id', 'updatedTime'],
        filter: { '=id': source.id, '<=updatedTime': source.updatedTime },
      },
    },
    editable: {
      method: 'crm.item.update',
      params: { entityTypeId, id: new IdOf('unchanged', ['items', '0', 'id']), fields: { createFromAccessProbe: 'Y' } },
    },
  }
}

/** Refuses when the guard has stopped what came with it; the caller may look again and start anew. */
export function checkGuard(answers: ReadonlyMap<string, Answer>): void {
  const refusal = [...answers].find(([key, answer]) => isGuard(key) && !answer.ok)?.[1] as Refusal | undefined
  if (!refusal) return
  if (isAccessDenied(refusal))
    throw new AppError('source_not_editable', 'The person may not edit the source.', { restCode: refusal.code })
  throw new AppError('plan_outdated', 'The source changed since it was read.')
}

/** Whether an answer is the guard's, which writes nothing. */
export function isGuard(key: string): boolean {
  return guardKey.test(key)
}
