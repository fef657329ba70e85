import { z } from 'zod'
import type { Remembered } from './snapshot.ts'
import { recordTypeSchema, sourceTypeSchema } from './type-schema.ts'

const choice = z.object({
  targets: z.array(recordTypeSchema),
  pipelines: z.partialRecord(recordTypeSchema, z.int().min(0)),
})
const remembered = z.partialRecord(sourceTypeSchema, choice)

/** Far more than anybody's last choices take, in characters. */
const longestRemembered = 20_000

/** What may be kept of a person's last choices: what is longer is no memory of a click. */
export function boundRemembered(text: string): string {
  return text.length > longestRemembered ? '{}' : text
}

/** Reads what the journal keeps of a person's last choices; what an earlier version wrote otherwise counts as none. */
export function parseRemembered(text: string | null): Remembered {
  return text === null ? {} : (remembered.safeParse(toJson(text)).data ?? {})
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
