import type { Field } from '../conversion/snapshot.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import { AppError } from '../errors.ts'
import { IdOf, runChain, type ChainResult } from './chain.ts'
import { parseFields } from './parse.ts'
import type { Answer, Command, Refusal, Rest } from './rest.ts'
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
}

/**
 * Creates user fields on the targets as the source defines them: labels in all languages, settings, flags, options in
 * order. Three requests: definitions, creation, and the new fields with their option ids. Stops at the first refusal.
 */
export async function addUserFields(rest: Rest, source: SourceTypeName, toAdd: FieldToAdd[]): Promise<AddedFields> {
  const definitions = await readDefinitions(rest, source, [...new Set(toAdd.map((one) => one.source.name))])
  const stamp = Date.now().toString(36).toUpperCase()
  const codes = toAdd.map((_, index) => `CF${stamp}${index}`)
  const commands = toAdd.map((one, index): [string, Command] => [
    `add${index}`,
    addFieldCommand(one.target, codes[index]!, definitions.get(one.source.name)!),
  ])
  const { answers, lost } = await runChain(rest, Object.fromEntries(commands))
  const refusal = [...answers.values()].find((answer): answer is Refusal => !answer.ok) ?? null
  if (refusal || lost) return { fields: new Map(), refusal, lost }
  return { fields: await readAdded(rest, toAdd, codes), refusal: null, lost: null }
}

/** Labels come in all languages only from userfield.get, which wants the id that userfield.list finds. */
async function readDefinitions(
  rest: Rest,
  source: SourceTypeName,
  names: string[],
): Promise<Map<string, UserFieldDefinition>> {
  const family = recordType(source).userFieldMethods
  const commands: Record<string, Command> = {}
  names.forEach((name, index) => {
    commands[`find${index}`] = { method: `${family}.list`, params: { filter: { FIELD_NAME: name } } }
    commands[`get${index}`] = { method: `${family}.get`, params: { id: new IdOf(`find${index}`, ['0', 'ID']) } }
  })
  const { answers, lost } = await runChain(rest, commands)
  if (lost) throw nothingWritten(lost.error)
  return new Map(names.map((name, index) => [name, parseDefinition(resultOf(answers.get(`get${index}`)))]))
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

function nothingWritten(error: AppError): AppError {
  return new AppError(error.code, error.message, { ...(error.details as object), mayHaveWritten: false }, error)
}
