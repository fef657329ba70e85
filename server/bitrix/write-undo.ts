import type { CreatedRecord, Undo, UndoneRecord } from '../conversion/outcome.ts'
import type { Seen, UndoPlan } from '../conversion/plan-undo.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { mayHaveWritten } from '../errors.ts'
import { runChain, type ChainResult } from './chain.ts'
import { emptied } from './emptied.ts'
import { giveBack } from './give-back.ts'
import { seenCommands } from './guard.ts'
import type { Command, Rest } from './rest.ts'
import { refuseMade } from './source-refusals.ts'
import { lostRefusal, toStepRefusal } from './steps.ts'

/** What an undo did, before anybody was told of it. */
export type Written = Omit<Undo, 'comment'>

/**
 * Deletes what the plan says, newest first, then gives the source and filled clients back what they had. Stops at the
 * first refusal, so that nothing is deleted that a remaining record needs. Where it is guarded, nothing at all is done
 * once a record is no longer as it was seen, and the answer is null; throws when nobody could look. Deleting by number is safe to repeat: what is gone
 * stays gone.
 */
export async function writeUndo(
  rest: Rest,
  { source }: Plan,
  undoPlan: UndoPlan,
  { guarded }: { guarded: boolean },
): Promise<Written | null> {
  const { seen, deletions, settled, givings, restore } = undoPlan
  // The deletions name their records by number, never by what a guard has found. All guards come first, since a deletion
  // may change what it was linked with.
  const commands: Record<string, Command> = guarded ? seenCommands(seen) : {}
  for (const { type, id } of deletions)
    commands[type] = { method: 'crm.item.delete', params: { entityTypeId: recordType(type).entityTypeId, id } }
  if (restore)
    commands.restore = {
      method: 'crm.item.update',
      params: { entityTypeId: recordType(source.type).entityTypeId, id: source.id, fields: emptied(restore) },
    }
  const chain = await runChain(rest, commands)
  if (isStopped(seen, chain)) return null
  const everythingWent = deletions.every(({ type }) => chain.answers.get(type)?.ok)
  return {
    records: [...deletions.map((record) => toUndone(record, chain)), ...settled],
    clients: [...(await giveBack(rest, givings, everythingWent)), ...undoPlan.clients],
    source: undoPlan.source ?? (restore ? sourceState(chain, undoPlan) : 'untouched'),
  }
}

const searchKey = (place: number): string => `unchanged${place}`
const proofKey = (place: number): string => `seen${place}`

/** Whether a guard has stopped the chain; throws when the portal would not even search. */
function isStopped(seen: readonly Seen[], { answers }: ChainResult): boolean {
  const answersOf = (keyOf: (place: number) => string) => seen.map((_, place) => answers.get(keyOf(place)))
  const refused = answersOf(searchKey).find((answer) => answer && !answer.ok)
  if (refused && !refused.ok) throw refuseMade(refused)
  return answersOf(proofKey).some((answer) => answer && !answer.ok)
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

function sourceState({ answers, lost }: ChainResult, { keepsSome }: UndoPlan): Undo['source'] {
  const answer = answers.get('restore')
  if (answer?.ok) return keepsSome ? 'tooLong' : 'restored'
  if (answer) return 'refused'
  return lost?.keys.includes('restore') && mayHaveWritten(lost.error) ? 'unknown' : 'kept'
}
