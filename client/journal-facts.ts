import type { HealthAnswer } from '../server/contract.ts'
import { showDay, showNumber } from './shown.ts'
import type { Sentences } from './texts.ts'

const bytesPerMb = 1024 * 1024

/** How full the journal is and, where it is not whole, what is missing: in words, each under its name. */
export function journalFacts(
  { language, t }: Sentences,
  { bytes, megabytes, count, oldest, missingUntil }: HealthAnswer['journal'],
): { name: string; value: string }[] {
  // A little is never shown as nothing, and much is shown without decimals.
  const used = Math.ceil((bytes / bytesPerMb) * 10) / 10
  const fill = {
    used: showNumber(language, String(used < 10 ? used : Math.round(used))),
    limit: showNumber(language, String(megabytes)),
    count,
    oldest: oldest ? showDay(language, oldest) : '',
  }
  const facts = [{ name: t('health.journal'), value: t('health.journal.fill', fill) }]
  if (!missingUntil) return facts
  const since = showDay(language, missingUntil)
  return [...facts, { name: t('health.journal.gap'), value: t('health.journal.missing', { since }) }]
}
