import { describe, expect, test } from 'vitest'
import { foreign, nameOr, recordTitle } from '../../client/foreign-text.ts'
import { beginningOf } from '../../client/long-text.ts'
import { reasonText } from '../../client/reason-text.ts'
import { refusalText } from '../../client/step-text.ts'
import { loadTexts } from '../../client/texts.ts'
import { languages } from '../../server/contract.ts'

const tenMegabytes = 'x'.repeat(10_000_000)
const override = /[\u202a-\u202e\u2066\u2067]/

test.each([
  'Dach & Söhne “GmbH” – 5 €',
  'Крыша Ґанок',
  '屋根',
  '👩‍👩‍👧 Familie',
  'Ảnh hưởng',
  'constructor',
  '__proto__',
  "<img src=x onerror=alert('1')></script>",
  "{{constructor.constructor('alert(1)')()}} {x, plural, other {#}}",
])('a text that harms nothing is shown as it is: %s', (text) => {
  expect(foreign(text)).toBe(text)
})

describe('the words around a foreign text', () => {
  test('are not turned round by controls of writing direction', () => {
    expect(foreign('Rechnung \u202eexe.gpj\u202c \u2067Ende')).toBe('Rechnung exe.gpj Ende')
    expect(foreign('a\u2069b\u200fc')).toBe('abc')
  })

  test('are not drawn into a text that is written from right to left', () => {
    expect(foreign('שלום 3')).toBe('\u2068שלום 3\u2069')
  })

  test('are not covered by towers of marks', () => {
    const tower = foreign(`a${'\u0301'.repeat(200)}b`)
    expect(tower).toBe(`a${'\u0301'.repeat(3)}b`)
  })

  test('stand in the same place whatever controls, halves of characters and line ends are in it', () => {
    expect(foreign('a\u0000\u0007\u001bb\r\nc\u2028d\u200b\ufeff')).toBe('ab\nc\nd')
    expect(foreign('a\ud800b')).toBe('a\ufffdb')
  })

  test.each(languages)('hold in sentences of %s', async (language) => {
    const texts = await loadTexts(language)
    const sentence = reasonText(texts, { code: 'option_missing', details: { options: '\u202eNord\u2066 {x} <b>' } })
    expect(sentence).toContain('Nord {x} <b>')
    expect(sentence).not.toMatch(override)
  })
})

describe('a text of ten megabytes', () => {
  test('is cut, and never in the middle of a character', () => {
    expect(foreign(tenMegabytes)).toHaveLength(256)
    expect(foreign('😀'.repeat(1000), 501)).toBe(`${'😀'.repeat(250)}…`)
  })

  test('costs no more than what is shown of it', async () => {
    const texts = await loadTexts('de')
    const begun = performance.now()
    for (const text of [tenMegabytes, '<'.repeat(10_000_000), '\u0301'.repeat(10_000_000), '\n'.repeat(10_000_000)]) {
      foreign(text, 20_000)
      beginningOf(foreign(text, 20_000))
      expect(refusalText(texts, { code: '', message: text, method: '' }).length).toBeLessThan(21_000)
      reasonText(texts, { code: 'option_missing', details: { options: text } })
    }
    expect(performance.now() - begun).toBeLessThan(1000) // generous: a busy machine needs a tenth of it
  })

  test('fills no page with empty lines', () => {
    const beginning = beginningOf(foreign('a\n'.repeat(5000), 20_000))
    expect(beginning?.split('\n').length).toBe(40)
    expect(beginningOf('short\ntext')).toBeNull()
  })
})

test('a title that shows nothing gives way to the number of its record', () => {
  expect(recordTitle({ title: 'Dach', id: 7 })).toBe('Dach')
  for (const title of ['', '  ', '\u200b\u2060', '\u202e', '\u3164', '\u0301'])
    expect(recordTitle({ title, id: 7 })).toBe('#7')
  expect(nameOr('\u200b', 'UF_CRM_1')).toBe('UF_CRM_1')
})
