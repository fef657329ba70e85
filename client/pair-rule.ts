import type { StartChoice } from '../server/contract.ts'
import type { PairSettings } from '../server/conversion/settings.ts'
import type { Texts } from './texts.ts'

/** What is decided about a pair, in a few words: only what differs from the usual. */
export function showRule(
  { t }: Texts,
  { start, responsible }: PairSettings,
  starts: readonly StartChoice[],
  people: Readonly<Record<string, string>>,
): string {
  const begin = starts.find(({ pipeline }) => pipeline === start.pipeline)
  const parts: string[] = []
  // The only pipeline need not be named.
  if (start.pipeline !== null && (starts.length > 1 || !begin)) {
    const name = begin?.name ?? t('settings.gone')
    parts.push(t(start.always ? 'settings.rule.pipelineAlways' : 'settings.rule.pipeline', { name }))
  }
  if (start.stage !== null) {
    const stage = begin?.stages.find(({ code }) => code === start.stage)
    parts.push(t('settings.rule.stage', { name: stage?.name ?? t('settings.gone') }))
  }
  if (responsible.rule === 'converter') parts.push(t('settings.rule.converter'))
  if (responsible.rule === 'person')
    parts.push(t('settings.rule.person', { name: people[responsible.id] ?? t('settings.responsible.gone') }))
  return parts.join(' · ') || t('settings.rule.usual')
}
