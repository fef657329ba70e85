import { comparedOf, compareWithPlan } from '../conversion/compare.ts'
import { checkLeftTo } from '../conversion/left-alone.ts'
import type { Conversion, CreatedRecord, Difference, Step, StepName } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { AppError } from '../errors.ts'
import { bindCommands, historySteps, inBatches } from './bind-history.ts'
import { fitsBatch } from './chain.ts'
import { completeAlone, completionCommands, completionSteps } from './complete-clients.ts'
import type { Found } from './find-created.ts'
import { detailsCommands, detailsSteps } from './keep-details.ts'
import { parseItem, parseRows } from './parse.ts'
import { pageSize, rowsCommand } from './read-rows.ts'
import { rowsKey } from './plan-commands.ts'
import { addComment } from './timeline-comments.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { writeAddress } from './write-address.ts'
import type { WriteOptions } from './write-plan.ts'

/**
 * Posts the comment on the source, binds its history and reads every new record back, in one request, or in several
 * where there is much history. The records exist by now, so nothing here can fail the conversion: what did not work is
 * told as a step. `made` holds what the portal answered when it made the records, as far as it was just now.
 */
export async function closeWithProof(
  rest: Rest,
  plan: Plan,
  conversion: Conversion,
  { commentOn, isTheirs, made }: Pick<WriteOptions, 'commentOn' | 'isTheirs'> & { made: ReadonlyMap<string, Answer> },
  found: Found | null,
): Promise<Conversion> {
  const { created } = conversion
  const proven = provenBy(made, plan, found)
  // Clients and details follow what was made: while some of that is missing, they wait for whoever continues.
  const isComplete = conversion.outcome === 'done'
  const address = isComplete ? await writeAddress(rest, plan, created, { lookFirst: found !== null }) : []
  const alone = isComplete ? await completeAlone(rest, plan, created) : []
  // Where nobody could look whether a comment stands there, none is added.
  const unmentioned = found?.mentioned === null ? [] : created.filter(({ path }) => !found?.mentioned?.includes(path))
  const comment = unmentioned.length > 0 ? addComment(plan.source, commentOn(unmentioned)) : null
  const { answers, lost } = await ask(rest, comment, {
    ...(isComplete ? { ...completionCommands(plan, created), ...detailsCommands(plan, created) } : {}),
    ...resetCommands(plan, created),
    ...bindCommands(plan, created),
    ...unproven(proofCommands(plan, created), proven),
  })
  const proofs = new Map([...proven, ...answers])
  const all = new Map([...alone, ...answers])
  const clients = isComplete ? [...completionSteps(plan, created, all), ...detailsSteps(plan, all)] : []
  const { theirs, ...proof } = readProof(plan, conversion, proofs, { found, isTheirs })
  const steps: Step[] = [
    ...conversion.steps,
    ...address,
    ...clients,
    ...historySteps(plan, created, answers),
    ...(comment ? [commentStep(answers.get('comment'))] : commentStands(created, found)),
    theirs.length > 0
      ? checkLeftTo(theirs)
      : { name: 'check', target: null, state: proof.differences ? 'done' : 'unknown', refusal: null },
  ]
  // Without an answer nobody knows what stands there: whoever continues looks, and does it once.
  const isOpen = lost || steps.some(({ name, state }) => state === 'unknown' && repeatable.has(name))
  return { ...conversion, ...proof, steps, outcome: isOpen ? 'unknown' : conversion.outcome }
}

/** What may be done again after its answer was lost, because it sets the same or looks first. */
const repeatable: ReadonlySet<StepName> = new Set<StepName>([
  'files',
  'address',
  'completeClient',
  'details',
  'history',
])

/** What the amounts are taken back by of records that get no rows any more; the reading back tells whether they are. */
function resetCommands({ creations }: Plan, created: readonly CreatedRecord[]): Record<string, Command> {
  const resets = created.flatMap(({ type, id }): [string, Command][] => {
    if (!creations.some((one) => one.type === type && one.resetsAmount)) return []
    const { entityTypeId } = recordType(type)
    return [[`${type}Amount`, { method: 'crm.item.update', params: { entityTypeId, id, fields: { opportunity: 0 } } }]]
  })
  return Object.fromEntries(resets)
}

/** An earlier attempt has posted the comment, as far as anybody could see. */
function commentStands(created: readonly CreatedRecord[], found: Found | null): Step[] {
  const state = found?.mentioned === null ? 'unknown' : 'done'
  return created.length > 0 ? [{ name: 'comment', target: null, state, refusal: null }] : []
}

async function ask(
  rest: Rest,
  comment: Command | null,
  others: Record<string, Command>,
): Promise<{ answers: Map<string, Answer>; lost: boolean }> {
  const answers = new Map<string, Answer>()
  try {
    // A title that contains `$result` would be resolved inside a batch, so such a comment travels alone.
    const alone = comment && !fitsBatch(comment)
    if (alone) answers.set('comment', await rest.call(comment))
    for (const batch of inBatches(comment && !alone ? { comment, ...others } : others))
      for (const [key, answer] of await rest.batch(batch, { halt: false })) answers.set(key, answer)
    return { answers, lost: false }
  } catch (error) {
    if (error instanceof AppError) return { answers, lost: true }
    throw error
  }
}

