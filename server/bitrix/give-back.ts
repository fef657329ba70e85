import type { GivingBack } from '../conversion/give-back.ts'
import type { UndoneClient } from '../conversion/outcome.ts'
import { recordType } from '../conversion/record-types.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { emptied } from './emptied.ts'
import { emptyOtherwise, proofKey, readCommand, stayedIn } from './empty-otherwise.ts'
import { lostRefusal, toStepRefusal } from './steps.ts'
import type { Answer, Command, Rest } from './rest.ts'

/**
 * Empties in clients what a conversion had filled in, all of them by one request, which also reads them back: some
 * portals answer that a field is empty and keep its value (multiple lists, fields of companies). What stayed is emptied
 * by the older method of the type, with a second request, and told where it stays even then. Nothing is sent when a
 * record stays that the clients may belong to. Sending it again is safe: what is empty stays empty.
 */
export async function giveBack(
  rest: Rest,
  givings: readonly GivingBack[],
  everythingWent: boolean,
): Promise<UndoneClient[]> {
  if (givings.length === 0) return []
  if (!everythingWent) return givings.map(({ client }) => ({ ...client, state: 'kept' }))
  const commands = givings.map((giving) => [giving.client.record.type, commandFor(giving)] as const)
  const proofs = givings.map(({ client: { record } }) => [proofKey(record.type), readCommand(record)] as const)
  try {
    const answers = await rest.batch(Object.fromEntries([...commands, ...proofs]), { halt: false })
    const undone = givings.map(({ client }) => toUndone(client, answers.get(client.record.type)))
    const stayed = givings.map((giving) => stayedIn(giving, answers.get(proofKey(giving.client.record.type))))
    return emptyOtherwise(rest, undone, stayed)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const state = mayHaveWritten(error) ? 'unknown' : 'kept'
    return givings.map(({ client }) => ({ ...client, state, refusal: lostRefusal(error) }))
  }
}

function commandFor({ client: { record }, fields, entries }: GivingBack): Command {
  const { entityTypeId } = recordType(record.type)
  // An entry named by its id and sent empty is deleted; all others stay as they are. Without its type nothing happens,
  // and nothing is refused (how to change a phone or an e-mail).
  const fm = Object.fromEntries(entries.map(({ id, typeId }) => [id, { typeId, value: '' }]))
  const all = { ...emptied(fields), ...(entries.length > 0 ? { fm } : {}) }
  return { method: 'crm.item.update', params: { entityTypeId, id: record.id, fields: all, useOriginalUfNames: 'Y' } }
}

function toUndone(client: UndoneClient, answer: Answer | undefined): UndoneClient {
  if (answer?.ok) return client
  if (!answer) return { ...client, state: 'unknown' }
  return answer.code === 'NOT_FOUND'
    ? { ...client, state: 'gone' }
    : { ...client, state: 'refused', refusal: toStepRefusal(answer) }
}
