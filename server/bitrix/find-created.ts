import { timesOfTouched } from '../conversion/attempts.ts'
import { momentOf } from '../conversion/moments.ts'
import type { Conversion, CreatedRecord } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { ResumeSituation } from '../conversion/resume-situation.ts'
import { knownRows, readRows } from './found-rows.ts'
import { detailsReads, haveOtherDetails } from './keep-details.ts'
import { parseItem } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { readRowsNow, rowsNowCommands } from './rows-now.ts'
import { listComments, parseComments } from './timeline-comments.ts'
import { refuseMade, refuseSource, refuseUneditable } from './source-refusals.ts'
import { recognise, searchCommands, type Traces } from './unnamed-records.ts'

/** What an interrupted conversion has left on the portal. */
export interface Found {
  created: CreatedRecord[]
  /** How these stand, and the source. */
  situation: Omit<ResumeSituation, 'isOvertaken' | 'leftOut'>
  /** Of those that somebody has changed since, the time that no later reading may replace. */
  touched: Conversion['readBack']
  /** Records that may be of its making, while nobody can tell whether, or which of them. */
  uncertain: CreatedRecord[]
  /** Card paths of its records that a comment on the source's timeline names already; null when nobody could look. */
  mentioned: string[] | null
}

/**
 * Looks what an interrupted conversion has made and how it stands, by one batch: the records that the journal names, and
 * those that it does not, since their answer was lost. Ask only when the portal can no longer be at work with a lost
 * request. Refuses a source that is gone or that the person may not edit.
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
      ...rowsNowCommands(plan, conversion),
      ...detailsReads(plan, conversion),
      ...Object.fromEntries(missing.flatMap((creation) => Object.entries(searchCommands(plan, creation)))),
      // The last one, so that it tells the time at which the answer was sent.
      now: { method: 'server.time', params: {} },
    },
    { halt: false },
  )
  const source = answers.get('source')
  if (!source?.ok) throw refuseSource(source)
  refuseUneditable(answers.get('editable'))
  const aheadMs = aheadOf(answers.get('now'))
  const found = missing.map((creation) => recognise(plan, creation, { ...traces, aheadMs }, answers))
  const created = plan.creations.flatMap((creation) =>
    [...known, ...found.flatMap((one) => one.created)].filter((record) => record.type === creation.type),
  )
  const items = [...found.map((one) => one.items), readItems(known, answers)].reduce(
    (all, one) => ({ ...all, ...one }),
    {},
  ) as Items
  const touched = timesOfTouched(items, conversion.readBack, traces.attempts)
  const comments = parseComments(answers.get('comments'))
  return {
    created,
    situation: {
      source: parseItem(source.result),
      items,
      gone: known.filter(({ type }) => !items[type]),
      rows: await readRows(rest, plan, { ...conversion, created }, answers, items),
      rowsNow: await readRowsNow(rest, plan, { ...conversion, created }, answers),
      otherDetails: haveOtherDetails(plan, answers),
      touched: new Set(Object.keys(touched) as RecordTypeName[]),
    },
    touched,
    uncertain: found.flatMap((one) => one.uncertain),
    mentioned:
      comments && created.map(({ path }) => path).filter((path) => comments.some((one) => one.includes(`${path}]`))),
  }
}

type Items = ResumeSituation['items']

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

/** How far the portal's clock is ahead of ours, in milliseconds. */
function aheadOf(answer: Answer | undefined): number {
  const ahead = answer?.ok ? momentOf(String(answer.result)) - Date.now() : 0
  return Number.isNaN(ahead) ? 0 : ahead
}
