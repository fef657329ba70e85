import { holds, mapValues } from './map-values.ts'
import type { Plan } from './plan.ts'
import type { Json } from './snapshot.ts'

/** What is kept of a text that is too long for the journal: enough to recognise it, not enough to write it. */
export interface Cut {
  cut: { sha256: string; bytes: number; start: string }
}

/** The same thing as the journal keeps it: any text in it may be cut. A value of the portal's is Json, and so is a cut. */
export type Stored<T> = [Json] extends [T]
  ? T
  : string extends T
    ? T | Cut
    : T extends object
      ? { [Key in keyof T]: Stored<T[Key]> }
      : T
export type StoredPlan = Stored<Plan>

/** SHA-256 of a text in hexadecimal digits. */
export type Digest = (text: string) => string

/** Longer texts are not kept, in bytes of UTF-8: no field that people type into holds more on a usual portal. */
export const longestText = 64 * 1024
const startLength = 200

/** Tells whether a value stands for a text that is not kept. */
export function isCut(value: unknown): value is Cut {
  if (typeof value !== 'object' || value === null || !('cut' in value)) return false
  const { sha256, bytes, start } = Object(value.cut) as Partial<Cut['cut']>
  return typeof sha256 === 'string' && typeof bytes === 'number' && typeof start === 'string'
}

/** Tells whether a value contains such a text anywhere. */
export function holdsCut(value: unknown): boolean {
  return holds(value, isCut)
}

/** Puts what is kept of them in place of all texts that are too long. Pure; what has none is answered as it is. */
export function cutLongValues<T>(value: T, digest: Digest): Stored<T> {
  // Nearly every plan: looking costs a quarter of copying.
  if (!holds(value, isLong)) return value as Stored<T>
  return mapValues(value, (one) => (isLong(one) ? cutOf(one, digest) : undefined)) as Stored<T>
}

/** The long texts within values, by their digest. */
export function longTextsIn(values: unknown, digest: Digest): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const collect = (value: unknown): void => {
    if (isLong(value)) texts.set(digest(value), value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  collect(values)
  return texts
}

/** Puts texts back in place of what is kept of them, as far as `textFor` knows them. Pure. */
export function replaceCuts<T>(value: T, textFor: (cut: Cut['cut']) => string | undefined): T {
  if (!holdsCut(value)) return value
  return mapValues(value, (one) => (isCut(one) ? textFor(one.cut) : undefined)) as T
}

/** How a text that is not kept is shown to people. */
export function shownStart({ start }: Cut['cut']): string {
  return `${start}…`
}

function isLong(value: unknown): value is string {
  // No character takes more than three bytes per unit of its length, so most texts are not measured.
  return typeof value === 'string' && value.length * 3 > longestText && bytesOf(value) > longestText
}

function cutOf(text: string, digest: Digest): Cut {
  return { cut: { sha256: digest(text), bytes: bytesOf(text), start: text.slice(0, startLength) } }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}
