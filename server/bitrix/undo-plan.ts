import type { CreatedRecord, Undo } from '../conversion/outcome.ts'
import type { UndoSituation } from '../conversion/plan-undo.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { parseItem } from './parse.ts'
import { isAccessDenied, refuseMade, refuseSource, refuseUneditable } from './source-refusals.ts'
import { lostRefusal, toStepRefusal } from './steps.ts'
import { addComment, listComments, parseComments } from './timeline-comments.ts'
import type { Rest } from './rest.ts'

/** Reads how the source, the clients it filled and everything a conversion made stand now, by one batch. Refuses who may not edit the source. */
export async function readForUndo(
  rest: Rest,
  { source, completions }: Plan,
  created: readonly CreatedRecord[],
): Promise<Omit<UndoSituation, 'attempts' | 'uncertain'> & { comments: string[] | null }> {
  const { entityTypeId } = recordType(source.type)
  const useOriginalUfNames = 'Y'
  const answers = await rest.batch(
    {
      source: { method: 'crm.item.get', params: { entityTypeId, id: source.id, useOriginalUfNames } },
      editable: {
        method: 'crm.item.update',
        params: { entityTypeId, id: source.id, fields: { createFromAccessProbe: 'Y' } },
      },
      comments: listComments(source),
      ...Object.fromEntries(
        [...created, ...completions].map(({ type, id }) => [
          type,
          { method: 'crm.item.get', params: { entityTypeId: recordType(type).entityTypeId, id, useOriginalUfNames } },
        ]),
      ),
    },
    { halt: false },
  )
  const item = answers.get('source')
  if (!item?.ok) throw refuseSource(item)
  refuseUneditable(answers.get('editable'))
  const records: UndoSituation['records'] = {}
  const hidden: UndoSituation['hidden'] = {}
  for (const { type } of created) {
    const answer = answers.get(type)
    if (answer && !answer.ok && isAccessDenied(answer)) hidden[type] = toStepRefusal(answer)
    else if (answer && !answer.ok && answer.code !== 'NOT_FOUND') throw refuseMade(answer)
    records[type] = answer?.ok ? parseItem(answer.result) : null
  }
  const clients: UndoSituation['clients'] = {}
  for (const { type } of completions) {
    const answer = answers.get(type)
    if (answer && !answer.ok && answer.code !== 'NOT_FOUND' && !isAccessDenied(answer)) throw refuseMade(answer)
    clients[type] = answer?.ok ? parseItem(answer.result) : null
  }
  const comments = parseComments(answers.get('comments'))
  return { source: parseItem(item.result), records, hidden, clients, comments }
}

/** Posts the words on the source's timeline. The records are gone by now, so what goes wrong here is only told. */
export async function commentUndo(rest: Rest, { source }: Plan, text: string): Promise<NonNullable<Undo['comment']>> {
  try {
    const answer = await rest.call(addComment(source, text))
    return answer.ok ? { state: 'done', refusal: null } : { state: 'failed', refusal: toStepRefusal(answer) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { state: mayHaveWritten(error) ? 'unknown' : 'failed', refusal: lostRefusal(error) }
  }
}
