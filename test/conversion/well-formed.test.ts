import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reviveWellFormed, wellFormed } from '../../server/conversion/well-formed.ts'

test('half a pair of surrogates becomes the mark of a lost character, in values and in names', () => {
  const text = '{"a\\ud83d":["\\ude00x",{"b":"\\ud83d\\ude00"}],"__proto__":"\\ud800"}'
  const parsed = JSON.parse(text, reviveWellFormed) as Record<string, unknown>
  expect(Object.entries(parsed)).toEqual(
    expect.arrayContaining([
      ['a\ufffd', ['\ufffdx', { b: '😀' }]],
      ['__proto__', '\ufffd'],
    ]),
  )
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
})

test('whatever JSON holds comes out well-formed and otherwise the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(JSON.stringify(wellFormed(JSON.parse(text)))).toBe(text)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      expect(wellFormed([...texts, '\ud800']).every((text) => text.isWellFormed())).toBe(true)
    }),
  )
})

test('an answer nested a hundred thousand times over is read without an end of the stack', () => {
  const depth = 100_000
  expect(() => wellFormed(JSON.parse(`${'['.repeat(depth)}"\\ud800"${']'.repeat(depth)}`))).not.toThrow()
})
