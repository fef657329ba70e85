import { isSettled, type Conversion } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { readsAsPlanned } from '../conversion/product-rows.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { FoundRows, ResumeSituation } from '../conversion/resume-situation.ts'
import type { Item } from '../conversion/snapshot.ts'
import { rowsKey } from './plan-commands.ts'
import { rowsCommand, rowsOf } from './read-rows.ts'
import type { Answer, Command, Rest } from './rest.ts'

/** Rows that were planned, or none yet; what was not read proves nothing. */
export function hasOurRows(creation: Creation, { id }: Item, answer: Answer | undefined): boolean {
  if (creation.rows.length === 0) return true
  const found = rowsIn(creation, Number(id), answer)
  return found === 'none' || found === 'planned'
}

/** Null for an answer that does not speak of this record. */
function rowsIn({ rows }: Creation, id: number, answer: Answer | undefined): FoundRows | null {
  if (!answer?.ok) return null
  if (answer.total === 0) return 'none'
  const own = rowsOf(id, answer)
  if (own.length === 0) return null
  return answer.total === rows.length && readsAsPlanned(own, rows) ? 'planned' : 'others'
}

/** Of records the journal names: rows whose setting nobody has proven. */
export function knownRows(plan: Plan, conversion: Conversion): Record<string, Command> {
  const open = conversion.created.filter(({ type }) => awaitsRows(plan, conversion, type))
  return Object.fromEntries(
    open.map(({ type, id }) => [ownRowsKey(type), rowsCommand(recordType(type).rowOwner!, id, 0)]),
  )
}

const ownRowsKey = (type: RecordTypeName): string => `${rowsKey(type)}Own`

function awaitsRows({ creations }: Plan, { steps }: Conversion, type: RecordTypeName): boolean {
  const isPlanned = creations.some((one) => one.type === type && one.rows.length > 0)
  return isPlanned && !steps.some((step) => step.name === 'rows' && step.target === type && isSettled(step))
}

/** Reads once more, and alone, what no answer so far speaks of: nobody writes rows over others that he has not seen. */
export async function readRows(
  rest: Rest,
  plan: Plan,
  conversion: Conversion,
  answers: ReadonlyMap<string, Answer>,
  items: Partial<Record<RecordTypeName, Item>>,
): Promise<ResumeSituation['rows']> {
  const rows: ResumeSituation['rows'] = {}
  for (const { type, id } of conversion.created) {
    const creation = plan.creations.find((one) => one.type === type)
    if (!creation || !items[type] || !awaitsRows(plan, conversion, type)) continue
    const listed = answers.get(type)
    const isNewest = listed?.ok && Number((listed.result as { items?: { id: unknown }[] }).items?.[0]?.id) === id
    const seen = rowsIn(creation, id, answers.get(isNewest ? `${rowsKey(type)}0` : ownRowsKey(type)))
    rows[type] =
      seen ?? rowsIn(creation, id, await rest.call(rowsCommand(recordType(type).rowOwner!, id, 0))) ?? 'others'
  }
  return rows
}
