import type { Conversion, CreatedRecord } from '../server/conversion/outcome.ts'

/** Known clients that got something from the source. */
export function filledClients({ reused, steps }: Conversion): CreatedRecord[] {
  return reused.filter(({ type }) =>
    steps.some(({ name, target, state }) => name === 'completeClient' && target === type && state === 'done'),
  )
}
