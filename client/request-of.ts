import type { ConvertRequest } from '../server/contract.ts'
import { mustChoosePipeline, type Choices } from './composables/useChoices.ts'
import { requestedFills } from './fills.ts'
import { offeredTicks } from './option-ticks.ts'
import { requestedRows } from './part-quantities.ts'

/**
 * What *Continue* sends: the choices as they stand, and the preview they were made from. The id is made by the click, so
 * that a click delivered twice is one conversion.
 */
export function requestOf(
  choices: Choices,
  fingerprint: string,
  requestId: string = crypto.randomUUID(),
): ConvertRequest {
  const { consequences, existing, fills, history, onceMore, options, pipelines, responsible, ticks } = choices
  const targets = consequences.value.map(({ target }) => target)
  const exhausted = targets.filter(({ exhausted: isExhausted }) => isExhausted).map(({ type }) => type)
  const again = exhausted.filter((type) => onceMore.value[type] === 'all')
  const changedRows = consequences.value.flatMap(({ target: { type }, products }) => {
    const lines = requestedRows(products, exhausted.includes(type) ? onceMore.value[type] : undefined)
    return lines ? [[type, lines] as const] : []
  })
  return {
    requestId,
    fingerprint,
    targets: targets.map(({ type }) => type),
    addUserFields: Object.fromEntries(
      targets
        .map(
          ({ type, reuse }) =>
            [type, reuse || typeof existing.value[type] === 'number' ? [] : (ticks.value[type] ?? [])] as const,
        )
        .filter(([, fields]) => fields.length > 0),
    ),
    fills: Object.fromEntries(
      consequences.value
        .map(({ target: { type }, required }) => [type, requestedFills(required, fills.value[type])] as const)
        .filter(([, values]) => Object.keys(values).length > 0),
    ),
    addOptions: Object.fromEntries(
      targets
        .map((target) => [target.type, offeredTicks(target, options.value[target.type] ?? [])] as const)
        .filter(([, chosenOptions]) => chosenOptions.length > 0),
    ),
    rows: Object.fromEntries(changedRows),
    ...(again.length > 0 && { again }),
    useExisting: Object.fromEntries(
      targets.flatMap(({ type }) => {
        const id = existing.value[type]
        return typeof id === 'number' ? [[type, id] as const] : []
      }),
    ),
    ...(responsible.value && { responsibleId: responsible.value.id }),
    history: history.value,
    pipelines: Object.fromEntries(targets.filter(mustChoosePipeline).map(({ type }) => [type, pipelines.value[type]])),
  }
}
