import { fillAddedOptions, newTexts } from '../conversion/missing-options.ts'
import type { Step } from '../conversion/outcome.ts'
import type { OptionsToAdd, Plan } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { nothingWritten } from './add-user-fields.ts'
import { inBatches } from './bind-history.ts'
import { fitsBatch } from './chain.ts'
import { addOptionsCommand, parseList, readListCommands } from './list-options.ts'
import { parseFields } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'

interface Wanted extends OptionsToAdd {
  type: RecordTypeName
  key: string
}

/**
 * Adds the ticked options to the lists of the targets and puts the values into the plan. Two requests: the lists as
 * they are now, then the changes and the lists as they are after. A refusal leaves the value behind and is told; what
 * exists by then, from an earlier attempt or from somebody else, is used. Throws only before anything was written.
 */
export async function addOptions(rest: Rest, plan: Plan): Promise<{ plan: Plan; steps: Step[] }> {
  const wanted = plan.creations
    .flatMap(({ type, options }) => options.map((one) => ({ ...one, type })))
    .map((one, index): Wanted => ({ ...one, key: `list${index}` }))
  if (wanted.length === 0) return { plan, steps: [] }
  const lists = await readLists(rest, plan, wanted)
  const answers = new Map<string, Answer>()
  const lost = await settle(() => change(rest, wanted, lists, answers))
  const creations = plan.creations.map((creation) => {
    const fresh = answers.get(fieldsKey(creation.type))
    return fresh?.ok ? fillAddedOptions(creation, parseFields(fresh.result)) : creation
  })
  const types = [...new Set(wanted.map(({ type }) => type))]
  return { plan: { ...plan, creations }, steps: types.map((type) => toStep(type, wanted, answers, lost)) }
}

async function readLists(rest: Rest, { smartTypes }: Plan, wanted: readonly Wanted[]): Promise<Map<string, Answer>> {
  const commands = wanted.map((one) => readListCommands(one.type, smartTypes, one.target.name, one.key))
  try {
    return await sendAll(rest, Object.assign({}, ...commands), new Map())
  } catch (error) {
    throw error instanceof AppError ? nothingWritten(error) : error
  }
}

async function sendAll(
  rest: Rest,
  commands: Record<string, Command>,
  answers: Map<string, Answer>,
): Promise<Map<string, Answer>> {
  for (const batch of inBatches(commands))
    for (const [key, answer] of await rest.batch(batch, { halt: false })) answers.set(key, answer)
  return answers
}

const fieldsKey = (type: RecordTypeName): string => `${type}Fields`

/** Collects the answers as they come, so that a lost one does not take the others along. */
async function change(
  rest: Rest,
  wanted: readonly Wanted[],
  lists: Map<string, Answer>,
  answers: Map<string, Answer>,
): Promise<void> {
  const updates: Record<string, Command> = {}
  for (const one of wanted) {
    const read = lists.get(`get${one.key}`)
    const list = read?.ok ? parseList(one.type, one.target.name, read) : null
    if (!list) {
      answers.set(one.key, read && !read.ok ? read : gone(one))
      continue
    }
    const texts = newTexts(
      list.options.map(({ text }) => text),
      one.texts,
    )
    if (texts.length === 0) continue
    const command = addOptionsCommand(one.type, list, texts)
    // A list cut short in a query string would lose the options beyond, so a long one travels alone as JSON.
    if (fitsBatch(command)) updates[one.key] = command
    else answers.set(one.key, await rest.call(command))
  }
  // The fields are read last, when the options are there.
  const fields = wanted.map(({ type }): [string, Command] => {
    const { entityTypeId } = recordType(type)
    return [fieldsKey(type), { method: 'crm.item.fields', params: { entityTypeId, useOriginalUfNames: 'Y' } }]
  })
  await sendAll(rest, { ...updates, ...Object.fromEntries(fields) }, answers)
}

function gone({ target }: Wanted): Answer {
  return { ok: false, code: 'NOT_FOUND', message: target.label, method: '' }
}

function toStep(
  type: RecordTypeName,
  wanted: readonly Wanted[],
  answers: Map<string, Answer>,
  lost: AppError | null,
): Step {
  const keys = [...wanted.filter((one) => one.type === type).map(({ key }) => key), fieldsKey(type)]
  const refused = keys.map((key) => answers.get(key)).find((answer) => answer && !answer.ok)
  if (refused && !refused.ok) {
    const { code, message, method } = refused
    return { name: 'options', target: type, state: 'failed', refusal: { code, message, method } }
  }
  if (!lost) return { name: 'options', target: type, state: 'done', refusal: null }
  const refusal = { code: lost.code, message: lost.message, method: '' }
  return { name: 'options', target: type, state: mayHaveWritten(lost) ? 'unknown' : 'failed', refusal }
}

async function settle(work: () => Promise<void>): Promise<AppError | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
