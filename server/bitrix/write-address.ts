import { z } from 'zod'
import type { CreatedRecord, Step } from '../conversion/outcome.ts'
import type { AddressCreation, Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { AppError, mayHaveWritten, wordsOf } from '../errors.ts'
import { IdOf, runChain } from './chain.ts'
import type { Command, Rest } from './rest.ts'

/** Addresses of contacts and companies hang on their legal details, which are a type of their own. */
const requisiteTypeId = 8

/**
 * Gives a new client the source's address, by one request. A second go would make second legal details, so whoever
 * continues looks first what is there, and adds only what is missing.
 */
export async function writeAddress(
  rest: Rest,
  { address }: Plan,
  created: readonly CreatedRecord[],
  { lookFirst }: { lookFirst: boolean },
): Promise<Step[]> {
  const client = created.find(({ type }) => type === address?.client)
  if (!address || !client) return []
  const step = { name: 'address', target: client.type, refusal: null } as const
  try {
    const found = lookFirst ? await findDetails(rest, client) : null
    const { answers, lost } = await runChain(rest, commandsFor(address, client, found))
    if (lost) throw lost.error
    const refused = [...answers.values()].find((answer) => !answer.ok)
    if (!refused || refused.ok) return [{ ...step, state: 'done' }]
    const { code, message, method } = refused
    return [{ ...step, state: 'failed', refusal: { code, message, method } }]
  } catch (error) {
    // The client exists: whatever goes wrong here is told and fails nothing.
    if (!(error instanceof AppError)) throw error
    const refusal = { code: error.code, message: wordsOf(error), method: '' }
    return [{ ...step, state: mayHaveWritten(error) ? 'unknown' : 'notTried', refusal }]
  }
}

interface Details {
  id: number
  /** Kinds of address that are there: each exists once. */
  kinds: string[]
}

function commandsFor(
  { template, addresses }: AddressCreation,
  client: CreatedRecord,
  found: Details | null,
): Record<string, Command> {
  const commands: Record<string, Command> = {}
  if (!found)
    commands.requisite = {
      method: 'crm.requisite.add',
      params: {
        fields: {
          ENTITY_TYPE_ID: recordType(client.type).entityTypeId,
          ENTITY_ID: client.id,
          PRESET_ID: template.id,
          NAME: template.name || client.title,
          // The card then shows the address alone, and no empty legal details around it.
          ADDRESS_ONLY: 'Y',
        },
      },
    }
  for (const [place, address] of addresses.entries()) {
    if (found?.kinds.includes(address.TYPE_ID ?? '')) continue
    const owner = { ENTITY_TYPE_ID: requisiteTypeId, ENTITY_ID: found?.id ?? new IdOf('requisite', []) }
    commands[`address${place}`] = { method: 'crm.address.add', params: { fields: { ...address, ...owner } } }
  }
  return commands
}

const requisites = z.array(z.looseObject({ ID: z.coerce.number() }))
const kinds = z.array(z.looseObject({ TYPE_ID: z.coerce.string() }))

async function findDetails(rest: Rest, { type, id }: CreatedRecord): Promise<Details | null> {
  const filter = { ENTITY_TYPE_ID: recordType(type).entityTypeId, ENTITY_ID: id }
  const known = requisites.parse(await resultOf(rest, 'crm.requisite.list', filter))[0]
  if (!known) return null
  const owner = { ENTITY_TYPE_ID: requisiteTypeId, ENTITY_ID: known.ID }
  const there = kinds.parse(await resultOf(rest, 'crm.address.list', owner))
  return { id: known.ID, kinds: there.map(({ TYPE_ID }) => TYPE_ID) }
}

async function resultOf(rest: Rest, method: string, filter: Record<string, unknown>): Promise<unknown> {
  const answer = await rest.call({ method, params: { filter } })
  if (answer.ok) return answer.result
  const details = { restCode: answer.code, restMessage: answer.message, method, mayHaveWritten: false }
  throw new AppError('portal_refused', 'The portal refused to read an address.', details)
}
