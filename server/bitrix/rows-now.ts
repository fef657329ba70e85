import { rulesFor } from '../conversion/field-rules.ts'
import type { Conversion } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { cardPath, recordType, rowOwnerOf, type RecordTypeName } from '../conversion/record-types.ts'
import type { ResumeSituation } from '../conversion/resume-situation.ts'
import { awaitsShare, type RowsNow } from '../conversion/rows-taken.ts'
import type { ProductRow } from '../conversion/snapshot.ts'
import { ceilings, laterPages } from './ceilings.ts'
import { childCommands, readChildren } from './children.ts'
import { parseFailedStages } from './parse.ts'
import { pageSize, rowsCommand, rowsOf } from './read-rows.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { refuseSource } from './source-refusals.ts'

const sourceRowsKey = 'sourceRows'
const failedKey = 'failedStages'
/** Invoices and smart processes tell in no other way that a stage of theirs means failure. */
const failedStages: Command = { method: 'crm.status.list', params: { order: { SORT: 'ASC' } } }

/** Creations whose rows are still to be written, of a source that has rows to share. */
function sharing(plan: Plan, conversion: Pick<Conversion, 'steps'>): Creation[] {
  if (!recordType(plan.source.type).rowOwner) return []
  return plan.creations.filter((one) => awaitsShare(one, conversion) && rulesFor(plan.source.type, one.type).rows)
}

/** Commands that read what the source holds now, and what other records made from it carry, where rows are awaited. */
export function rowsNowCommands(plan: Plan, conversion: Conversion): Record<string, Command> {
  const { source, smartTypes } = plan
  const creations = sharing(plan, conversion)
  if (creations.length === 0) return {}
  const children = creations.map(({ type }) => childCommands(source, type, rowOwnerOf(type, smartTypes)))
  return {
    [sourceRowsKey]: rowsCommand(recordType(source.type).rowOwner!, source.id, 0),
    [failedKey]: failedStages,
    ...Object.fromEntries(children.flatMap((commands) => Object.entries(commands))),
  }
}

/** Their answers; by further requests only what does not fit into one page, or more than a few records. */
export async function readRowsNow(
  rest: Rest,
  plan: Plan,
  conversion: Conversion,
  answers: Map<string, Answer>,
): Promise<ResumeSituation['rowsNow']> {
  const { source, smartTypes } = plan
  const creations = sharing(plan, conversion)
  if (creations.length === 0) return {}
  const rows = await readSourceRows(rest, source, answers.get(sourceRowsKey))
  const failed = parseFailedStages(answers.get(failedKey))
  const now: Partial<Record<RecordTypeName, RowsNow>> = {}
  for (const { type } of creations) {
    const { children } = await readChildren(rest, source, type, rowOwnerOf(type, smartTypes), failed, answers)
    const own = conversion.created.find((one) => one.type === type)?.id
    const others = children.filter(({ id, failed }) => id !== own && !failed)
    now[type] = {
      source: rows,
      others: others.map((one) => ({
        record: { type, id: one.id, title: one.title, path: cardPath(type, one.id) },
        rows: one.rows,
      })),
    }
  }
  return now
}

async function readSourceRows(
  rest: Rest,
  { type, id }: Plan['source'],
  first: Answer | undefined,
): Promise<ProductRow[]> {
  // A smart process whose products were switched off since has none.
  if (first && !first.ok && first.code === 'ENTITY_TYPE_NOT_SUPPORTED') return []
  if (!first?.ok) throw refuseSource(first)
  const rows = rowsOf(id, first)
  const pages = laterPages(first.total ?? 0, pageSize, ceilings.rows).map((start): [string, Command] => [
    `from${start}`,
    rowsCommand(recordType(type).rowOwner!, id, start),
  ])
  if (pages.length === 0) return rows
  const answers = await rest.batch(Object.fromEntries(pages), { halt: true })
  for (const [key] of pages) rows.push(...rowsOf(id, answers.get(key)))
  return rows
}
