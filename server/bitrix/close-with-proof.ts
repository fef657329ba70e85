import { compareWithPlan } from '../conversion/compare.ts'
import type { Conversion, CreatedRecord, Difference, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { AppError } from '../errors.ts'
import { fitsBatch } from './chain.ts'
import { parseItem, parseRows } from './parse.ts'
import { rowsKey } from './plan-commands.ts'
import { rememberedOption } from './remembered.ts'
import type { Answer, Command, Rest } from './rest.ts'

/**
 * Posts the comment on the source and reads every new record back, in one request. The records exist by now, so
 * nothing here can fail the conversion: what did not work is told as a step.
 */
export async function closeWithProof(
  rest: Rest,
  plan: Plan,
  conversion: Conversion,
  words: { comment: string; remember: string },
): Promise<Conversion> {
  const answers = await ask(rest, {
    comment: commentCommand(plan, words.comment),
    remember: rememberCommand(words.remember),
    ...proofCommands(plan, conversion.created),
  })
  const differences = findDifferences(plan, conversion, answers)
  const check: Step = { name: 'check', target: null, state: differences ? 'done' : 'unknown', refusal: null }
  return { ...conversion, steps: [...conversion.steps, commentStep(answers.get('comment')), check], differences }
}

async function ask(rest: Rest, commands: Record<string, Command>): Promise<Map<string, Answer>> {
  const { comment, ...proof } = commands
  try {
    if (comment && fitsBatch(comment)) return await rest.batch(commands, { halt: false })
    // A title that contains `$result` would be resolved inside a batch, so this comment travels alone.
    const posted = comment ? await rest.call(comment) : undefined
    const answers = await rest.batch(proof, { halt: false })
    return posted ? answers.set('comment', posted) : answers
  } catch (error) {
    if (error instanceof AppError) return new Map()
    throw error
  }
}

function commentCommand({ source }: Plan, comment: string): Command {
  return {
    method: 'crm.timeline.comment.add',
    params: { fields: { ENTITY_ID: source.id, ENTITY_TYPE: recordType(source.type).timelineType, COMMENT: comment } },
  }
}

/** The portal keeps it per person and app; losing it costs nothing but a click. */
function rememberCommand(remember: string): Command {
  return { method: 'user.option.set', params: { options: { [rememberedOption]: remember } } }
}

function proofCommands(plan: Plan, created: readonly CreatedRecord[]): Record<string, Command> {
  const commands: Record<string, Command> = {}
  for (const { type, id } of created) {
    const { entityTypeId, rowOwner } = recordType(type)
    commands[type] = { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames: 'Y' } }
    const pages = pagesOf(plan, type)
    for (let page = 0; page < pages; page++)
      commands[pageKey(type, page)] = {
        method: 'crm.item.productrow.list',
        params: { filter: { '=ownerType': rowOwner, '=ownerId': id }, order: { id: 'ASC' }, start: page * pageSize },
      }
  }
  return commands
}

/** Rows come 50 a page, and their number is known: up to 2,250 of them fit into the same request. */
const pageSize = 50
const mostPages = 45
const pageKey = (type: RecordTypeName, page: number): string => `${rowsKey(type)}${page}`

function pagesOf({ creations }: Plan, type: RecordTypeName): number {
  const rows = creations.find((one) => one.type === type)?.rows.length ?? 0
  return Math.min(mostPages, Math.ceil(rows / pageSize))
}

/** Null when a record could not be read back, so that nothing is claimed. */
function findDifferences(plan: Plan, { created }: Conversion, answers: Map<string, Answer>): Difference[] | null {
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
