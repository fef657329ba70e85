import { isSettled, type Conversion, type CreatedRecord, type Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { Answer, Command } from './rest.ts'

const detailsKey = (type: RecordTypeName) => `${type}Details` as const

/**
 * Commands that give new records the legal details and bank accounts of their source. Registering the same again
 * changes nothing, so they may be repeated. The portal refuses details that do not belong to the record's client.
 */
export function detailsCommands({ details }: Plan, created: readonly CreatedRecord[]): Record<string, Command> {
  const commands: Record<string, Command> = {}
  for (const { type, ids } of details) {
    const record = created.find((one) => one.type === type)
    if (!record) continue
    const fields = {
      ENTITY_TYPE_ID: recordType(type).entityTypeId,
      ENTITY_ID: record.id,
      REQUISITE_ID: ids.requisiteId,
      BANK_DETAIL_ID: ids.bankDetailId,
      MC_REQUISITE_ID: ids.ownRequisiteId,
      MC_BANK_DETAIL_ID: ids.ownBankDetailId,
    }
    commands[detailsKey(type)] = { method: 'crm.requisite.link.register', params: { fields } }
  }
  return commands
}

const otherDetailsKey = (type: RecordTypeName) => `${type}OtherDetails` as const

/** Commands that read which details stand in new records that may not have got theirs. */
export function detailsReads({ details }: Plan, { created, steps }: Conversion): Record<string, Command> {
  const isOpen = (type: RecordTypeName): boolean =>
    !steps.some((step) => step.name === 'details' && step.target === type && isSettled(step))
  const records = created.filter(({ type }) => isOpen(type) && details.some((one) => one.type === type))
  return Object.fromEntries(
    records.map(({ type, id }) => [
      otherDetailsKey(type),
      { method: 'crm.requisite.link.get', params: { entityTypeId: recordType(type).entityTypeId, entityId: id } },
    ]),
  )
}

/** Which of them have others than the planned ones. */
export function haveOtherDetails({ details }: Plan, answers: ReadonlyMap<string, Answer>): ReadonlySet<RecordTypeName> {
  const idsIn = (answer: Answer | undefined): number[] => {
    const link = (answer?.ok ? answer.result : {}) as Record<string, unknown>
    return ['REQUISITE_ID', 'BANK_DETAIL_ID'].map((name) => Number(link[name] ?? 0))
  }
  const others = details.filter(({ type, ids }) => {
    const [requisite = 0, bank = 0] = idsIn(answers.get(otherDetailsKey(type)))
    const isOther = (own: number, planned: number): boolean => own > 0 && own !== planned
    return isOther(requisite, ids.requisiteId) || isOther(bank, ids.bankDetailId)
  })
  return new Set(others.map(({ type }) => type))
}

/** Whether each new record got its details. */
export function detailsSteps({ details }: Plan, answers: ReadonlyMap<string, Answer>): Step[] {
  return details.map(({ type }): Step => {
    const answer = answers.get(detailsKey(type))
    const refusal = answer && !answer.ok ? { code: answer.code, message: answer.message, method: answer.method } : null
    return { name: 'details', target: type, state: answer?.ok ? 'done' : refusal ? 'failed' : 'unknown', refusal }
  })
}
