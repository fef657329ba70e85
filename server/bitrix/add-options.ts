import { bare, type Bare } from '../conversion/bare.ts'
import { fillAddedOptions } from '../conversion/missing-options.ts'
import { newTexts } from '../conversion/option-match.ts'
import type { Conversion, Step } from '../conversion/outcome.ts'
import type { OptionsToAdd, Plan } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { nothingWritten } from './add-user-fields.ts'
import { inBatches } from './bind-history.ts'
import { fitsBatch, inBatch } from './chain.ts'
import { checkGuard, guardCommands } from './guard.ts'
import { addOptionsCommand, parseList, readListCommands } from './list-options.ts'
import { parseFields } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { lostRefusal, outcomeOfStop, type Prepared, toStepRefusal, untriedSteps } from './steps.ts'

interface Wanted extends OptionsToAdd {
  type: RecordTypeName
  key: string
}

/**
 * Adds the ticked options to the lists of the targets and puts the values into the plan. Two requests: the guard and the
 * lists as they are now, then the changes and the lists as they are after. A refusal leaves the value behind and is told;
 * what exists by then, from an earlier attempt or from somebody else, is used. Where the second answer is lost, nothing
 * more is written before somebody looks again. Throws only before anything was written.
 */
export async function addOptions(
  rest: Rest,
  plan: Plan,
  start: Conversion,
  { guarded, lentRest }: { guarded: boolean; lentRest: Rest | null },
): Promise<Prepared> {
  const isMade = (target: RecordTypeName | null): boolean => start.created.some(({ type }) => type === target)
  // A record that exists has got its values, or not, from the attempt that made it.
  const told = start.steps.filter(({ name, target }) => name === 'options' && isMade(target))
  const wanted = plan.creations
    .filter(({ type }) => !isMade(type))
    .flatMap(({ type, options }) => options.map((one) => ({ ...one, type })))
    .map((one, index): Wanted => ({ ...one, key: `list${index}` }))
  if (wanted.length === 0) return { plan, steps: told }
  // A lent right says nothing about the person's own, so then the guard is a request of theirs.
  if (guarded && lentRest) checkGuard(await readSafely(rest, inBatch(guardCommands(plan))))
  const fieldRest = lentRest ?? rest
  const guard = guarded && !lentRest ? inBatch(guardCommands(plan)) : {}
  const commands = wanted.map((one) => readListCommands(one.type, plan.smartTypes, one.target.name, one.key))
  const lists = await readSafely(
    fieldRest,
    Object.fromEntries([guard, ...commands].flatMap((part) => Object.entries(part))),
  )
  checkGuard(lists)
  const answers = new Map<string, Answer>()
  const lost = await settle(() => change(fieldRest, wanted, lists, answers))
  const types = [...new Set(wanted.map(({ type }) => type))]
  const steps = [...told, ...types.map((type) => toStep(type, wanted, answers, lost))]
  if (lost)
    return {
      stopped: { ...start, outcome: outcomeOfStop(start, lost), steps: [...steps, ...untriedSteps(plan, start)] },
    }
  const creations = plan.creations.map((creation) => {
    const fresh = answers.get(fieldsKey(creation.type))
    return fresh?.ok ? fillAddedOptions(creation, parseFields(fresh.result)) : creation
  })
  return { plan: { ...plan, creations }, steps }
}

/** Answers to commands that write nothing; a failure says so. */
async function readSafely(rest: Rest, commands: Record<string, Command>): Promise<Map<string, Answer>> {
  try {
    return await sendAll(rest, commands, new Map())
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
  const updates: Bare<Command> = bare()
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
  const made = wanted
    .filter((one) => one.type === type && answers.get(one.key)?.ok)
    .flatMap(({ target, texts }) => texts.map((text) => `${target.label}: ${text}`))
  const step = { name: 'options', target: type, ...(made.length > 0 && { made }) } as const
  if (refused && !refused.ok) return { ...step, state: 'failed', refusal: toStepRefusal(refused) }
  if (!lost) return { ...step, state: 'done', refusal: null }
  return { ...step, state: mayHaveWritten(lost) ? 'unknown' : 'failed', refusal: lostRefusal(lost) }
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
