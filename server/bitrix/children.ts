import { z } from 'zod'
import { originField, rulesFor } from '../conversion/field-rules.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Child } from '../conversion/snapshot.ts'
import { titleOf } from '../conversion/title.ts'
import { ceilings, laterPages } from './ceilings.ts'
import { check, stageKey } from './parse.ts'
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

/** Children of one target type, the oldest first, and whether there are more than are read. */
export interface ChildrenRead {
  children: Child[]
  more: boolean
}

/** Reads the children of a target type from the first batch, and by a few more what did not fit into it. */
export async function readChildren(
  rest: Rest,
  source: Source,
  target: RecordTypeName,
  rowOwner: string | null,
  failed: ReadonlySet<string>,
  answers: Map<string, Answer>,
): Promise<ChildrenRead> {
  const { found, more } = await readFound(rest, source, target, failed, answers.get(childrenKey(target)))
  if (!rowOwner || !rulesFor(source.type, target).rows)
    return { children: found.map((child) => ({ ...child, rows: [] })), more }

  const children = found.map((child, place) => ({
    ...child,
    rows: rowsOf(child.id, answers.get(rowsKey(target, place))),
  }))
  const firstPages = children.map((_, place) => answers.get(rowsKey(target, place)))
  const unread = children.flatMap(({ failed: isFailed }, place) =>
    isFailed || firstPages[place]?.ok ? [] : [{ place, start: 0 }],
  )
  for (const [{ place }, answer] of await readRowPages(rest, rowOwner, children, unread)) firstPages[place] = answer
  const laterRows = firstPages.flatMap((first, place) =>
    laterPages(first?.ok ? (first.total ?? 0) : 0, pageSize, ceilings.rows).map((start) => ({ place, start })),
  )
  await readRowPages(rest, rowOwner, children, laterRows.slice(0, ceilings.childRowPages))
  return { children, more: more || laterRows.length > ceilings.childRowPages }
}

/** A page of rows of the child at a place. */
interface RowPage {
  place: number
  start: number
}

/** Adds pages of rows to the children they belong to. */
async function readRowPages(
  rest: Rest,
  rowOwner: string,
  children: readonly Child[],
  pages: readonly RowPage[],
): Promise<[RowPage, Answer | undefined][]> {
  const commands = pages.map(({ place, start }): [string, Command] => [
    `${place}from${start}`,
    rowsCommand(rowOwner, children[place]!.id, start),
  ])
  const answers = new Map<string, Answer>()
  for (const part of partsOf(Object.fromEntries(commands)))
    for (const [key, answer] of await rest.batch(part, { halt: true })) answers.set(key, answer)
  return pages.map((page, index) => {
    const answer = answers.get(commands[index]![0])
    const child = children[page.place]!
    child.rows.push(...rowsOf(child.id, answer))
    return [page, answer]
  })
}

/** The list of children page by page; one page is the rule. */
async function readFound(
  rest: Rest,
  source: Source,
  target: RecordTypeName,
  failed: ReadonlySet<string>,
  first: Answer | undefined,
) {
  const found = parseChildren(source, target, failed, first)
  const total = first?.ok ? (first.total ?? 0) : 0
  const pages = laterPages(total, pageSize, ceilings.children).map((start): [string, Command] => [
    `from${start}`,
    listCommand(source, target, start),
  ])
  for (const part of partsOf(Object.fromEntries(pages)))
    for (const answer of (await rest.batch(part, { halt: true })).values())
      found.push(...parseChildren(source, target, failed, answer))
  return {
    found: found.slice(0, ceilings.children),
    more: total > ceilings.children || found.length > ceilings.children,
  }
}

const childrenKey = (target: RecordTypeName) => `${target}Children` as const
const rowsKey = (target: RecordTypeName, place: number) => `${target}Child${place}Rows` as const

function listCommand(source: Source, target: RecordTypeName, start: number): Command {
  const filter = { [originField(source.type, target)]: source.id }
  return {
    method: 'crm.item.list',
    params: { entityTypeId: recordType(target).entityTypeId, filter, order: { id: 'ASC' }, start },
  }
}

const childrenAnswer = z.object({ items: z.array(z.record(z.string(), z.unknown())).max(ceilings.entries) })

/** A portal that does not know the filter answers with everything, so each child must name the source itself. */
function parseChildren(
  source: Source,
  target: RecordTypeName,
  failed: ReadonlySet<string>,
  answer: Answer | undefined,
): Omit<Child, 'rows'>[] {
  if (!answer?.ok) return []
  const link = originField(source.type, target)
  return check(childrenAnswer, answer.result, 'crm.item.list')
    .items.filter((item) => Number(item[link]) === source.id)
    .map((item) => ({
      id: Number(item.id),
      title: titleOf(target, item) || `#${String(item.id)}`,
      ...(isFailed(target, item, failed) ? { failed: true as const } : {}),
      ...moneyOf(item),
    }))
}

/** Not every type tells what its stage means; then the portal's list of stages does. */
function isFailed(target: RecordTypeName, item: Record<string, unknown>, failed: ReadonlySet<string>): boolean {
  if (typeof item.stageSemanticId === 'string') return item.stageSemanticId === 'F'
  const { stageDictionary } = recordType(target)
  return typeof item.stageId === 'string' && failed.has(stageKey(stageDictionary, item.stageId))
}

function moneyOf({ opportunity, currencyId }: Record<string, unknown>): Pick<Child, 'money'> {
  const amount = Number(opportunity ?? 0)
  if (!Number.isFinite(amount) || typeof currencyId !== 'string') return {}
  return { money: { amount: amount.toFixed(2), currency: currencyId } }
}

function partsOf(commands: Record<string, Command>): Record<string, Command>[] {
  const entries = Object.entries(commands)
  const parts: Record<string, Command>[] = []
  for (let at = 0; at < entries.length; at += pageSize) parts.push(Object.fromEntries(entries.slice(at, at + pageSize)))
  return parts
}
