import { z } from 'zod'
import type { Remembered } from '../conversion/snapshot.ts'
import { recordTypeSchema, sourceTypeSchema } from '../conversion/type-schema.ts'

/** Name of the person's option on the portal (user.option.*) that keeps what they chose last. */
export const rememberedOption = 'createFromChoices'

const choice = z.object({
  targets: z.array(recordTypeSchema),
  pipelines: z.partialRecord(recordTypeSchema, z.int().min(0)),
})
const remembered = z.partialRecord(sourceTypeSchema, choice)

/** Reads what user.option.get answered; the option is readable by everybody's browser, so nothing in it is trusted. */
export function parseRemembered(result: unknown): Remembered {
  return typeof result === 'string' ? (remembered.safeParse(toJson(result)).data ?? {}) : {}
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
