import { mayComeFrom, timesOfTouched, type Attempt } from '../conversion/attempts.ts'
import { originField } from '../conversion/field-rules.ts'
import { momentOf } from '../conversion/moments.ts'
import type { Conversion, CreatedRecord } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { cardPath, recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { ResumeSituation } from '../conversion/resume-situation.ts'
import type { Item } from '../conversion/snapshot.ts'
import { titleOf } from '../conversion/title.ts'
import { hasOurRows, knownRows, readRows } from './found-rows.ts'
import { detailsReads, haveOtherDetails } from './keep-details.ts'
import { parseItem, parseItems } from './parse.ts'
import { rowsKey } from './plan-commands.ts'
import { rowsCommand } from './read-rows.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { listComments, parseComments } from './timeline-comments.ts'
import { refuseMade, refuseSource, refuseUneditable } from './source-refusals.ts'

/** What an interrupted conversion has left on the portal. */
export interface Found {
  created: CreatedRecord[]
  /** How these stand, and the source. */
  situation: Omit<ResumeSituation, 'isOvertaken'>
  /** Of those that somebody has changed since, the time that no later reading may replace. */
  touched: Conversion['readBack']
  /** Records that may be of its making, while nobody can tell whether, or which of them. */
  uncertain: CreatedRecord[]
  /** Card paths of its records that a comment on the source's timeline names already; null when nobody could look. */
  mentioned: string[] | null
}

/** Who and what may have made records of this conversion. */
export interface Traces {
  attempts: readonly Attempt[]
  /** Where a type has no marker: records that other conversions of the same source made. */
  others: readonly CreatedRecord[]
}

/**
 * Looks what an interrupted conversion has made and how it stands, by one batch: records by their id or their marker. Where a type has none, it is a
 * record of the same source that one of those who carried the conversion out made meanwhile, if it is the only one that
 * reads as planned; of others nobody can tell. Ask only when the portal can no longer be at work with a lost request.
 * Refuses a source that is gone or that the person may not edit.
 */
export async function findCreated(rest: Rest, plan: Plan, conversion: Conversion, traces: Traces): Promise<Found> {
  const { type, id } = plan.source
  const { entityTypeId } = recordType(type)
  const known = conversion.created
  const missing = plan.creations.filter((one) => !known.some((record) => record.type === one.type))
  const answers = await rest.batch(
    {
      source: { method: 'crm.item.get', params: { entityTypeId, id } },
      editable: { method: 'crm.item.update', params: { entityTypeId, id, fields: { createFromAccessProbe: 'Y' } } },
      comments: listComments(plan.source),
      ...Object.fromEntries(known.map((record) => [record.type, readCommand(record)])),
      ...knownRows(plan, conversion),
      ...detailsReads(plan, conversion),
      ...Object.assign({}, ...missing.map((creation) => searchCommands(plan, creation))),
      // The last one, so that it tells the time at which the answer was sent.
      now: { method: 'server.time', params: {} },
    },
    { halt: false },
  )
  const source = answers.get('source')
  if (!source?.ok) throw refuseSource(source)
  refuseUneditable(answers.get('editable'))
  const aheadMs = aheadOf(answers.get('now'))
  const found = missing.map((creation) => choose(plan, creation, { ...traces, aheadMs }, answers))
  const created = plan.creations.flatMap((creation) =>
    [...known, ...found.flatMap((one) => one.created)].filter((record) => record.type === creation.type),
  )
  const items = Object.assign({}, ...found.map((one) => one.items), readItems(known, answers)) as Items
  const touched = timesOfTouched(items, conversion.readBack, traces.attempts)
  const comments = parseComments(answers.get('comments'))
  return {
    created,
    situation: {
      source: parseItem(source.result),
      items,
      gone: known.filter(({ type }) => !items[type]),
      rows: await readRows(rest, plan, { ...conversion, created }, answers, items),
      otherDetails: haveOtherDetails(plan, answers),
      touched: new Set(Object.keys(touched) as RecordTypeName[]),
    },
    touched,
    uncertain: found.flatMap((one) => one.uncertain),
    mentioned:
      comments && created.map(({ path }) => path).filter((path) => comments.some((one) => one.includes(`${path}]`))),
  }
}

type Items = Partial<Record<RecordTypeName, Item>>

function readCommand({ type, id }: CreatedRecord): Command {
  const { entityTypeId } = recordType(type)
  return { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames: 'Y' } }
}

/** Records that are there; one that is hidden may have been changed by anybody, so nobody goes on blindly. */
function readItems(known: readonly CreatedRecord[], answers: ReadonlyMap<string, Answer>): Items {
  const items: Items = {}
  for (const { type } of known) {
    const answer = answers.get(type)
    if (answer?.ok) items[type] = parseItem(answer.result)
    else if (answer?.code !== 'NOT_FOUND') throw refuseMade(answer)
  }
  return items
}

/** Without a marker, the rows tell more than a title; those of so many of the newest come with the first batch. */
const rowsRead = 5

function searchCommands({ source }: Plan, { type, marker, rows }: Creation): Record<string, Command> {
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

/** How far the portal's clock is ahead of ours, in milliseconds. */
function aheadOf(answer: Answer | undefined): number {
  const ahead = answer?.ok ? momentOf(String(answer.result)) - Date.now() : 0
  return Number.isNaN(ahead) ? 0 : ahead
}

/** Each record must prove that it is this creation's, whatever the portal made of the filter. */
function choose(
  { source }: Plan,
  creation: Creation,
  { attempts, others, aheadMs }: Traces & { aheadMs: number },
  answers: ReadonlyMap<string, Answer>,
): Pick<Found, 'created' | 'uncertain'> & { items: Items } {
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
