import { z } from 'zod'
import type { CreatedRecord, Step } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { mostFileBytes } from '../conversion/plan-files.ts'
import { AppError, mayHaveWritten, wordsOf } from '../errors.ts'
import { createFileFlow, type FieldFiles, type FileFailure } from './file-flow.ts'
import { check } from './parse.ts'
import type { Answer, Rest } from './rest.ts'

const file = z.looseObject({ id: z.coerce.number(), urlMachine: z.string() })
const itemAnswer = z.object({ item: z.record(z.string(), z.unknown()) })

/**
 * Uploads the source's files anew: a file cannot be copied by its id. They flow from the portal to the portal, so that
 * memory does not grow with them; a file that several records want is fetched for each. Costs one request for fresh
 * links and one per record. The records are complete but for these files, so what fails is told as a step and nothing
 * more. Doing it again sets the same fields anew, and the portal drops files that an update does not name.
 */
export async function copyFiles(rest: Rest, plan: Plan, created: readonly CreatedRecord[]): Promise<Step[]> {
  const wanting = plan.creations.flatMap((creation) => {
    const record = created.find(({ type }) => type === creation.type)
    return record && creation.files.length > 0 ? [{ creation, id: record.id }] : []
  })
  if (wanting.length === 0) return []
  const links = await settle(() => readLinks(rest, plan))
  const steps: Step[] = []
  for (const { creation, id } of wanting) {
    const settled = 'value' in links ? await settle(() => upload(rest, creation, id, links.value)) : links
    const attempts: Attempt[] = 'value' in settled ? settled.value : [settled.failed]
    steps.push(...attempts.map((attempt): Step => ({ name: 'files', target: creation.type, ...attempt })))
  }
  return steps
}

type Attempt = Pick<Step, 'state' | 'refusal'>
/** Machine links of the files in a field of the source. */
type Links = (field: string) => string[]

/** Fresh links: those of the reading hold a token that may have ended. */
async function readLinks(rest: Rest, { source }: Plan): Promise<Links> {
  const { entityTypeId } = recordType(source.type)
  const answer = await rest.call({
    method: 'crm.item.get',
    params: { entityTypeId, id: source.id, useOriginalUfNames: 'Y' },
  })
  if (!answer.ok) {
    const details = { restCode: answer.code, restMessage: answer.message, mayHaveWritten: false }
    throw new AppError('portal_refused', 'The portal refused to name the files anew.', details)
  }
  const { item } = check(itemAnswer, answer.result, 'crm.item.get')
  return (field) => [item[field]].flat().flatMap((one) => file.safeParse(one).data?.urlMachine ?? [])
}

/** One update per record with all of its files. One that broke off in the middle of a file is sent anew without it. */
async function upload(rest: Rest, { type, files }: Creation, id: number, links: Links): Promise<Attempt[]> {
  const fields = files.map(({ source, ...field }): FieldFiles => ({ ...field, links: links(source) }))
  const flow = createFileFlow(fields, rest.openFile, mostFileBytes)
  const command = {
    method: 'crm.item.update',
    params: { entityTypeId: recordType(type).entityTypeId, id, useOriginalUfNames: 'Y' },
  }
  for (;;) {
    const answer = await sendWhole(() => rest.upload(command, flow.members), flow.brokeOff)
    if (!answer) continue
    const refusal = answer.ok ? null : { code: answer.code, message: answer.message, method: answer.method }
    const failures = flow.failures()
    if (failures.length === 0 || refusal) return [{ state: refusal ? 'failed' : 'done', refusal }]
    return toAttempts(failures)
  }
}

/** Null when the request broke off: the portal never saw its end, and JSON that is cut off writes nothing. */
async function sendWhole(send: () => Promise<Answer>, brokeOff: () => boolean): Promise<Answer | null> {
  try {
    const answer = await send()
    return brokeOff() ? null : answer
  } catch (error) {
    if (brokeOff()) return null
    throw error
  }
}

/** One line per reason, with the names of what stayed behind for it. */
function toAttempts(failures: readonly FileFailure[]): Attempt[] {
  const codes = [...new Set(failures.map(({ code }) => code))]
  return codes.map((code) => {
    const names = [...new Set(failures.filter((one) => one.code === code).map(({ name }) => name))]
    return { state: 'failed', refusal: { code, message: names.join(', '), method: '' } }
  })
}

/** A failure of files is an answer here, not an exception. */
async function settle<T>(work: () => Promise<T>): Promise<{ value: T } | { failed: Attempt }> {
  try {
    return { value: await work() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { restCode } = (error.details ?? {}) as { restCode?: string }
    const refusal = { code: restCode ?? error.code, message: wordsOf(error), method: '' }
    return { failed: { state: mayHaveWritten(error) ? 'unknown' : 'failed', refusal } }
  }
}
