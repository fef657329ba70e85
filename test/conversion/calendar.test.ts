import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, isDay, isMoment } from '../../server/conversion/calendar.ts'

test.each([
  '2026-02-30',
  '2025-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '0000-01-01',
  '2026-1-1',
])('there is no day %s', (text) => expect(isDay(text)).toBe(false))

test.each([
  '2026-02-03T24:61',
  '2026-02-03T24:00',
  '2026-02-03T10:60',
  '2026-02-03T10:00:60',
  '2026-02-30T10:00:00+01:00',
  '2026-02-03T10:00:00+24:00',
  '2026-02-03',
])('there is no moment %s', (text) => expect(isMoment(text)).toBe(false))

test.each(['2024-02-29T23:59', '2026-02-03T10:00:00+01:00', '2026-02-03T10:00:00.123Z', '2026-02-03 10:00:00'])(
  'there is a moment %s, and its day',
  (text) => {
    expect(isMoment(text)).toBe(true)
    expect(dayOf(text)).toBe(text.slice(0, 10))
  },
)

test('a day exists where the calendar of the machine comes back to it', () => {
  const part = fc.integer({ min: 0, max: 40 })
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 9999 }), part, part, (year, month, date) => {
      const text = [year, month, date].map((one) => String(one).padStart(2, '0')).join('-')
      const back = new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
      expect(isDay(text)).toBe(back === text)
    }),
  )
})
