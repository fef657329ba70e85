import type { Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { AppError } from '../errors.ts'
import { IdOf } from './chain.ts'
import type { Answer, Command, Refusal } from './rest.ts'
import { isAccessDenied } from './source-refusals.ts'

const guardKeys: readonly string[] = ['unchanged', 'editable']

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
  const refusal = guardKeys.map((key) => answers.get(key)).find((answer): answer is Refusal => !!answer && !answer.ok)
  if (!refusal) return
  if (isAccessDenied(refusal))
    throw new AppError('source_not_editable', 'The person may not edit the source.', { restCode: refusal.code })
  throw new AppError('plan_outdated', 'The source changed since it was read.')
}

/** Whether an answer is the guard's, which writes nothing. */
export function isGuard(key: string): boolean {
  return guardKeys.includes(key)
}
