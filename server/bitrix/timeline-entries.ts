import { z } from 'zod'
import { AppError } from '../errors.ts'
import { check } from './parse.ts'
import type { Rest } from './rest.ts'

const appAnswer = z.looseObject({ CODE: z.string().regex(/^[\w.-]+$/) })

/** What the portal calls the app in links to it (app.info; for a local app its client id). One request. */
export async function readAppCode(rest: Rest): Promise<string> {
  const answer = await rest.call({ method: 'app.info', params: {} })
  if (!answer.ok) throw refused(answer.code, 'app.info')
  return check(appAnswer, answer.result, 'app.info').CODE
}

const recordAnswer = z.looseObject({ item: z.looseObject({ createdTime: z.iso.datetime({ offset: true }) }) })

/** The same, and when a record came into being. One request. */
export async function readNewRecord(
  rest: Rest,
  { entityTypeId, id }: { entityTypeId: number; id: number },
): Promise<{ appCode: string; createdAt: Date }> {
  const answers = await rest.batch(
    {
      app: { method: 'app.info', params: {} },
      record: { method: 'crm.item.get', params: { entityTypeId, id } },
    },
    { halt: false },
  )
  const [app, record] = [answers.get('app'), answers.get('record')]
  if (!app?.ok) throw refused(app?.code ?? '', 'app.info')
  if (!record?.ok) throw refused(record?.code ?? '', 'crm.item.get')
  return {
    appCode: check(appAnswer, app.result, 'app.info').CODE,
    createdAt: new Date(check(recordAnswer, record.result, 'crm.item.get').item.createdTime),
  }
}

/** Adds an entry that is no task for anybody: finished, without a deadline. One request. */
export async function addTimelineEntry(
  rest: Rest,
  { entityTypeId, id }: { entityTypeId: number; id: number },
  layout: object,
): Promise<void> {
  const params = { ownerTypeId: entityTypeId, ownerId: id, fields: { completed: true }, layout }
  const answer = await rest.call({ method: 'crm.activity.configurable.add', params })
  if (!answer.ok) throw refused(answer.code, 'crm.activity.configurable.add')
}

/** Draws an entry of ours anew, which also frees its buttons. One request. */
export async function changeTimelineEntry(rest: Rest, activityId: number, layout: object): Promise<void> {
  const answer = await rest.call({ method: 'crm.activity.configurable.update', params: { id: activityId, layout } })
  if (!answer.ok) throw refused(answer.code, 'crm.activity.configurable.update')
}

function refused(restCode: string, method: string): AppError {
  return new AppError('portal_refused', 'The portal refused an entry in a timeline.', {
    restCode,
    method,
    mayHaveWritten: false,
  })
}