/**
 * What the portal answers when it saves something is what it has saved: that proves a contact or company to which nothing
 * is written after its creation (crm.item.add answers the whole record), and product rows (crm.item.productrow.set
 * answers all of them). What somebody changes from then on counts as theirs. A record with an amount is read back all the
 * same, since the portal works that out from the rows; and whoever carries on after trouble reads the rows back too.
 */
function provenBy(made: ReadonlyMap<string, Answer>, { creations }: Plan, found: Found | null): Map<string, Answer> {
  const proven = new Map<string, Answer>()
  for (const { type, files, rows } of creations) {
    const record = made.get(type)
    if (record?.ok && recordType(type).rowOwner === null && files.length === 0) proven.set(type, record)
    const saved = made.get(rowsKey(type))
    // Nobody says how an answer about more rows than a page looks, so those are read.
    if (!found && saved?.ok && rows.length <= pageSize && countOf(saved) === rows.length)
      proven.set(pageKey(type, 0), saved)
  }
  return proven
}

/** How many rows an answer holds; null when it holds none that could be read. */
function countOf({ result }: { result: unknown }): number | null {
  const { productRows } = (result ?? {}) as { productRows?: unknown }
  return Array.isArray(productRows) ? productRows.length : null
}

function unproven(commands: Record<string, Command>, proven: ReadonlyMap<string, Answer>): Record<string, Command> {
  return Object.fromEntries(Object.entries(commands).filter(([key]) => !proven.has(key)))
}

function proofCommands(plan: Plan, created: readonly CreatedRecord[]): Record<string, Command> {
  const commands: Record<string, Command> = {}
  for (const { type, id } of created) {
    const { entityTypeId, rowOwner } = recordType(type)
    commands[type] = { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames: 'Y' } }
    const pages = pagesOf(plan, type)
    for (let page = 0; page < pages; page++) commands[pageKey(type, page)] = rowsCommand(rowOwner!, id, page * pageSize)
  }
  return commands
}

/** Rows come 50 a page, and their number is known: up to 1,800 of them fit into the same request. */
const mostPages = 36
const pageKey = (type: RecordTypeName, page: number) => `${rowsKey(type)}${page}` as const

function pagesOf({ creations }: Plan, type: RecordTypeName): number {
  const rows = creations.find((one) => one.type === type)?.rows.length ?? 0
  return Math.min(mostPages, Math.ceil(rows / pageSize))
}

/**
 * No differences are told, but null, when a record could not be read back, so that nothing is claimed. What somebody has
 * changed since a record was made is no mistake; `theirs` names these records.
 */
function readProof(
  plan: Plan,
  { created, readBack: known }: Conversion,
  answers: ReadonlyMap<string, Answer>,
  { found, isTheirs }: { found: Found | null } & Pick<WriteOptions, 'isTheirs'>,
): Pick<Conversion, 'differences' | 'readBack' | 'compared'> & { theirs: string[] } {
  const items = created.flatMap(({ type }) => {
    const answer = answers.get(type)
    return answer?.ok ? [[type, String(parseItem(answer.result).updatedTime ?? '')] as const] : []
  })
  const readBack = { ...known, ...Object.fromEntries(items), ...found?.touched }
  const differences = findDifferences(plan, created, answers)
  const changed = new Set(differences?.filter(isTheirs).map(({ target }) => target))
  const isMade = ({ type }: Creation): boolean => created.some((record) => record.type === type)
  const compared = plan.creations.filter(isMade).flatMap((creation) => comparedOf(plan, creation))
  return {
    differences: differences?.filter((difference) => !isTheirs(difference)) ?? null,
    ...(differences && { compared: [...new Set(compared)] }),
    readBack,
    theirs: created.filter(({ type }) => changed.has(type)).map(({ title }) => title),
  }
}

function findDifferences(
  plan: Plan,
  created: readonly CreatedRecord[],
  answers: ReadonlyMap<string, Answer>,
): Difference[] | null {
  const differences: Difference[] = []
  for (const { type } of created) {
    const creation = plan.creations.find((one) => one.type === type)
    const item = answers.get(type)
    const pages = Array.from({ length: pagesOf(plan, type) }, (_, page) => answers.get(pageKey(type, page)))
    if (!creation || !item?.ok || pages.some((page) => !page?.ok)) return null
    if (creation.rows.length > mostPages * pageSize) return null
    const rows = pages.flatMap((page) => (page?.ok ? parseRows(page.result) : []))
    const found = { item: parseItem(item.result), rows: pages.length > 0 ? rows : null }
    differences.push(...compareWithPlan(plan, creation, created, found))
  }
  return differences
}

function commentStep(answer: Answer | undefined): Step {
  if (!answer) return { name: 'comment', target: null, state: 'unknown', refusal: null }
  const refusal = answer.ok ? null : { code: answer.code, message: answer.message, method: answer.method }
  return { name: 'comment', target: null, state: answer.ok ? 'done' : 'failed', refusal }
}
