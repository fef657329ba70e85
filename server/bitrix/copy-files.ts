import { z } from 'zod'
import type { CreatedRecord, Step } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { mostFileBytes } from '../conversion/user-field-plan.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { check } from './parse.ts'
import type { Rest } from './rest.ts'

const file = z.looseObject({ id: z.coerce.number(), urlMachine: z.string() })
const itemAnswer = z.object({ item: z.record(z.string(), z.unknown()) })

/**
 * Uploads the source's files anew: a file cannot be copied by its id. Costs one request for fresh links, one per file
 * and one per record, however many records want the same file. The records are complete but for these files, so what
 * fails is told as a step and nothing more.
 */
export async function copyFiles(rest: Rest, plan: Plan, created: readonly CreatedRecord[]): Promise<Step[]> {
  const wanting = plan.creations.flatMap((creation) => {
    const record = created.find(({ type }) => type === creation.type)
    return record && creation.files.length > 0 ? [{ creation, id: record.id }] : []
  })
  if (wanting.length === 0) return []
  const names = [...new Set(wanting.flatMap(({ creation }) => creation.files.map(({ source }) => source)))]
  const downloaded = await settle(() => downloadAll(rest, plan, names))
  const steps: Step[] = []
  for (const { creation, id } of wanting) {
    const settled =
      'value' in downloaded ? await settle(() => upload(rest, creation, id, downloaded.value)) : downloaded
    const result: Attempt = 'value' in settled ? settled.value : settled.failed
    steps.push({ name: 'files', target: creation.type, ...result })
  }
  return steps
}

type Attempt = Pick<Step, 'state' | 'refusal'>
/** Field of the source → its files as the portal takes them back: name and content in base64. */
type Uploads = Map<string, [string, string][]>

/** Fresh links from the record, and each file once, all of them within one bound. */
async function downloadAll(rest: Rest, { source }: Plan, names: string[]): Promise<Uploads> {
  const { entityTypeId } = recordType(source.type)
  const answer = await rest.call({
    method: 'crm.item.get',
    params: { entityTypeId, id: source.id, useOriginalUfNames: 'Y' },
  })
  if (!answer.ok) throw new AppError('portal_refused', answer.message, { restCode: answer.code, mayHaveWritten: false })
  const { item } = check(itemAnswer, answer.result, 'crm.item.get')
  const uploads: Uploads = new Map()
  let left = mostFileBytes
  for (const name of names) {
    const files: [string, string][] = []
    for (const link of [item[name]].flat().flatMap((one) => file.safeParse(one).data?.urlMachine ?? [])) {
      const { name: fileName, content } = await rest.download(link, left)
      left -= content.length
      files.push([fileName, content.toString('base64')])
    }
    uploads.set(name, files)
  }
  return uploads
}

async function upload(rest: Rest, { type, files }: Creation, id: number, uploads: Uploads): Promise<Attempt> {
  const filled = files.flatMap(({ source, target, multiple }) => {
    const [first, ...others] = uploads.get(source) ?? []
    return first ? [[target, multiple ? [first, ...others] : first]] : []
  })
  if (filled.length === 0) return { state: 'done', refusal: null }
  const { entityTypeId } = recordType(type)
  const fields: Record<string, unknown> = Object.fromEntries(filled)
  const answer = await rest.call({
    method: 'crm.item.update',
    params: { entityTypeId, id, fields, useOriginalUfNames: 'Y' },
  })
  if (answer.ok) return { state: 'done', refusal: null }
  return { state: 'failed', refusal: { code: answer.code, message: answer.message, method: answer.method } }
}

/** A failure of files is an answer here, not an exception. */
async function settle<T>(work: () => Promise<T>): Promise<{ value: T } | { failed: Attempt }> {
  try {
    return { value: await work() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { restCode } = (error.details ?? {}) as { restCode?: string }
    const refusal = { code: restCode ?? error.code, message: error.message, method: '' }
    return { failed: { state: mayHaveWritten(error) ? 'unknown' : 'failed', refusal } }
  }
}
