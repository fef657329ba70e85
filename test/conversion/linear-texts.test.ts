import { describe, expect, test } from 'vitest'
import { escapeBbCode } from '../../server/actions/comment.ts'
import { isOwnComment } from '../../server/conversion/history.ts'
import { missingRequired } from '../../server/conversion/missing-required.ts'
import { toShown } from '../../server/conversion/shown.ts'
import { foldWords, normalise } from '../../server/conversion/text.ts'
import { toUserFieldValue } from '../../server/conversion/user-field-value.ts'
import { withoutTags } from '../../server/conversion/without-tags.ts'
import { parseSearch } from '../../server/conversion/source-search.ts'
import { field, fields, snapshot } from './build.ts'

const lead = snapshot('lead', {}, fields(), {})
const required = field('Date', { label: 'Start date', required: true })

/** Every function that looks into a text somebody else has written. */
const readers: Record<string, (text: string) => unknown> = {
  'a comment as it is shown': (text) => toShown(lead, field('comments'), text),
  'a value as it is shown': (text) => toShown(lead, field('title'), text),
  'fields named by a refusal': (message) =>
    missingRequired({ code: 'CRM_FIELD_ERROR_REQUIRED', message }, [required], () => true),
  'a label for comparing': normalise,
  'words for finding': foldWords,
  'a number in a text': (text) => toUserFieldValue(field('UF_A'), field('UF_B', { type: 'double' }), text, 'EUR'),
  'a date in a text': (text) => toUserFieldValue(field('UF_A'), field('UF_B', { type: 'datetime' }), text, 'EUR'),
  'a title in a timeline comment': escapeBbCode,
  'a comment of ours': isOwnComment,
  'a search': parseSearch,
  'tags of a page': (text) => withoutTags(text, ['<', '>'], (inside) => /^\/?[a-z]/i.test(inside)),
}
const bits = [
  '[b=',
  '<a',
  '((((',
  '[',
  '<',
  ' ',
  '\n',
  '$result[',
  '"',
  "'",
  '\u0301\u0323',
  '&amp',
  '[B]',
  '\0',
  '😀',
  '-1',
]

/** The least of three, since a machine may be busy with something else. */
function millisecondsFor(read: (text: string) => unknown, text: string): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now()
    read(text)
    return performance.now() - start
  })
  return Math.min(...times)
}

describe.each(Object.entries(readers))('%s', (_, read) => {
  // What grows by the square takes minutes at this length, so the bound may be generous on a busy machine.
  test.each(bits)('takes time in proportion to a megabyte of %j', (bit) => {
    const text = bit.repeat(Math.ceil(1_000_000 / bit.length))
    read(text.slice(0, 10_000))
    expect(millisecondsFor(read, text)).toBeLessThan(2000)
  })
})

test('tags are dropped, and what only looks like one stays', () => {
  const plain = (text: string) => withoutTags(text, ['[', ']'], (inside) => /^\/?[a-z*]+(=|$)/i.test(inside))
  expect(plain('[b]bold[/b] [url=https://x.test/[1]]link[/url] [1] [not a tag] [*]item')).toBe(
    'bold ]link [1] [not a tag] item',
  )
  expect(plain('[b=[b=[b=')).toBe('[b=[b=[b=')
  expect(plain('[[b]x')).toBe('[x')
})

test('long texts that differ behind their start stay different', () => {
  const start = 'x'.repeat(600)
  expect(normalise(`${start} A`)).not.toBe(normalise(`${start} B`))
  expect(normalise('Größe  (cm)')).toBe(normalise('größe(CM)'))
})
