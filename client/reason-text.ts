import type { Reason } from '../server/conversion/reasons.ts'
import { showNumber } from './shown.ts'
import type { Sentences } from './texts.ts'

/** Details that are numbers, which the reader's own language spells. */
const numbers = ['quantity', 'from', 'to', 'least', 'most', 'kept', 'length', 'shortest'] as const
const untold = { options: '', values: '', currency: '', limit: '', id: '', field: '', problem: '', name: '' }

/** A reason as a sentence. A detail the portal did not tell is left out rather than breaking the page. */
export function reasonText({ language, t }: Sentences, { code, details }: Reason): string {
  const spelled = Object.fromEntries(numbers.map((name) => [name, showNumber(language, String(details?.[name] ?? ''))]))
  return t(`reason.${code}`, { ...untold, ...details, ...spelled })
}
