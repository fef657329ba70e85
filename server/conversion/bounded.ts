import { mapValues } from './map-values.ts'
import type { Conversion, Step } from './outcome.ts'
import type { RequiredField } from './preview.ts'

/** Longer texts of a portal are cut, in characters. */
const longestWords = 2000
/** Longer lists end here; those of options may be as long as a person can still choose from. */
const mostEntries = 200
const mostOptions = 1000
/** How much room the fields that refusals ask for may take, in characters of JSON. */
const mostWanted = 256 * 1024

/** A conversion as it is kept, however much the portal has said about it; `omitted` counts what is left out. Pure. */
export function boundConversion(conversion: Conversion): Conversion {
  const { omitted: earlier = 0, ...whole } = shortTexts(conversion)
  let omitted = 0
  let room = mostWanted
  const first = <T>(list: readonly T[], most = mostEntries): T[] => {
    omitted += Math.max(0, list.length - most)
    return list.slice(0, most)
  }
  const fits = (field: RequiredField): boolean => (room -= JSON.stringify(field).length) >= 0
  const boundStep = (step: Step): Step => {
    const wanted = step.refusal?.wanted
    if (!wanted) return step
    const short = first(wanted).map((field) => ({ ...field, options: first(field.options, mostOptions) }))
    const kept = short.filter(fits)
    omitted += short.length - kept.length
    return { ...step, refusal: { ...step.refusal!, wanted: kept } }
  }
  const { undo } = whole
  const bounded: Conversion = {
    ...whole,
    steps: first(whole.steps).map(boundStep),
    differences: whole.differences && first(whole.differences),
    undo: undo && { ...undo, records: first(undo.records), clients: first(undo.clients) },
  }
  // What was left out before is not counted once more by what replaces it.
  const count = omitted || earlier
  return count > 0 ? { ...bounded, omitted: count } : bounded
}

/** The same with all texts cut that are longer than any a person reads. Pure. */
export function shortTexts<T>(value: T): T {
  const isLong = (part: unknown): part is string => typeof part === 'string' && part.length > longestWords
  return mapValues(value, (part) => (isLong(part) ? `${part.slice(0, longestWords - 1)}…` : undefined)) as T
}
