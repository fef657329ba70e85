import type { Conversion, CreatedRecord, Difference, Step } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import type { Seen } from '../conversion/plan-undo.ts'
import { cardPath } from '../conversion/record-types.ts'
import { titleOf } from '../conversion/title.ts'
import { type AppError, mayHaveWritten } from '../errors.ts'
import { addOptions } from './add-options.ts'
import { copyFiles } from './copy-files.ts'
import { runChain } from './chain.ts'
import { closeWithProof } from './close-with-proof.ts'
import type { Found } from './find-created.ts'
import { checkGuard, guardCommands, isGuard, seenCommands } from './guard.ts'
import { parseItem } from './parse.ts'
import { planCommands } from './plan-commands.ts'
import { prepareUserFields } from './prepare-user-fields.ts'
import { chainSteps, keyOf, outcomeOf, untriedSteps, withUntried } from './steps.ts'
import type { Answer, Rest } from './rest.ts'

export interface WriteOptions {
  /** By whose right missing user fields and options are created where it is not the person's own. */
  lentRest: Rest | null
  /** Stop before writing when the source changed since it was read. */
  guarded: boolean
  /** Where it is guarded, the same of records that exist already and are to be written to. */
  seen: readonly Seen[]
  /** Tells whether a difference is the work of whoever changed a record since it was made. */
  isTheirs: (difference: Difference) => boolean
  /** The words of the source's timeline comment about these new records. */
  commentOn: (created: readonly CreatedRecord[]) => string
  /** Called after every answer, so that what exists is written down before the next request. */
  onProgress: (conversion: Conversion) => Promise<unknown>
}

/**
 * Carries out a plan, or what is left of it: missing list options and user fields first, then one halting chain of records, rows and the
 * source's closing, then files, then one request for the comment and the proof. Throws only while nothing has been
 * written; from then on the answer tells what was done, what was not, and what nobody knows. `found` names what an
 * earlier attempt has made: it is used, and nothing is made twice.
 */
export async function writePlan(
  rest: Rest,
  planned: Plan,
  start: Conversion,
  options: WriteOptions,
  found: Found | null = null,
): Promise<Conversion> {
  const listed = await addOptions(rest, planned, start, options)
  if ('stopped' in listed) return listed.stopped
  if (listed.steps.length > 0) await options.onProgress({ ...start, steps: withUntried(planned, listed.steps) })
  const prepared = await prepareUserFields(options.lentRest ?? rest, listed.plan, start, {
    look: found !== null,
    hasWritten: listed.steps.length > 0,
  })
  if ('stopped' in prepared) return { ...prepared.stopped, steps: [...listed.steps, ...prepared.stopped.steps] }
  const { plan, steps: added } = prepared
  const ready = [...listed.steps, ...added]
  if (ready.length > 0)
    await options.onProgress({ ...start, steps: withUntried(plan, [...ready, ...untriedSteps(plan, start)]) })

  const known = new Map(start.created.map(({ type, id }): [string, Answer] => [type, answerOf(id)]))
  for (const { name, target, state } of start.steps)
    if (state === 'done') known.set(keyOf(name, target), known.get(keyOf(name, target)) ?? answerOf(0))
  const commands = Object.entries(planCommands(plan)).filter(([key]) => !known.has(key))
  // Whoever has prepared something was guarded then; a guard behind it would stop too late.
  // What is only caught up on looks by itself.
  const isGuarded = options.guarded && ready.length === 0 && (commands.length > 0 || !found)
  const guards = isGuarded ? { ...guardCommands(plan), ...seenCommands(options.seen) } : {}
  const progress = (answers: ReadonlyMap<string, Answer>): Conversion => {
    const created = plan.creations.flatMap((creation) => toCreated(creation, start, answers.get(creation.type)))
    const open = openOf(plan, created)
    return {
      ...start,
      outcome: 'running',
      created,
      reused: plan.reused,
      steps: withUntried(plan, [...ready, ...chainSteps(plan, { answers, lost: null })]),
      open,
    }
  }
  const chain = await runChain(
    rest,
    { ...guards, ...Object.fromEntries(commands) },
    { known, onAnswers: (answers) => options.onProgress(progress(answers)) },
  )
  checkGuard(chain.answers)
  if (!found) throwIfNothingWritten(chain, ready.length > 0)

  const conversion = progress(chain.answers)
  const chained = [...added, ...chainSteps(plan, chain)]
  // A list that was not extended leaves a value behind, no more.
  conversion.steps = [...listed.steps, ...chained]
  conversion.outcome = outcomeOf(chain.lost, chained)
  if (conversion.created.length === 0 && (plan.completions.length === 0 || conversion.outcome !== 'done'))
    return conversion
  // Whoever continues looks what the lost request has done; until then nothing more is sent.
  if (chain.lost) return { ...conversion, steps: withUntried(plan, conversion.steps) }
  const goesOn = (steps: Step[]): Conversion => ({ ...conversion, outcome: 'running', steps: withUntried(plan, steps) })
  const files = await copyFiles(rest, plan, conversion.created)
  const steps = [...conversion.steps, ...files]
  if (files.length > 0) await options.onProgress(goesOn(steps))
  const made = new Map([...chain.answers].filter(([key]) => !known.has(key)))
  return closeWithProof(rest, plan, { ...conversion, steps }, { ...options, made }, found)
}

function answerOf(id: number): Answer {
  return { ok: true, result: { item: { id } }, total: null }
}

/** The deal, else what was made last. */
function openOf({ reused }: Plan, created: CreatedRecord[]): CreatedRecord | null {
  return created.find(({ type }) => type === 'deal') ?? created[created.length - 1] ?? reused[0] ?? null
}

/** A chain that stopped before its first write is no conversion: the caller may look again and start anew. */
function throwIfNothingWritten(
  { answers, lost }: { answers: ReadonlyMap<string, Answer>; lost: { error: AppError } | null },
  isPrepared: boolean,
): void {
  const written = [...answers].some(([key, answer]) => answer.ok && !isGuard(key))
  if (lost && !written && !isPrepared && !mayHaveWritten(lost.error)) throw lost.error
}

function toCreated({ type, title }: Creation, start: Conversion, answer: Answer | undefined): CreatedRecord[] {
  const earlier = start.created.find((record) => record.type === type)
  if (earlier) return [earlier]
  if (!answer?.ok) return []
  const item = parseItem(answer.result)
  const id = Number(item.id)
  return [{ type, id, title: titleOf(type, item) || title, path: cardPath(type, id) }]
}
