import { toInt, toText, type Call } from '../context.ts'
import { describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { typeNamed } from '../crm/record-types.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { placesOf, standsIn, timelineRecord } from '../crm/timeline-records.ts'
import { findItem, type ItemRef, type TimelineComment } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { boundMap } from './bound.ts'
import { readCommentFiles } from './comment-files.ts'

const fields: ClassicField[] = [
  ['ID', 'integer', 'R', 'ID'],
  ['CREATED', 'datetime', 'R', 'Date added'],
  ['ENTITY_ID', 'integer', '!I', 'ID of the element the comment is attached to'],
  ['ENTITY_TYPE', 'string', '!I', 'Type of the element the comment is attached to'],
  ['AUTHOR_ID', 'integer', 'I', 'Author'],
  ['COMMENT', 'string', '', 'Comment text'],
  ['FILES', 'attached_diskfile', 'M', 'List of files'],
]

/** crm.timeline.comment.fields: any user. */
export function commentFields(): Answer {
  return { result: describeClassic(fields) }
}

/** crm.timeline.comment.update: the text, which must always be sent, and the files, which stay unless they are sent. */
export function commentUpdate(call: Call): Answer {
  const sent = boundMap(call, 'fields')
  const comment = changeable(call)
  const text = toText(sent.COMMENT).trim()
  if (text === '') throw refuse.invalidArgument('Empty comment message.')
  comment.text = text
  if (sent.FILES !== undefined) comment.fileIds = readCommentFiles(call, sent.FILES)
  call.raise('ONCRMTIMELINECOMMENTUPDATE', { FIELDS: { ID: comment.id } })
  return { result: comment.id }
}

/** crm.timeline.comment.delete: one that stands in several cards goes from the named one only. */
export function commentDelete(call: Call): Answer {
  const comment = changeable(call)
  const { state } = call
  const places = placesOf(state, { id: comment.id, kind: 'comment', owner: comment.owner })
  if (places.length > 1) {
    if (call.params.ownerId === undefined)
      throw new RestError('MULTIPLE_BINDINGS', 'Element has bindings to multiple entities')
    takeFrom(call, comment, places)
    return { result: null }
  }
  state.comments.delete(comment.id)
  state.timelineBindings = state.timelineBindings.filter(({ recordId }) => recordId !== comment.id)
  state.pinned = state.pinned.filter(({ recordId }) => recordId !== comment.id)
  call.raise('ONCRMTIMELINECOMMENTDELETE', { FIELDS: { ID: comment.id } })
  return { result: null }
}

/** The first card that is left counts as the comment's own from then on. */
function takeFrom({ state, params }: Call, comment: TimelineComment, places: ItemRef[]): void {
  const type = typeNamed(toInt(params.ownerTypeId))
  const [owner, ...others] = places.filter((ref) => ref.type !== type || ref.id !== toInt(params.ownerId))
  if (owner) comment.owner = owner
  state.timelineBindings = [
    ...state.timelineBindings.filter(({ recordId }) => recordId !== comment.id),
    ...others.map((ref) => ({ recordId: comment.id, ref })),
  ]
}

function changeable(call: Call): TimelineComment {
  if (call.params.id === undefined) throw refuse.missing('id')
  const comment = call.state.comments.get(toInt(call.params.id))
  if (!comment) throw new RestError('NOT_FOUND', 'Not found.')
  const { ownerTypeId, ownerId } = call.params
  const owner =
    ownerTypeId === undefined
      ? findItem(call.state, comment.owner)
      : recordOf(call.state, toInt(ownerTypeId), toInt(ownerId))
  if (!owner) throw refuse.ownerNotFound()
  if (!standsIn(call.state, timelineRecord(call.state, comment.id), owner))
    throw new RestError('NOT_FOUND', 'Not found.')
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  return comment
}
