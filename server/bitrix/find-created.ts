import { z } from 'zod'
import { originField } from '../conversion/field-rules.ts'
import type { Conversion, CreatedRecord } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { cardPath, recordType } from '../conversion/record-types.ts'
import { titleOf } from '../conversion/title.ts'
import { check } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { listComments, parseComments } from './timeline-comments.ts'
import { refuseMade, refuseSource, refuseUneditable } from './source-refusals.ts'

/** What an interrupted conversion has left on the portal. */
export interface Found {
  created: CreatedRecord[]
  /** Card paths of its records that a comment on the source's timeline names already; null when nobody could look. */
  mentioned: string[] | null
}

/** Who and what may have made records of this conversion, where a type has no marker. */
export interface Traces {
  /** Everybody who carried out a part of it. */
  actorIds: readonly number[]
  /** Records that other conversions of the same source made. */
  others: readonly CreatedRecord[]
}

/**
 * Looks what an interrupted conversion has made, by one batch: records by their marker, where a type has none by source,
 * creator and title. Ask only when the portal can no longer be at work with a lost request. Refuses a source that is
 * gone or that the person may not edit.
 */
export async function findCreated(rest: Rest, plan: Plan, conversion: Conversion, traces: Traces): Promise<Found> {
  const { type, id } = plan.source
  const { entityTypeId } = recordType(type)
  const missing = plan.creations.filter((one) => !conversion.created.some((record) => record.type === one.type))
  const answers = await rest.batch(
    {
      source: { method: 'crm.item.get', params: { entityTypeId, id } },
      editable: { method: 'crm.item.update', params: { entityTypeId, id, fields: { createFromAccessProbe: 'Y' } } },
      comments: listComments(plan.source),
      ...Object.fromEntries(missing.map((creation) => [creation.type, findCommand(plan, creation)])),
    },
    { halt: false },
  )
  const source = answers.get('source')
  if (!source?.ok) throw refuseSource(source)
  refuseUneditable(answers.get('editable'))
  const found = missing.flatMap((creation) => parseFound(plan, creation, traces, answers.get(creation.type)))
  const created = plan.creations.flatMap((creation) =>
    [...conversion.created, ...found].filter((record) => record.type === creation.type),
  )
  const comments = parseComments(answers.get('comments'))
  return {
    created,
    mentioned:
      comments && created.map(({ path }) => path).filter((path) => comments.some((one) => one.includes(`${path}]`))),
  }
}

function findCommand({ source }: Plan, { type, marker }: Creation): Command {
  const link = { [originField(source.type, type)]: source.id }
  const filter = marker ? Object.fromEntries(Object.entries(marker).map(([name, mark]) => [`=${name}`, mark])) : link
  return {
    method: 'crm.item.list',
    // The newest first: a portal that does not know the filter answers with everything, and ours is among the last.
    params: { entityTypeId: recordType(type).entityTypeId, filter, order: { id: 'DESC' } },
  }
}

const items = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

/** The oldest record that is this creation's; each must prove it, whatever the portal made of the filter. */
function parseFound({ source }: Plan, creation: Creation, traces: Traces, answer: Answer | undefined): CreatedRecord[] {
  // A list that is refused says nothing about what exists, and a record that may exist is not made again.
  if (!answer?.ok) throw refuseMade(answer)
  const { type, marker } = creation
  const link = originField(source.type, type)
  const isOurs = (item: Record<string, unknown>): boolean =>
    marker
      ? Object.entries(marker).every(([name, mark]) => item[name] === mark)
      : Number(item[link]) === source.id &&
        !creation.before.includes(Number(item.id)) &&
        !traces.others.some((other) => other.type === type && other.id === Number(item.id)) &&
        traces.actorIds.includes(Number(item.createdBy)) &&
        titleOf(type, item).trim() === creation.title.trim()
  const ours = check(items, answer.result, 'crm.item.list').items.filter(isOurs)
  return ours
    .map((item) => ({ item, id: Number(item.id) }))
    .sort((one, other) => one.id - other.id)
    .slice(0, 1)
    .map(({ item, id }) => ({ type, id, title: titleOf(type, item) || creation.title, path: cardPath(type, id) }))
}
