import type { CreatedRecord, Undo, UndoneRecord } from '../conversion/outcome.ts'
import type { UndoPlan, UndoSituation } from '../conversion/plan-undo.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { runChain, type ChainResult } from './chain.ts'
import { emptied, giveBack } from './give-back.ts'
import { parseItem } from './parse.ts'
import { isAccessDenied, refuseMade, refuseSource, refuseUneditable } from './source-refusals.ts'
import { lostRefusal, toStepRefusal } from './steps.ts'
import { addComment, listComments, parseComments } from './timeline-comments.ts'
import type { Command, Rest } from './rest.ts'

/** Reads how the source, the clients it filled and everything a conversion made stand now, by one batch. Refuses who may not edit the source. */
export async function readForUndo(
  rest: Rest,
  { source, completions }: Plan,
  created: readonly CreatedRecord[],
): Promise<Omit<UndoSituation, 'actorIds' | 'uncertain'> & { comments: string[] | null }> {
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

/**
 * Deletes what the plan says, newest first, then gives the source and filled clients back what they had. Stops at the
 * first refusal, so that nothing is deleted that a remaining record needs. Deleting by number is safe to repeat: what is gone stays gone.
 */
export async function writeUndo(rest: Rest, plan: Plan, undoPlan: UndoPlan): Promise<Omit<Undo, 'comment'>> {
  const { deletions, settled, givings, restore } = undoPlan
  const commands: Record<string, Command> = {}
  for (const { type, id } of deletions)
    commands[type] = { method: 'crm.item.delete', params: { entityTypeId: recordType(type).entityTypeId, id } }
  if (restore)
    commands.restore = {
      method: 'crm.item.update',
      params: { entityTypeId: recordType(plan.source.type).entityTypeId, id: plan.source.id, fields: emptied(restore) },
    }
  const chain = await runChain(rest, commands)
  const everythingWent = deletions.every(({ type }) => chain.answers.get(type)?.ok)
  return {
    records: [...deletions.map((record) => toUndone(record, chain)), ...settled],
    clients: [...(await giveBack(rest, givings, everythingWent)), ...undoPlan.clients],
    source: undoPlan.source ?? (restore ? sourceState(chain) : 'untouched'),
  }
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

function toUndone(record: CreatedRecord, { answers, lost }: ChainResult): UndoneRecord {
  const answer = answers.get(record.type)
  if (answer?.ok) return { record, state: 'deleted', refusal: null }
  if (answer) {
    const isGone = answer.code === 'NOT_FOUND'
    return { record, state: isGone ? 'gone' : 'refused', refusal: isGone ? null : toStepRefusal(answer) }
  }
  if (!lost?.keys.includes(record.type)) return { record, state: 'kept', refusal: null }
  return { record, state: mayHaveWritten(lost.error) ? 'unknown' : 'kept', refusal: lostRefusal(lost.error) }
}

function sourceState({ answers, lost }: ChainResult): Undo['source'] {
  const answer = answers.get('restore')
  if (answer) return answer.ok ? 'restored' : 'refused'
  return lost?.keys.includes('restore') && mayHaveWritten(lost.error) ? 'unknown' : 'kept'
}
