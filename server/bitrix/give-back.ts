import type { GivingBack } from '../conversion/give-back.ts'
import type { UndoneClient } from '../conversion/outcome.ts'
import { recordType } from '../conversion/record-types.ts'
import type { Json } from '../conversion/snapshot.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { lostRefusal, toStepRefusal } from './steps.ts'
import type { Answer, Command, Rest } from './rest.ts'

/**
 * Empties in clients what a conversion had filled in, all of them by one request. Nothing is sent when a record stays
 * that the clients may belong to. Sending it again is safe: what is empty stays empty.
 */
export async function giveBack(
  rest: Rest,
  givings: readonly GivingBack[],
  everythingWent: boolean,
): Promise<UndoneClient[]> {
  if (givings.length === 0) return []
  if (!everythingWent) return givings.map(({ client }) => ({ ...client, state: 'kept' }))
  const commands = Object.fromEntries(givings.map((giving) => [giving.client.record.type, commandFor(giving)]))
  try {
    const answers = await rest.batch(commands, { halt: false })
    return givings.map(({ client }) => toUndone(client, answers.get(client.record.type)))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const state = mayHaveWritten(error) ? 'unknown' : 'kept'
    return givings.map(({ client }) => ({ ...client, state, refusal: lostRefusal(error) }))
  }
}

/** Values as a batch carries them: a list without entries would vanish from it, so that nothing would be emptied. */
export function emptied(fields: Record<string, Json>): Record<string, Json> {
  const spell = (value: Json): Json => (value === null ? '' : Array.isArray(value) && value.length === 0 ? [''] : value)
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, spell(value)]))
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
