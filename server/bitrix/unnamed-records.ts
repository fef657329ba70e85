import { mayComeFrom, type Attempt } from '../conversion/attempts.ts'
import { originField } from '../conversion/field-rules.ts'
import type { CreatedRecord } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { cardPath, recordType } from '../conversion/record-types.ts'
import type { ResumeSituation } from '../conversion/resume-situation.ts'
import type { Item } from '../conversion/snapshot.ts'
import { titleOf } from '../conversion/title.ts'
import { hasOurRows } from './found-rows.ts'
import { parseItems } from './parse.ts'
import { rowsKey } from './plan-commands.ts'
import { rowsCommand } from './read-rows.ts'
import type { Answer, Command } from './rest.ts'
import { refuseMade } from './source-refusals.ts'

/** Who and what may have made records of this conversion. */
export interface Traces {
  attempts: readonly Attempt[]
  /** Where a type has no marker: records that other conversions of the same source made. */
  others: readonly CreatedRecord[]
}

/** What of a search is the conversion's own, with its values, and what may be. */
export interface Recognised {
  created: CreatedRecord[]
  items: ResumeSituation['items']
  uncertain: CreatedRecord[]
}

/** Without a marker, the rows tell more than a title; those of so many of the newest come with the first batch. */
const rowsRead = 5

/** Commands that search for a record whose making got no answer, so that the journal does not name it. */
export function searchCommands({ source }: Plan, { type, marker, rows }: Creation): Record<string, Command> {
  const { entityTypeId, rowOwner } = recordType(type)
  const link = { [originField(source.type, type)]: source.id }
  const filter = marker ? Object.fromEntries(Object.entries(marker).map(([name, mark]) => [`=${name}`, mark])) : link
  const useOriginalUfNames = 'Y'
  const commands: Record<string, Command> = {
    // The newest first: a portal that does not know the filter answers with everything, and ours is among the last.
    [type]: { method: 'crm.item.list', params: { entityTypeId, filter, order: { id: 'DESC' }, useOriginalUfNames } },
  }
  if (rows.length > 0 && rowOwner)
    for (let place = 0; place < (marker ? 1 : rowsRead); place++)
      commands[`${rowsKey(type)}${place}`] = rowsCommand(rowOwner, `$result[${type}][items][${place}][id]`, 0)
  return commands
}

/**
 * Tells whose the records are that were found: each must prove that it is this creation's, whatever the portal made of
 * the filter. By its marker; where the type has none, it is a record of the same source that one of those who carried
 * the conversion out made meanwhile, if it is the only one that reads as planned; of others nobody can tell.
 */
export function recognise(
  { source }: Plan,
  creation: Creation,
  { attempts, others, aheadMs }: Traces & { aheadMs: number },
  answers: ReadonlyMap<string, Answer>,
): Recognised {
  const { type, marker, before } = creation
  const answer = answers.get(type)
  // A list that is refused says nothing about what exists, and a record that may exist is not made again.
  if (!answer?.ok) throw refuseMade(answer)
  const listed = parseItems(answer.result)
  const toRecord = (item: Item): CreatedRecord => {
    const id = Number(item.id)
    return { type, id, title: titleOf(type, item) || creation.title, path: cardPath(type, id) }
  }
  const toChosen = (chosen: Item[]) => ({
    created: chosen.map(toRecord),
    items: Object.fromEntries(chosen.map((item) => [type, item])),
    uncertain: [],
  })
  if (marker) {
    const marked = listed.filter((item) => Object.entries(marker).every(([name, mark]) => item[name] === mark))
    const [oldest] = marked.toSorted((one, other) => Number(one.id) - Number(other.id))
    return toChosen(oldest ? [oldest] : [])
  }
  const link = originField(source.type, type)
  const isNew = ({ id }: Item): boolean =>
    !before.includes(Number(id)) && !others.some((other) => other.type === type && other.id === Number(id))
  const possible = listed.filter(
    (item) => Number(item[link]) === source.id && isNew(item) && mayComeFrom(attempts, item, aheadMs),
  )
  const likely = possible.filter(
    (item) =>
      titleOf(type, item).trim() === creation.title.trim() &&
      hasOurRows(creation, item, answers.get(`${rowsKey(type)}${listed.indexOf(item)}`)),
  )
  if (likely.length === 1) return toChosen(likely)
  return { created: [], items: {}, uncertain: (likely.length > 0 ? likely : possible).map(toRecord) }
}
