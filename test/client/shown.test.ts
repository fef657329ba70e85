import { expect, test } from 'vitest'
import { showMoney, showNumber, showValues } from '../../client/shown.ts'
import { loadTexts } from '../../client/texts.ts'

const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

test('money is exact and in the reader’s spelling', () => {
  expect(plain(showMoney('de', '12345678901234567.89', 'EUR'))).toBe('12.345.678.901.234.567,89 €')
  expect(showMoney('en', '1234.5', 'USD')).toBe('$1,234.50')
})

test('a currency of the portal’s own is shown by its code', () => {
  expect(plain(showMoney('de', '1200.5', 'BONUS'))).toBe('1.200,5 BONUS')
})

test('what is no number is shown as it came', () => {
  expect(showNumber('de', 'NaN?')).toBe('NaN?')
  expect(showNumber('de', '1.5')).toBe('1,5')
})

test('a day stays the same day in every time zone', async () => {
  const texts = await loadTexts('de')
  expect(showValues(texts, [{ kind: 'date', date: '2026-01-01' }])).toBe('01.01.2026')
})

test('several values stand in one line', async () => {
  const texts = await loadTexts('de')
  const values = [
    { kind: 'yesNo', yes: true },
    { kind: 'number', number: '1000' },
    { kind: 'text', text: 'Süd' },
    { kind: 'date', date: 'someday' },
    { kind: 'date', date: '2026-02-30' },
  ] as const
  expect(showValues(texts, [...values])).toBe('Ja, 1.000, Süd, someday, 2026-02-30')
})
