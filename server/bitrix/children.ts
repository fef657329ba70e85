import { z } from 'zod'
import { originField, rulesFor } from '../conversion/field-rules.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Child } from '../conversion/snapshot.ts'
import { titleOf } from '../conversion/title.ts'
import { check } from './parse.ts'
import { pageSize, rowsCommand, rowsOf } from './read-rows.ts'
import type { Answer, Command, Rest } from './rest.ts'

/** Rows of so many children come with the first batch; more need another one. */
const childrenAtOnce = 2

type Source = { type: SourceTypeName; id: number }

/**
 * Commands that find earlier records of a target type made from this source, and the rows of the first few. A
 * reference to a child that does not exist resolves to something else, so answers are believed by their owner only.
 * `rowOwner` is null where the target carries no rows.
 */
export function childCommands(
  source: Source,
  target: RecordTypeName,
  rowOwner: string | null,
): Record<string, Command> {
  const commands: Record<string, Command> = { [childrenKey(target)]: listCommand(source, target, 0) }
  if (!rowOwner || !rulesFor(source.type, target).rows) return commands
  for (let place = 0; place < childrenAtOnce; place++)
    commands[rowsKey(target, place)] = {
      ...rowsCommand(rowOwner, `$result[${childrenKey(target)}][items][${place}][id]`, 0),
      mayFail: true,
    }
  return commands
}

/** Reads the children of a target type from the first batch, and by one more what did not fit into it. */
export async function readChildren(
  rest: Rest,
  source: Source,
  target: RecordTypeName,
  rowOwner: string | null,
  answers: Map<string, Answer>,
): Promise<Child[]> {
  const found = await readFound(rest, source, target, answers.get(childrenKey(target)))
  if (!rowOwner || !rulesFor(source.type, target).rows) return found.map((child) => ({ ...child, rows: [] }))

  const children = found.map((child, place) => ({
    ...child,
    rows: rowsOf(child.id, answers.get(rowsKey(target, place))),
  }))
  const missing: Record<string, Command> = {}
  children.forEach((child, place) => {
    const first = answers.get(rowsKey(target, place))
    const known = place < childrenAtOnce && first?.ok ? pageSize : 0
    const total = known > 0 && first?.ok ? (first.total ?? 0) : 1
    for (let start = known; start < total; start += pageSize)
      missing[`${place}from${start}`] = rowsCommand(rowOwner, child.id, start)
  })
  for (const part of partsOf(missing)) {
    const more = await rest.batch(part, { halt: true })
    for (const [key, answer] of more) {
      const child = children[Number.parseInt(key, 10)]
      child?.rows.push(...rowsOf(child.id, answer))
    }
  }
  return children
}

/** The list of children page by page; one page is the rule. */
async function readFound(rest: Rest, source: Source, target: RecordTypeName, first: Answer | undefined) {
  const found = parseChildren(source, target, first)
  const pages: Record<string, Command> = {}
  const total = first?.ok ? (first.total ?? 0) : 0
  for (let start = pageSize; start < total; start += pageSize)
    pages[`from${start}`] = listCommand(source, target, start)
  for (const part of partsOf(pages))
    for (const answer of (await rest.batch(part, { halt: true })).values())
      found.push(...parseChildren(source, target, answer))
  return found
}

const childrenKey = (target: RecordTypeName): string => `${target}Children`
const rowsKey = (target: RecordTypeName, place: number): string => `${target}Child${place}Rows`

function listCommand(source: Source, target: RecordTypeName, start: number): Command {
  const filter = { [originField(source.type, target)]: source.id }
  return {
    method: 'crm.item.list',
    params: { entityTypeId: recordType(target).entityTypeId, filter, order: { id: 'ASC' }, start },
  }
}

const childrenAnswer = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

/** A portal that does not know the filter answers with everything, so each child must name the source itself. */
function parseChildren(source: Source, target: RecordTypeName, answer: Answer | undefined): Omit<Child, 'rows'>[] {
  if (!answer?.ok) return []
  const link = originField(source.type, target)
  return check(childrenAnswer, answer.result, 'crm.item.list')
    .items.filter((item) => Number(item[link]) === source.id)
    .map((item) => ({ id: Number(item.id), title: titleOf(target, item) || `#${String(item.id)}` }))
}

function partsOf(commands: Record<string, Command>): Record<string, Command>[] {
  const entries = Object.entries(commands)
  const parts: Record<string, Command>[] = []
  for (let at = 0; at < entries.length; at += pageSize) parts.push(Object.fromEntries(entries.slice(at, at + pageSize)))
  return parts
}
