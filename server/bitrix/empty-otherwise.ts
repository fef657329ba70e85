import { bare, type Bare } from '../conversion/bare.ts'
import { isEmpty } from '../conversion/empty.ts'
import { isSameValue, type GivingBack } from '../conversion/give-back.ts'
import type { CreatedRecord, UndoneClient } from '../conversion/outcome.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { Json } from '../conversion/snapshot.ts'
import { AppError } from '../errors.ts'
import { emptied } from './emptied.ts'
import { parseFields, parseItem } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'

/** The name of a client's reading in a batch that empties it. */
export const proofKey = (type: RecordTypeName) => `${type}Proof` as const
const labelsKey = (type: RecordTypeName) => `${type}Labels` as const

/** Reads a client back. */
export function readCommand({ type, id }: CreatedRecord): Command {
  const { entityTypeId } = recordType(type)
  return { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames: 'Y' }, mayFail: true }
}

/** Fields that were to be emptied and read as something else, with what they should hold. */
export function stayedIn({ fields }: Pick<GivingBack, 'fields'>, proof: Answer | undefined): Bare<Json> {
  if (!proof?.ok) return bare()
  const item = parseItem(proof.result)
  return bare(Object.entries(fields).filter(([name, wanted]) => differs(item[name] ?? null, wanted)))
}

function differs(own: Json, wanted: Json): boolean {
  return !isEmpty(own) && !isSameValue(own, wanted)
}

/** Empties fields that stayed by the type's older method; tells those that stay even then. At most one request. */
export async function emptyOtherwise(
  rest: Rest,
  undone: readonly UndoneClient[],
  stayed: readonly Bare<Json>[],
): Promise<UndoneClient[]> {
  const open = undone.flatMap((client, place) => {
    const fields = stayed[place]!
    return isEmptied(client) && Object.keys(fields).length > 0 ? [{ client, fields }] : []
  })
  if (open.length === 0) return [...undone]
  const answers = await tryAgain(rest, open)
  return undone.map((client) => {
    const one = open.find((other) => other.client === client)
    return one ? told(client, one.fields, answers) : client
  })
}

const isEmptied = ({ state }: UndoneClient): boolean => state === 'restored' || state === 'partlyRestored'

async function tryAgain(
  rest: Rest,
  open: readonly { client: UndoneClient; fields: Bare<Json> }[],
): Promise<Map<string, Answer>> {
  const commands = open.flatMap(({ client: { record }, fields }) => {
    const { entityTypeId } = recordType(record.type)
    const labels = { method: 'crm.item.fields', params: { entityTypeId, useOriginalUfNames: 'Y' }, mayFail: true }
    return [
      ...olderUpdate(record, fields).map((command) => [record.type, command] as const),
      [proofKey(record.type), readCommand(record)] as const,
      [labelsKey(record.type), labels as Command] as const,
    ]
  })
  try {
    return await rest.batch(Object.fromEntries(commands), { halt: false })
  } catch (error) {
    // What stayed is known already; that it could not be tried again changes nothing.
    if (!(error instanceof AppError)) throw error
    return new Map()
  }
}

/** `crm.contact.update` and its like; a type that has none is not tried again. */
function olderUpdate({ type, id }: CreatedRecord, fields: Bare<Json>): Command[] {
  const { userFieldMethods } = recordType(type)
  if (!userFieldMethods) return []
  const spelled = Object.entries(emptied(fields)).map(([name, value]) => [olderName(name), value])
  return [
    {
      method: userFieldMethods.replace('.userfield', '.update'),
      params: { id, fields: Object.fromEntries(spelled) },
      mayFail: true,
    },
  ]
}

/** The older methods spell `sourceDescription` as `SOURCE_DESCRIPTION`. */
function olderName(name: string): string {
  return name.startsWith('UF_') ? name : name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}

function told(client: UndoneClient, fields: Bare<Json>, answers: ReadonlyMap<string, Answer>): UndoneClient {
  const { type } = client.record
  const proof = answers.get(proofKey(type))
  const still = proof?.ok ? stayedIn({ fields }, proof) : fields
  if (Object.keys(still).length === 0) return client
  const answer = answers.get(labelsKey(type))
  const labels = answer?.ok ? parseFields(answer.result) : bare<{ label: string }>()
  return { ...client, state: 'stayed', stayed: Object.keys(still).map((name) => labels[name]?.label || name) }
}
