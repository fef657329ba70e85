import { expect, test } from 'vitest'
import { journalFacts } from '../../client/journal-facts.ts'
import { loadTexts } from '../../client/texts.ts'
import { languages, type HealthAnswer } from '../../server/contract.ts'

const oldest = '2026-03-14T12:00:00.000Z'
const full: HealthAnswer['journal'] = {
  bytes: 120 * 1024 * 1024,
  megabytes: 500,
  count: 3200,
  oldest,
  missingUntil: null,
}
const german = await loadTexts('de')

test('an administrator reads how full the journal is, and from when its oldest entry is', () => {
  expect(journalFacts(german, full)).toEqual([
    { name: 'Verlauf', value: '120 von 500 MB, 3.200 Vorgänge; ältester vom 14.03.2026' },
  ])
})

test('a little is more than nothing, and nothing has no oldest entry', () => {
  const value = (journal: Partial<typeof full>) => journalFacts(german, { ...full, ...journal })[0]!.value
  expect(value({ bytes: 1, count: 1 })).toBe('0,1 von 500 MB, 1 Vorgang vom 14.03.2026')
  expect(value({ bytes: 0, count: 0, oldest: null })).toBe('0 von 500 MB, noch keine Vorgänge')
  expect(value({ megabytes: 100_000 })).toContain('120 von 100.000 MB')
})

test.each(languages)('in %s it is told up to when entries are missing', async (language) => {
  const facts = journalFacts(await loadTexts(language), { ...full, missingUntil: '2026-02-03T12:00:00.000Z' })
  expect(facts).toHaveLength(2)
  expect(facts[1]!.value).toMatch(/2026.*\.$/)
  expect(JSON.stringify(facts)).not.toMatch(/[{}]{2}|#/)
})
