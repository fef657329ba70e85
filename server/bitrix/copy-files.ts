import { z } from 'zod'
import type { CreatedRecord, Step } from '../conversion/outcome.ts'
import type { Creation, Plan } from '../conversion/plan.ts'
import { recordType } from '../conversion/record-types.ts'
import { mostFileBytes } from '../conversion/user-field-plan.ts'
import { AppError } from '../errors.ts'
import { check } from './parse.ts'
import type { Rest } from './rest.ts'

const file = z.looseObject({ id: z.coerce.number(), urlMachine: z.string() })
const itemAnswer = z.object({ item: z.record(z.string(), z.unknown()) })

/**
 * Uploads the source's files anew: a file cannot be copied by its id. Costs one request for fresh links, one per file
 * and one per record. The records are complete but for these files, so what fails is told as a step and nothing more.
 */
export async function copyFiles(rest: Rest, plan: Plan, created: readonly CreatedRecord[]): Promise<Step[]> {
  const wanting = plan.creations.filter(({ files }) => files.length > 0)
  const steps: Step[] = []
  for (const creation of wanting) {
    const record = created.find(({ type }) => type === creation.type)
    if (!record) continue
    steps.push({
      name: 'files',
      target: creation.type,
      ...(await attempt(() => copyInto(rest, plan, creation, record.id))),
    })
  }
  return steps
}

type Attempt = Pick<Step, 'state' | 'refusal'>

async function attempt(copy: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await copy()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { restCode, mayHaveWritten } = (error.details ?? {}) as { restCode?: string; mayHaveWritten?: boolean }
    const refusal = { code: restCode ?? error.code, message: error.message, method: '' }
    return { state: mayHaveWritten ? 'unknown' : 'failed', refusal }
  }
}

async function copyInto(rest: Rest, plan: Plan, { type, files }: Creation, id: number): Promise<Attempt> {
  const source = {
    entityTypeId: recordType(plan.source.type).entityTypeId,
    id: plan.source.id,
    useOriginalUfNames: 'Y',
  }
  const answer = await rest.call({ method: 'crm.item.get', params: source })
  if (!answer.ok) return { state: 'failed', refusal: answer }
  const { item } = check(itemAnswer, answer.result, 'crm.item.get')

  let left = mostFileBytes
  const fields: Record<string, unknown> = {}
  for (const { source: from, target, multiple } of files) {
    const links = [item[from]].flat().flatMap((one) => file.safeParse(one).data?.urlMachine ?? [])
    const uploads: [string, string][] = []
    for (const link of multiple ? links : links.slice(0, 1)) {
      const { name, content } = await rest.download(link, left)
      left -= content.length
      uploads.push([name, content.toString('base64')])
    }
    if (uploads.length > 0) fields[target] = multiple ? uploads : uploads[0]
  }
  const written = await rest.call({
    method: 'crm.item.update',
    params: { entityTypeId: recordType(type).entityTypeId, id, fields, useOriginalUfNames: 'Y' },
  })
  return written.ok ? { state: 'done', refusal: null } : { state: 'failed', refusal: written }
}
