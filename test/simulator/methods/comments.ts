import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import { compileOrder, page } from '../crm/filter.ts'
import { findType, factsOf } from '../crm/record-types.ts'
import { may, mayAny } from '../crm/rights.ts'
import { standsIn, timelineRecord } from '../crm/timeline-records.ts'
import {
  itemsOf,
  findItem,
  type FieldValue,
  type Item,
  type ItemRef,
  type TimelineComment,
  type TypeName,
} from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'
import { boundMap } from './bound.ts'
import { readCommentFiles, showCommentFiles } from './comment-files.ts'

/** crm.timeline.comment.add: needs the right to change the owner (REST facts, section 15.2). */
export function commentAdd(call: Call): Answer {
  const fields = boundMap(call, 'fields')
  const owner = ownerOf(call, fields)
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  const text = toText(fields.COMMENT).trim()
  if (text === '') throw refuse.invalidArgument('Empty comment message.')
  const comment: TimelineComment = {
    id: call.state.nextId('timeline'),
    owner: { type: owner.type, id: owner.id },
    authorId: call.user.id,
    text,
    createdTime: nowUtc(call.state.clock),
    fileIds: readCommentFiles(call, fields.FILES),
  }
  call.state.comments.set(comment.id, comment)
  Object.assign(owner.values, { lastActivityTime: comment.createdTime, lastActivityBy: call.user.id })
  call.raise('ONCRMTIMELINECOMMENTADD', { FIELDS: { ID: comment.id } })
  return { result: comment.id }
}

/**
 * crm.timeline.comment.list: the comments in one record's timeline, its own and those bound to it. Reading refuses in
 * the words of the classic families; whatever is no `DESC` goes upwards (the platform's published source).
 */
export function commentList(call: Call): Answer {
  const filter = asMap(call.params.filter)
  const place = { type: typeOf(call, filter), id: toInt(filter.ENTITY_ID) }
  const owner = place.type && itemsOf(call.state, place.type).get(place.id)
  if (
    !owner ? !place.type || !mayAny(call.user, 'read', place.type) : !may(call.user, 'read', owner.type, owner.values)
  )
    throw refuse.classicAccessDenied()
  const all = [...call.state.comments.values()].filter(
    (comment) => owner !== undefined && standsIn(call.state, timelineRecord(call.state, comment.id), owner),
  )
  const order = Object.entries(asMap(call.params.order)).flatMap(([name, direction]) =>
    ['ID', 'CREATED', 'AUTHOR_ID'].includes(name) ? [[name, direction === 'DESC' ? 'DESC' : 'ASC']] : [],
  )
  const compare = compileOrder(Object.fromEntries(order), (name) => name)
  const read = (comment: TimelineComment) => (name: string) =>
    view(call, comment)[name === 'id' ? 'ID' : name] as FieldValue
  const { items, ...paging } = page(
    all.toSorted((a, b) => compare(read(a), read(b))),
    call.params,
  )
  const wanted = asList(call.params.select).map(toText)
  const cut = (row: Params): Params =>
    wanted.length === 0 || wanted.includes('*')
      ? row
      : Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)))
  return { result: items.map((comment) => cut(view(call, comment, owner))), ...paging }
}

/** crm.timeline.comment.get. */
export function commentGet(call: Call): Answer {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.undefinedId('ID')
  const comment = call.state.comments.get(id)
  const owner = comment && findItem(call.state, comment.owner)
  if (!comment || !owner) throw refuse.classic('Not found.')
  if (!may(call.user, 'read', owner.type, owner.values)) throw refuse.classicAccessDenied()
  return { result: view(call, comment) }
}

function ownerOf(call: Call, fields: Params): Item {
  const type = typeOf(call, fields)
  const owner = type && itemsOf(call.state, type).get(toInt(fields.ENTITY_ID))
  if (!owner) throw refuse.ownerNotFound()
  return owner
}

function typeOf(call: Call, { ENTITY_TYPE, ENTITY_TYPE_ID }: Params): TypeName | undefined {
  return (
    findType(call.state, 'timelineType', toText(ENTITY_TYPE).toLowerCase()) ??
    findType(call.state, 'entityTypeId', toInt(ENTITY_TYPE_ID))
  )
}

function view(call: Call, comment: TimelineComment, place: ItemRef = comment.owner): Params {
  return {
    ID: String(comment.id),
    ENTITY_ID: String(place.id),
    ENTITY_TYPE: factsOf(call.state, place.type).timelineType,
    CREATED: shown(comment.createdTime),
    COMMENT: comment.text,
    AUTHOR_ID: String(comment.authorId),
    FILES: showCommentFiles(call, comment),
  }
}
