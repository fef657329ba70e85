import type { Reason } from '../server/conversion/reasons.ts'
import { showNumber } from './shown.ts'
import type { Sentences } from './texts.ts'

/** A reason as a sentence. A detail the portal did not tell is left out rather than breaking the page. */
export function reasonText({ language, t }: Sentences, { code, details }: Reason): string {
  const quantity = showNumber(language, String(details?.quantity ?? ''))
  const untold = { options: '', values: '', currency: '', limit: '', id: '', field: '', problem: '' }
  return t(`reason.${code}`, { ...untold, ...details, quantity })
}
