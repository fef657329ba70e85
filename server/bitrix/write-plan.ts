import { fillAddedFields } from '../conversion/fill-added-fields.ts'
import type { Conversion, CreatedRecord, Step, StepName } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { cardPath, type RecordTypeName } from '../conversion/record-types.ts'
import { titleOf } from '../conversion/title.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { addUserFields } from './add-user-fields.ts'
import { copyFiles } from './copy-files.ts'
import { runChain, type ChainResult } from './chain.ts'
import { closeWithProof } from './close-with-proof.ts'
import { parseItem } from './parse.ts'
import { guardCommands, guardKeys, planCommands, rowsKey } from './plan-commands.ts'
import { isAccessDenied } from './source-refusals.ts'
import type { Answer, Refusal, Rest } from './rest.ts'

export interface WriteOptions {
  requestId: string
  /** Stop before writing when the source changed since it was read. */
  guarded: boolean
  /** The words of the source's timeline comment. */
  commentOn: (created: readonly CreatedRecord[]) => string
  /** What the person chose, to be offered first the next time. */
  remember: string
  /** Called when records exist that did not before, so that they are written down before the next request. */
  onProgress: (conversion: Conversion) => Promise<unknown>
}

/**
 * Carries out a plan: missing user fields first, then one halting chain of records, rows and the source's closing, then
 * one request for the comment and the proof. Throws only while nothing has been written; from then on the answer tells
 * what was done, what was not, and what nobody knows.
 */
export async function writePlan(rest: Rest, planned: Plan, options: WriteOptions): Promise<Conversion> {
  const prepared = await prepareUserFields(rest, planned, options.requestId)
  if ('stopped' in prepared) return prepared.stopped
  const { plan, steps } = prepared

  const guards = options.guarded ? guardCommands(plan) : {}
  const chain = await runChain(rest, { ...guards, ...planCommands(plan) })
  throwIfNothingWritten(chain, steps.length > 0)

  const created = plan.creations.flatMap((creation) => toCreated(creation, chain.answers.get(creation.type)))
  steps.push(...chainSteps(plan, chain))
  const conversion: Conversion = {
    requestId: options.requestId,
    outcome: outcomeOf(chain, steps),
    created,
    reused: plan.reused,
    steps,
    differences: null,
    open: created.find(({ type }) => type === 'deal') ?? created[created.length - 1] ?? plan.reused[0] ?? null,
  }
  if (created.length === 0) return conversion
  await options.onProgress({ ...conversion, outcome: 'running' })
  conversion.steps.push(...(await copyFiles(rest, plan, created)))
  return closeWithProof(rest, plan, conversion, { comment: options.commentOn(created), remember: options.remember })
}

type Prepared = { plan: Plan; steps: Step[] } | { stopped: Conversion }

async function prepareUserFields(rest: Rest, plan: Plan, requestId: string): Promise<Prepared> {
  const toAdd = plan.creations.flatMap(({ type, userFields }) =>
    userFields.map(({ source }) => ({ target: type, source })),
  )
  if (toAdd.length === 0) return { plan, steps: [] }
  const added = await addUserFields(rest, plan.source.type, toAdd)
  const step: Step = {
    name: 'userFields',
    target: null,
    state: 'done',
    refusal: added.refusal && toRefusal(added.refusal),
  }
  if (added.refusal || added.lost) {
    step.state = added.lost ? 'unknown' : 'failed'
    step.refusal ??= added.lost ? lostRefusal(added.lost.error) : null
    const untried = stepsOf(plan).map((one): Step => ({ ...one, state: 'notTried', refusal: null }))
    // No record exists: at worst there is a field more than before, which the next attempt finds and uses.
    return {
      stopped: {
        requestId,
        outcome: 'refused',
        created: [],
        reused: [],
        steps: [step, ...untried],
        differences: null,
        open: null,
      },
    }
  }
  const creations = plan.creations.map((one) => fillAddedFields(one, added.fields.get(one.type) ?? new Map()))
  return { plan: { ...plan, creations }, steps: [step] }
}

/** The steps of a plan in their order, with the chain's key of each. */
function stepsOf(plan: Plan): { key: string; name: StepName; target: RecordTypeName | null }[] {
  return [
    ...plan.creations.flatMap(({ type, rows }) => [
      { key: type, name: 'create' as const, target: type },
      ...(rows.length > 0 ? [{ key: rowsKey(type), name: 'rows' as const, target: type }] : []),
    ]),
    ...(plan.closing ? [{ key: 'closeSource', name: 'closeSource' as const, target: null }] : []),
  ]
}

function chainSteps(plan: Plan, { answers, lost }: ChainResult): Step[] {
  return stepsOf(plan).map(({ key, name, target }): Step => {
    const answer = answers.get(key)
    if (answer?.ok) return { name, target, state: 'done', refusal: null }
    if (answer) return { name, target, state: 'failed', refusal: toRefusal(answer) }
    if (!lost?.keys.includes(key)) return { name, target, state: 'notTried', refusal: null }
    return {
      name,
      target,
      state: mayHaveWritten(lost.error) ? 'unknown' : 'notTried',
      refusal: lostRefusal(lost.error),
    }
  })
}

function outcomeOf({ lost }: ChainResult, steps: Step[]): Conversion['outcome'] {
  if (lost && mayHaveWritten(lost.error)) return 'unknown'
  if (steps.every(({ state }) => state === 'done')) return 'done'
  return steps.some(({ name, state }) => name !== 'userFields' && state === 'done') ? 'partial' : 'refused'
}

/** A chain that stopped before its first write is no conversion: the caller may look again and start anew. */
function throwIfNothingWritten({ answers, lost }: ChainResult, fieldsAdded: boolean): void {
  const guard = guardKeys.map((key) => answers.get(key)).find((answer): answer is Refusal => !!answer && !answer.ok)
  if (guard && isAccessDenied(guard))
    throw new AppError('source_not_editable', 'The person may not edit the source.', { restCode: guard.code })
  if (guard) throw new AppError('plan_outdated', 'The source changed since it was read.')
  const written = [...answers].some(([key, answer]) => answer.ok && !(guardKeys as readonly string[]).includes(key))
  if (lost && !written && !fieldsAdded && !mayHaveWritten(lost.error)) throw lost.error
}

function toCreated({ type, title }: Creation, answer: Answer | undefined): CreatedRecord[] {
  if (!answer?.ok) return []
  const item = parseItem(answer.result)
  const id = Number(item.id)
  return [{ type, id, title: titleOf(type, item) || title, path: cardPath(type, id) }]
}

function toRefusal({ code, message, method }: Refusal): Step['refusal'] {
  return { code, message, method }
}

function lostRefusal(error: AppError): Step['refusal'] {
  return { code: error.code, message: error.message, method: '' }
}
