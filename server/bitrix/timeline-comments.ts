import { z } from 'zod'
import type { Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { check } from './parse.ts'
import type { Answer, Command } from './rest.ts'

/** Lists the newest comments of a source, a page of 50. */
export function listComments({ type, id }: Plan['source']): Command {
  return {
    method: 'crm.timeline.comment.list',
    params: {
      filter: { ENTITY_ID: id, ENTITY_TYPE: recordType(type).timelineType },
      order: { ID: 'DESC' },
      select: ['ID', 'COMMENT'],
    },
  }
}

/** Adds a comment to a source's timeline. */
export function addComment({ type, id }: Plan['source'], text: string): Command {
  return {
    method: 'crm.timeline.comment.add',
    params: { fields: { ENTITY_ID: id, ENTITY_TYPE: recordType(type).timelineType, COMMENT: text } },
  }
}

const comments = z.array(z.object({ COMMENT: z.string().nullish() }))

/** Texts of listed comments; null when the portal did not list them. */
export function parseComments(answer: Answer | undefined): string[] | null {
  if (!answer?.ok) return null
  return check(comments, answer.result, 'crm.timeline.comment.list').map(({ COMMENT }) => COMMENT ?? '')
}
