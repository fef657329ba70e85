import { describe, expect, test } from 'vitest'
import { firstSight } from '../../client/sight/first-sight.ts'
import { languages, type PreviewAnswer } from '../../server/contract.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import { sentencesOf } from '../../server/texts.ts'
import { dealPreview, leadPreview, missing, required, row, target, text } from './previews.ts'

const english = sentencesOf('en')

function sightOf(
  preview: Preview,
  more: Partial<PreviewAnswer> = {},
  wished?: Parameters<typeof firstSight>[2],
): string {
  return withoutStyles(firstSight(english, { ...preview, unfinished: [], ...more }, wished))
}

function withoutStyles(sight: string): string {
  return sight.replace(/<style>.*?<\/style>/s, '')
}

/** The words of the sight, one space between them. */
function wordsOf(sight: string): string {
  return sight
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Titles of the targets' parts. */
function partsOf(sight: string): string[] {
  return [...sight.matchAll(/<h2><i><\/i>([^<]*)<\/h2>/g)].map(([, title]) => title!)
}

function tilesOf(sight: string): string[] {
  return [...sight.matchAll(/class="tile (\w+)".*?<b>([^<]*)<\/b>/g)].map(([, state, name]) => `${name}: ${state}`)
}

describe('what is read before the app has come', () => {
  test('the record, what can be made of it, and what travels', () => {
    const transfer = { sourceField: 'F', from: 'F', to: 'F', field: 'F', values: [text('x')], adjusted: [] }
    const deal = target('deal', {
      rows: [row(0, 'Tiles')],
      total: { amount: '1000.00', currency: 'EUR', manual: false },
    })
    const preview = leadPreview({
      targets: [deal, target('contact', { transfers: [transfer, transfer] }), target('company')],
    })
    const source = {
      ...preview.source,
      title: 'Roof',
      clients: ['Weber'],
      total: { amount: '1000.00', currency: 'EUR' },
    }
    const sight = sightOf({ ...preview, source })
    expect(tilesOf(sight)).toEqual(['Deal: chosen', 'Contact: chosen', 'Company: free'])
    expect(partsOf(sight)).toEqual(['Deal', 'Contact'])
    const words = wordsOf(sight)
    expect(words).toMatch(/^Create from Lead · Roof Client Weber €1,000.00 What would you like to create\?/)
    expect(words).toContain('1 item · €1,000.00')
    expect(words).toContain('2 fields are carried over')
  })

  test('a target that is refused, with the reason', () => {
    const preview = dealPreview([target('quote', { refusal: { code: 'type_denied' } }), target('invoice')])
    const sight = sightOf(preview)
    // The only one left is chosen by itself, as in the app.
    expect(tilesOf(sight)).toEqual(['Quote: refused', 'Invoice: chosen'])
    expect(wordsOf(sight)).toContain(english.t('reason.type_denied'))
  })

  test('the choice of the last time before what the portal itself would make, and the item of the menu before both', () => {
    const preview = leadPreview({ remembered: { targets: ['company'], pipelines: {} } })
    expect(partsOf(sightOf(preview))).toEqual(['Company'])
    expect(partsOf(sightOf(preview, {}, ['contact']))).toEqual(['Contact'])
  })

  test('fields the target lacks, without a moment that only the reader’s own clock can tell', () => {
    const moment = {
      ...missing('Visit'),
      values: [{ kind: 'datetime' as const, datetime: '2026-03-01T10:00:00+01:00' }],
    }
    const deal = target('deal', { missingUserFields: [missing('Roof'), moment] })
    const words = wordsOf(sightOf(leadPreview({ preselected: ['deal'], targets: [deal] })))
    expect(words).toContain('Roof (Text) filled Visit (Text)')
    expect(words).not.toMatch(/2026|10:00/)
  })
})

describe('it ends where only the app knows how the page goes on', () => {
  const after = target('contact')

  test.each([
    ['a form of required fields', target('deal', { required: [required('Budget')] })],
    ['known clients', target('deal', { knownNotices: [{ code: 'known_not_looked_up' }] })],
  ])('at %s', (_, deal) => {
    const sight = sightOf(leadPreview({ preselected: ['deal', 'contact'], targets: [deal, after] }))
    expect(partsOf(sight)).toEqual(['Deal'])
    expect(wordsOf(sight)).not.toContain('fields')
  })

  test('at more missing fields than it shows', () => {
    const fields = Array.from({ length: 200 }, (_, place) => missing(`F${place}`))
    const deal = target('deal', { missingUserFields: fields })
    const sight = sightOf(leadPreview({ preselected: ['deal', 'contact'], targets: [deal, after] }))
    expect(partsOf(sight)).toEqual(['Deal'])
    expect(sight.length).toBeLessThan(4000)
  })

  test('at a conversion that did not come to its end', () => {
    const unfinished = [{ conversion: {}, byAnother: false, startedAt: '' }] as never
    const sight = sightOf(leadPreview(), { unfinished })
    expect(wordsOf(sight)).toBe('Create from Lead · Lead')
  })
})

describe('nothing in it but text', () => {
  const hostile = `</div><script>alert("x")</script><img src=x onerror='y'>&amp;{count}`

  test('a hostile record stays text, wherever its words stand', () => {
    const invoice = target('invoice', {
      reuse: { id: 1, title: hostile, path: '/' },
      legal: [{ what: 'requisiteId', text: hostile }],
    })
    const quote = target('quote', {
      rows: [row(0, hostile)],
      total: { amount: '1.00', currency: hostile, manual: true },
      missingUserFields: [{ ...missing(hostile), values: [text(hostile)] }],
      start: { pipeline: null, always: false, stage: hostile },
      responsible: { id: 1, name: hostile },
    })
    const smart = target('smart1032', { refusal: { code: 'made_from_such', details: { id: hostile } } })
    const preview = {
      ...dealPreview([quote, invoice, smart]),
      combine: true,
      preselected: ['quote', 'invoice'] as never,
    }
    const address = { lines: [hostile], takers: [], reason: { code: 'no_counterpart' as const } }
    const source = { ...preview.source, title: hostile, clients: [hostile], address }
    const sight = sightOf({ ...preview, source, typeNames: { smart1032: hostile } })
    const tags = new Set([...sight.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag))
    expect(tags).not.toContain('script')
    expect(tags).not.toContain('img')
    expect(sight.split('&lt;script&gt;').length).toBeGreaterThan(10)
    expect(sight.match(/<div\b/g)!.length).toBe(sight.match(/<\/div>/g)!.length)
  })

  test('nothing in it can be pressed, focused or found by an id other than its own', () => {
    const sight = sightOf(leadPreview())
    expect(sight).not.toMatch(/<(?:a|button|input|label|select|details|summary)\b|role=|tabindex|href|\son\w+=/)
    expect(sight.match(/\bid="[^"]*"/g)).toEqual(['id="sight"'])
    expect(sight).toMatch(/^<div id="sight" lang="en" aria-hidden="true">/)
  })
})

test.each(languages)('it speaks %s as the app does', (language) => {
  const texts = sentencesOf(language)
  const sight = firstSight(texts, { ...leadPreview(), unfinished: [] })
  expect(sight).toContain(`lang="${language}"`)
  for (const key of ['source.heading', 'choice.question', 'choice.several', 'type.company'] as const)
    expect(sight).toContain(texts.t(key).replaceAll("'", '&#39;'))
})
