import fc from 'fast-check'
import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { renderBbCode } from './bb-code.ts'

const { document } = new Window()

/** What an attack on the parser is made of. */
const pieces = [
  '[b] [/b] [i] [/i] [p] [/p] [user=1] [/user] [quote] [/quote] [code] [/code] [list] [*] [/list]',
  '[url] [/url] [url=/crm/deal/details/1/] [url=javascript:x] [url=//a.test] [url=/x"onclick="y] https://a.test/',
  '<script> </p> &#91; &lt; " \' > = [b ] [url= text',
]
  .join(' ')
  .split(' ')
  .concat('\n')

function render(text: string): HTMLElement {
  const place = document.createElement('div')
  place.innerHTML = renderBbCode(text).markup
  return place as unknown as HTMLElement
}

describe('a comment in BB code', () => {
  it.each([
    ['plain', 'plain'],
    ['[b]bold[/b] and [I]italic[/I]', '<strong>bold</strong> and <em>italic</em>'],
    ['[URL=/crm/deal/details/7/]Deal[/URL]', '<a href="/crm/deal/details/7/">Deal</a>'],
    ['[url]/crm/deal/details/7/[/url]', '<a href="/crm/deal/details/7/">/crm/deal/details/7/</a>'],
    ['[url=/a/][b]x[/b][/url]', '<a href="/a/"><strong>x</strong></a>'],
    ['[user=2]Max[/user]', '<a href="/company/personal/user/2/">Max</a>'],
    ['one\ntwo', 'one<br>two'],
    ['[code][b]x[/b][/code]', '<pre>[b]x[/b]</pre>'],
    ['[list][*]a[*]b[/list]', '<span class="bb-list"><br>• a<br>• b</span>'],
  ])('%s is shown as markup', (text, markup) => {
    expect(renderBbCode(text).markup).toBe(markup)
  })

  it.each([
    ['[b]nobody closes this', '[b]nobody closes this'],
    ['[/b]nobody opened this', '[/b]nobody opened this'],
    ['[b][i]wrong[/b] order[/i]', '<strong>[i]wrong</strong> order[/i]'],
    ['[unknown]x[/unknown]', '[unknown]x[/unknown]'],
    ['&#91;b&#93;no tag&#91;/b&#93;', '&#91;b&#93;no tag&#91;/b&#93;'],
    ['[constructor]x[/constructor]', '[constructor]x[/constructor]'],
  ])('%s stays text', (text, markup) => {
    expect(renderBbCode(text).markup).toBe(markup)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil.test/',
    '/\\evil.test/',
    'vbscript:x',
    'relative/path',
    '',
  ])('never links to %s', (address) => {
    expect(render(`[url=${address}]click[/url]`).querySelector('a')).toBeNull()
  })

  it('shows HTML as the text it is', () => {
    const text = '<img src=x onerror=alert(1)> & "quotes"'
    expect(render(text).textContent).toBe(text)
    expect(render(text).children).toHaveLength(0)
  })

  it('does not let an argument leave its attribute', () => {
    const link = render('[url=/a/" onmouseover="alert(1)]x[/url]').querySelector('a')
    expect(link?.getAttributeNames()).toEqual(['href'])
  })

  it('makes only its own elements and attributes, whatever is written', () => {
    const piece = fc.constantFrom(...pieces)
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (chosen) => {
        for (const element of render(chosen.join('')).querySelectorAll('*')) {
          expect(['STRONG', 'EM', 'U', 'S', 'P', 'BLOCKQUOTE', 'PRE', 'SPAN', 'A', 'BR']).toContain(element.tagName)
          for (const name of element.getAttributeNames()) expect(['href', 'target', 'rel', 'class']).toContain(name)
          const href = element.getAttribute('href')
          if (href !== null) expect(href).toMatch(/^(\/(?![/\\])|https?:\/\/|mailto:|tel:)/i)
        }
      }),
    )
  })

  it('loses no text that is no tag', () => {
    const noBrackets = fc.string().filter((text) => !/[[\]]|\r|\n/.test(text) && !/&#9[13];/.test(text))
    fc.assert(
      fc.property(noBrackets, (text) => {
        expect(renderBbCode(text).markup.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => back[entity]!)).toBe(text)
      }),
    )
  })
})

const back: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
