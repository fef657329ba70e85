import type { Problem } from '../server/conversion/mapping-problems.ts'
import type { Texts } from './texts.ts'

/** What is wrong with an exception, as a sentence. */
export function problemText({ t }: Texts, { code, options }: Problem, to: string): string {
  return t(`mapping.problem.${code}`, { to, options: options ?? 'none' })
}
