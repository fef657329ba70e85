import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import { keepCommentFiles, showCommentFiles } from '../crm/comment-files.ts'
import { compileOrder, page } from '../crm/filter.ts'
import { findType, factsOf } from '../crm/record-types.ts'
import { may } from '../crm/rights.ts'
import { itemsOf, findItem, type FieldValue, type Item, type TimelineComment, type TypeName } from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

/** crm.timeline.comment.add: needs the right to change the owner (REST facts, section 15.2). */
export function commentAdd(call: Call): Answer {
  if (call.params.fields === undefined) throw refuse.missing('fields')
  const fields = asMap(call.params.fields)
  const owner = ownerOf(call, fields)
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  const text = toText(fields.COMMENT)
  if (text.trim() === '') throw refuse.invalidArgument('Empty comment message.')
  const comment: TimelineComment = {
    id: call.state.nextId('timeline'),
    owner: { type: owner.type, id: owner.id },
    authorId: call.user.id,
    text,
    createdTime: nowUtc(call.state.clock),
    fileIds: keepCommentFiles(call.state, fields.FILES),
  }
  call.state.comments.set(comment.id, comment)
  Object.assign(owner.values, { lastActivityTime: comment.createdTime, lastActivityBy: call.user.id })
  call.raise('ONCRMTIMELINECOMMENTADD', { FIELDS: { ID: comment.id } })
  return { result: comment.id }
}

/** crm.timeline.comment.list: the comments of one record. Reading refuses in the words of the classic families. */
export function commentList(call: Call): Answer {
  const filter = asMap(call.params.filter)
  const owner = ownerOf(call, filter)
  if (!may(call.user, 'read', owner.type, owner.values)) throw refuse.classicAccessDenied()
  const all = [...call.state.comments.values()].filter(
    (comment) => comment.owner.type === owner.type && comment.owner.id === owner.id,
  )
  const read = (comment: TimelineComment) => (name: string) =>
    view(call, comment)[name === 'id' ? 'ID' : name] as FieldValue
  const compare = compileOrder(call.params.order, (name) =>
    ['ID', 'CREATED', 'AUTHOR_ID'].includes(name) ? name : undefined,
  )
  const { items, ...paging } = page(
    all.toSorted((a, b) => compare(read(a), read(b))),
    call.params,
  )
  const wanted = asList(call.params.select).map(toText)
  const cut = (row: Params): Params =>
    wanted.length === 0 || wanted.includes('*')
      ? row
      : Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)))
  return { result: items.map((comment) => cut(view(call, comment))), ...paging }
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
  const type: TypeName | undefined =
    findType(call.state, 'timelineType', toText(fields.ENTITY_TYPE).toLowerCase()) ??
    findType(call.state, 'entityTypeId', toInt(fields.ENTITY_TYPE_ID))
  const owner = type && itemsOf(call.state, type).get(toInt(fields.ENTITY_ID))
  if (!owner) throw refuse.ownerNotFound()
  return owner
}

function view(call: Call, comment: TimelineComment): Params {
  return {
    ID: String(comment.id),
    ENTITY_ID: String(comment.owner.id),
    ENTITY_TYPE: factsOf(call.state, comment.owner.type).timelineType,
    CREATED: shown(comment.createdTime),
    COMMENT: comment.text,
    AUTHOR_ID: String(comment.authorId),
    FILES: showCommentFiles(call, comment),
  }
}
