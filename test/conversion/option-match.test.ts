import { expect, test } from 'vitest'
import { newTexts } from '../../server/conversion/option-match.ts'

test('a text is new to a list that lacks it, or has several that only look alike', () => {
  expect(newTexts(['Slate', 'Tile', 'TILE'], ['slate', 'tile', 'Reed', 'reed', 'Tile'])).toEqual(['tile', 'Reed'])
})

test('thousands of texts are matched with thousands of options in no time', () => {
  const texts = Array.from({ length: 20_000 }, (_, index) => `Option ${index}`)
  const before = performance.now()
  expect(newTexts(texts, texts)).toEqual([])
  expect(performance.now() - before).toBeLessThan(2000)
})
