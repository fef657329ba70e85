import type { Field } from '../conversion/snapshot.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType, userFieldEntityOf, type RecordTypeName } from '../conversion/record-types.ts'
import { AppError } from '../errors.ts'
import { IdOf, runChain, type ChainResult } from './chain.ts'
import { parseFields } from './parse.ts'
import type { Answer, Command, Refusal, Rest } from './rest.ts'
import { findConfigCommand, parseConfigDefinition } from './user-field-config.ts'
import { addFieldCommand, parseDefinition, type UserFieldDefinition } from './user-field-definition.ts'

export interface FieldToAdd {
  target: RecordTypeName
  source: Field
}

export interface AddedFields {
  /** Per target: source field name → the new field, with the ids of its own options. */
  fields: Map<RecordTypeName, Map<string, Field>>
  refusal: Refusal | null
  lost: ChainResult['lost']
  /** Those that exist now, as far as the portal has answered. */
  existing: FieldToAdd[]
  /** All of them exist, but why nobody could look how the portal names them. */
  unread: AppError | null
}

/**
 * Creates user fields on the targets as the source defines them: labels in all languages, settings, flags, options in
 * order. Three requests: definitions, creation, and the new fields with their option ids. Stops at the first refusal.
 * The codes come from the request id, so that whoever continues a conversion (`look`) finds what exists already.
 */
export async function addUserFields(
  rest: Rest,
  plan: Pick<Plan, 'source' | 'smartTypes'>,
  toAdd: FieldToAdd[],
  { requestId, look }: { requestId: string; look: boolean },
): Promise<AddedFields> {
  const codes = toAdd.map((_, index) => `CF${stampOf(requestId)}${index}`)
  const known = look ? await readAdded(rest, toAdd, codes) : null
  const isKnown = (one: FieldToAdd): boolean => known?.get(one.target)?.has(one.source.name) ?? false
  if (known && toAdd.every(isKnown)) return { fields: known, existing: toAdd, refusal: null, lost: null, unread: null }

  const definitions = await readDefinitions(rest, plan, [...new Set(toAdd.map((one) => one.source.name))])
  const commands = toAdd.flatMap((one, index): [string, Command][] =>
    isKnown(one)
      ? []
      : [
          [
            `add${index}`,
            addFieldCommand(one.target, plan.smartTypes, codes[index]!, definitions.get(one.source.name)!),
          ],
        ],
  )
  const { answers, lost } = await runChain(rest, Object.fromEntries(commands))
  const refusal = [...answers.values()].find((answer): answer is Refusal => !answer.ok) ?? null
  const existing = toAdd.filter((one, index) => isKnown(one) || answers.get(`add${index}`)?.ok)
  if (refusal || lost) return { fields: new Map(), existing, refusal, lost, unread: null }
  try {
    return { fields: await readAdded(rest, toAdd, codes), existing, refusal: null, lost: null, unread: null }
  } catch (error) {
    if (error instanceof AppError) return { fields: new Map(), existing, refusal: null, lost: null, unread: error }
    throw error
  }
}

/** Eight digits and letters of a request id; a field's name takes no more than fifty characters in all. */
function stampOf(requestId: string): string {
  return Number.parseInt(requestId.replaceAll('-', '').slice(0, 10), 16).toString(36).padStart(8, '0').toUpperCase()
}

/** Labels come in all languages only from userfield.get, which wants the id that userfield.list finds. */
async function readDefinitions(
  rest: Rest,
  { source, smartTypes }: Pick<Plan, 'source' | 'smartTypes'>,
  names: string[],
): Promise<Map<string, UserFieldDefinition>> {
  const family = recordType(source.type).userFieldMethods
  if (!family) return readConfigDefinitions(rest, userFieldEntityOf(source.type, smartTypes) ?? '', names)
  const commands: Record<string, Command> = {}
  names.forEach((name, index) => {
    commands[`find${index}`] = { method: `${family}.list`, params: { filter: { FIELD_NAME: name } } }
    commands[`get${index}`] = { method: `${family}.get`, params: { id: new IdOf(`find${index}`, ['0', 'ID']) } }
  })
  const { answers, lost } = await runChain(rest, commands)
  if (lost) throw nothingWritten(lost.error)
  return new Map(names.map((name, index) => [name, parseDefinition(resultOf(answers.get(`get${index}`)))]))
}

/** The same where the source has no classic family. */
async function readConfigDefinitions(
  rest: Rest,
  entityId: string,
  names: string[],
): Promise<Map<string, UserFieldDefinition>> {
  const commands: Record<string, Command> = {}
  names.forEach((name, index) => {
    const id = new IdOf(`find${index}`, ['fields', '0', 'id'])
    commands[`find${index}`] = findConfigCommand(entityId, name)
    commands[`get${index}`] = { method: 'userfieldconfig.get', params: { moduleId: 'crm', id } }
  })
  const { answers, lost } = await runChain(rest, commands)
  if (lost) throw nothingWritten(lost.error)
  return new Map(names.map((name, index) => [name, parseConfigDefinition(resultOf(answers.get(`get${index}`)))]))
}

async function readAdded(rest: Rest, toAdd: FieldToAdd[], codes: string[]): Promise<AddedFields['fields']> {
  const targets = [...new Set(toAdd.map(({ target }) => target))]
  const commands = targets.map((target): [string, Command] => [
    target,
    { method: 'crm.item.fields', params: { entityTypeId: recordType(target).entityTypeId, useOriginalUfNames: 'Y' } },
  ])
  const answers = await rest.batch(Object.fromEntries(commands), { halt: true })
  const added: AddedFields['fields'] = new Map(targets.map((target) => [target, new Map()]))
  for (const target of targets) {
    const fields = Object.values(parseFields(resultOf(answers.get(target))))
    toAdd.forEach((one, index) => {
      const field = fields.find(({ name }) => name.endsWith(`_${codes[index]}`))
      if (one.target === target && field) added.get(target)?.set(one.source.name, field)
    })
  }
  return added
}

function resultOf(answer: Answer | undefined): unknown {
  if (answer?.ok) return answer.result
  throw new AppError('portal_refused', 'The portal refused to describe its user fields.', {
    restCode: answer?.code,
    restMessage: answer?.message,
    method: answer?.method,
    mayHaveWritten: false,
  })
}

/** The same error, of a request that only read. */
export function nothingWritten(error: AppError): AppError {
  return new AppError(error.code, error.message, { ...(error.details as object), mayHaveWritten: false }, error)
}
