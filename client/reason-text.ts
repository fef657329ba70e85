import type { Reason } from '../server/conversion/reasons.ts'
import type { Texts } from './texts.ts'

/** A reason as a sentence. A detail the portal did not tell is left out rather than breaking the page. */
export function reasonText({ t }: Texts, { code, details }: Reason): string {
  return t(`reason.${code}`, { options: '', id: '', ...details })
}
