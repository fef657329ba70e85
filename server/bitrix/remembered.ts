import { z } from 'zod'
import { recordTypeNames } from '../conversion/record-types.ts'
import type { Remembered } from '../conversion/snapshot.ts'

/** Name of the person's option on the portal (user.option.*) that keeps what they chose last. */
export const rememberedOption = 'createFromChoices'

const typeName = z.enum(recordTypeNames)
const choice = z.object({ targets: z.array(typeName), pipelines: z.partialRecord(typeName, z.int().min(0)) })
const remembered = z.partialRecord(z.enum(['lead', 'deal', 'quote']), choice)

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
