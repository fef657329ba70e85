import { isSettled, preparedBy, type Conversion, type Step } from '../server/conversion/outcome.ts'
import type { TextKey } from './texts.ts'

/** How a conversion ended, as far as anybody knows: one under way has not told yet. */
export type Ending = Exclude<Conversion['outcome'], 'running' | 'undoing'>

export function endingOf({ outcome }: Conversion): Ending {
  return outcome === 'running' || outcome === 'undoing' ? 'unknown' : outcome
}

/** The sentence below the heading; null when there is nothing to add. */
export function explanationKey(conversion: Conversion): TextKey | null {
  const ending = endingOf(conversion)
  const isClosed = conversion.steps.some(({ name, state }) => name === 'closeSource' && state === 'done')
  const isPrepared = conversion.steps.some(({ state }) => state === 'done')
  switch (ending) {
    case 'done':
      return isClosed ? 'result.done.lead' : null
    case 'refused':
      if (preparedBy(conversion).length > 0) return 'result.refused.made'
      return isPrepared ? 'result.refused.prepared' : 'result.refused.why'
    default:
      return `result.${ending}.todo`
  }
}

/** The heading of what ended without a new record; null where there is one to name. */
export function emptyHeadingKey(conversion: Conversion): TextKey | null {
  const { created, reused, steps } = conversion
  switch (endingOf(conversion)) {
    case 'done': {
      if (created.length + reused.length > 0) return null
      return steps.some(({ refusal }) => refusal?.code === 'ROWS_TAKEN')
        ? 'result.done.nothingLeft'
        : 'result.done.gone'
    }
    case 'refused':
      return explanationKey(conversion) === 'result.refused.why' ? null : 'result.onlyPrepared'
    default:
      return null
  }
}

/** After success only what is worth reading; the reading back has its own words. Of what is undone, the undo tells. */
export function stepsToRead(conversion: Conversion): Step[] {
  switch (endingOf(conversion)) {
    case 'undone':
    case 'partlyUndone':
      return []
    case 'done':
      return conversion.steps.filter(
        ({ name, state }) => state === 'leftAlone' || (state !== 'done' && name !== 'check'),
      )
    default:
      return conversion.steps
  }
}

/** Whether everything worth reading is what was left alone for a person's sake, and nothing has gone wrong. */
export function isOnlyLeftAlone(steps: readonly Step[]): boolean {
  return steps.every(isSettled)
}

/** Whether the reading back has its own words: of what only a person has changed since, the steps tell. */
export function isCheckShown({ outcome, created, reused, steps, differences }: Conversion): boolean {
  const isTheirs = steps.some(({ name, state }) => name === 'check' && state === 'leftAlone')
  return outcome === 'done' && created.length + reused.length > 0 && !(isTheirs && differences?.length === 0)
}
