import { describe, expect, test } from 'vitest'
import { conversions } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  administrator,
  letTimePass,
  newest,
  openCard,
  openPortal,
  reader,
  salesperson,
  theDatabase,
  useApp,
} from './door.ts'
import { openMainPage } from './main-page.ts'

useApp()

/** Somebody makes an invoice from a new deal. */
async function makeInvoice(portal: Simulator, userId: number, title: string): Promise<string> {
  const deal = portal.add('deal', { title, assignedById: userId })
  return (await (await openCard(portal, userId, 'deal', deal.id)).convert(['invoice'])).requestId
}

const titles = ({ entries }: { entries: { source: { title: string } }[] }): string[] =>
  entries.map(({ source }) => source.title)

describe('the history on the main page', () => {
  test('tells an administrator of everybody: who, from what, what was made, how it ended', async () => {
    const portal = await openPortal()
    await makeInvoice(portal, salesperson, 'Roof')
    await makeInvoice(portal, administrator, 'Cellar')
    const page = await openMainPage(portal, administrator)
    portal.requests.length = 0
    const history = await page.history()
    expect(history.isAdmin).toBe(true)
    expect(titles(history)).toEqual(['Cellar', 'Roof'])
    const [, roof] = history.entries
    const { name, lastName } = portal.state.users.get(salesperson)!
    const invoice = roof!.conversion.created[0]!
    expect(roof).toMatchObject({
      person: { id: salesperson, name: `${name} ${lastName}` },
      source: { type: 'deal', path: expect.stringMatching(/^\/crm\/deal\/details\/\d+\/$/) },
      targets: ['invoice'],
      conversion: { outcome: 'done', created: [{ type: 'invoice', path: `/crm/type/31/details/${invoice.id}/` }] },
    })
    expect(portal.state.items.invoice.has(invoice.id)).toBe(true)
    expect(portal.requests).toHaveLength(1)
    expect(JSON.stringify(history)).not.toContain('fingerprint')
  })

  test('tells everybody else of themselves alone, whatever they ask for', async () => {
    const portal = await openPortal()
    await makeInvoice(portal, salesperson, 'Roof')
    await makeInvoice(portal, administrator, 'Cellar')
    const page = await openMainPage(portal, salesperson)
    const history = await page.history()
    expect(history.isAdmin).toBe(false)
    expect(titles(history)).toEqual(['Roof'])
    expect(titles(await page.history({ user: salesperson }))).toEqual(['Roof'])
    const refused = await page.get(`/api/history?user=${administrator}`)
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'admin_required' } }])
    expect(await page.table()).not.toContain('Cellar')
    expect((await page.get(`/api/history.csv?user=${administrator}`)).status).toBe(403)
    expect(titles(await (await openMainPage(portal, reader)).history())).toEqual([])
  })

  test('can be narrowed by person, by what became what, by outcome and by time', async () => {
    const portal = await openPortal()
    await makeInvoice(portal, salesperson, 'Roof')
    const lead = portal.add('lead', { title: 'Garden', lastName: 'Müller', assignedById: administrator })
    const page = await openCard(portal, administrator, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact'])
    await page.undo(requestId)
    const main = await openMainPage(portal, administrator)
    const shown = async (query: Parameters<typeof main.history>[0]): Promise<string[]> =>
      titles(await main.history(query))
    expect(await shown({ user: salesperson })).toEqual(['Roof'])
    expect(await shown({ source: 'lead', target: 'contact' })).toEqual(['Garden'])
    expect(await shown({ source: 'lead', target: 'company' })).toEqual([])
    expect(await shown({ outcome: 'undone' })).toEqual(['Garden'])
    expect(await shown({ outcome: 'done' })).toEqual(['Roof'])
    const soon = new Date(Date.now() + 60_000).toISOString()
    expect(await shown({ from: soon })).toEqual([])
    expect(await shown({ until: soon })).toEqual(['Garden', 'Roof'])
    expect((await main.get('/api/history?outcome=lost')).status).toBe(400)
    expect((await main.get('/api/history?after=yesterday')).status).toBe(400)
  })

  test('comes in pages that miss nothing and repeat nothing, also when all began at the same moment', async () => {
    const portal = await openPortal()
    await makeInvoice(portal, salesperson, 'Roof')
    const { orm } = theDatabase()
    const row = (await orm.select().from(conversions)).find(({ memberId }) => memberId === portal.state.memberId)!
    await orm.insert(conversions).values(
      Array.from({ length: 59 }, (_, index) => {
        const requestId = crypto.randomUUID()
        return { ...row, requestId, sourceId: 10_000 + index, conversion: { ...row.conversion, requestId } }
      }),
    )
    const page = await openMainPage(portal, administrator)
    const seen: string[] = []
    const sizes: number[] = []
    for (let after: string | null | undefined; after !== null;) {
      const { entries, next } = await page.history(after ? { after: after as `${string}~${string}` } : {})
      seen.push(...entries.map(({ conversion }) => conversion.requestId))
      sizes.push(entries.length)
      after = next
    }
    expect(sizes).toEqual([25, 25, 10])
    expect(new Set(seen).size).toBe(60)
  })

  test('shows a conversion whose process died as uncertain, and lets it be finished from there', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    portal.faults.dropAnswer('crm.item.add')
    await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
    await letTimePass()
    const page = await openMainPage(portal, administrator)
    const [entry] = (await page.history({ outcome: 'unknown' })).entries
    const answer = await page.post(`/api/conversions/${entry!.conversion.requestId}/resume`)
    expect(await answer.json()).toMatchObject({ outcome: 'done' })
    expect(titles(await page.history({ outcome: 'done' }))).toEqual(['Roof'])
  })

  test('lets a conversion be undone, and a half one be kept', async () => {
    const portal = await openPortal()
    const requestId = await makeInvoice(portal, salesperson, 'Roof')
    const invoice = newest(portal, 'invoice')
    const page = await openMainPage(portal, salesperson)
    expect(await (await page.post(`/api/conversions/${requestId}/undo`)).json()).toMatchObject({ outcome: 'undone' })
    expect(portal.state.items.invoice.has(invoice.id)).toBe(false)

    const lead = portal.add('lead', { title: 'Garden', lastName: 'Müller', assignedById: salesperson })
    portal.state.users.get(salesperson)!.rights.deal.add = 'none'
    const half = await (await openCard(portal, salesperson, 'lead', lead.id)).convert(['deal', 'contact'])
    expect(half.outcome).toBe('partial')
    await page.post(`/api/conversions/${half.requestId}/keep`)
    expect((await page.history({ outcome: 'partial' })).entries).toMatchObject([{ kept: true }])
  })
})

describe('the history as a table', () => {
  test('holds what the page shows, in the language and the time of the person', async () => {
    const portal = await openPortal()
    await makeInvoice(portal, salesperson, 'Dach; "groß"')
    const invoice = newest(portal, 'invoice')
    const { orm } = theDatabase()
    await orm.update(conversions).set({ startedAt: new Date('2026-07-01T22:30:00Z') })
    const { name, lastName } = portal.state.users.get(salesperson)!
    const german = await (await openMainPage(portal, administrator)).table({ timeZone: 'Europe/Berlin' })
    const [heading, line, end] = german.split('\r\n')
    expect(heading).toBe('\ufeff"Zeitpunkt";"Person";"Art der Quelle";"Titel";"Link";"Erstellt";"Links";"Ergebnis"')
    expect(line).toContain(`"2026-07-02 00:30:00";"${name} ${lastName}";"Auftrag";"Dach; ""groß""";"https://`)
    expect(line).toContain(`/crm/type/31/details/${invoice.id}/";"erstellt"`)
    expect(end).toBe('')
    const english = await (await openMainPage(portal, administrator, 'en')).table()
    expect(english).toContain('"2026-07-01 22:30:00","')
    expect(english).toContain('","Deal","')
  })

  test.each(['=HYPERLINK("http://evil.example")', '+49 30 1', '-2+3', '@SUM(A1)', ' =1+1', '＝1+1'])(
    'never hands a formula to a table calculation: %s',
    async (title) => {
      const portal = await openPortal()
      await makeInvoice(portal, salesperson, title)
      const table = await (await openMainPage(portal, administrator)).table()
      // The sign that tells text stands right before the formula, behind blanks.
      const told = title.replace(/^\s*/, (blanks) => `${blanks}'`)
      expect(table).toContain(`;"${told.replaceAll('"', '""')}";`)
      expect(table).not.toMatch(/(^|[;\n])"?\s*[=+\-@＝]/)
    },
  )

  test('is whole when it is long', async () => {
    const portal = await openPortal()
    await makeInvoice(portal, salesperson, 'Roof')
    const { orm } = theDatabase()
    const row = (await orm.select().from(conversions)).find(({ memberId }) => memberId === portal.state.memberId)!
    await orm.insert(conversions).values(
      Array.from({ length: 1200 }, (_, index) => ({
        ...row,
        requestId: crypto.randomUUID(),
        sourceId: 10_000 + index,
        userId: index === 900 ? reader : row.userId,
      })),
    )
    const table = await (await openMainPage(portal, administrator)).table()
    expect(table.trimEnd().split('\r\n')).toHaveLength(1202)
    expect(table).toContain(portal.state.users.get(reader)!.lastName)
  })
})

test('no portal sees or moves anything of another, at any door', async () => {
  const other = await openPortal({
    origin: 'https://other.bitrix24.test',
    // Each simulated auth server knows the tokens of its own portal alone.
    authOrigin: 'https://oauth.bitrix24.tech',
  })
  await makeInvoice(other, administrator, 'Cellar')
  const page = await openMainPage(other, administrator)
  const portal = await openPortal()
  const requestId = await makeInvoice(portal, salesperson, 'Roof')
  const before = portal.state.items.invoice.size
  portal.requests.length = 0

  expect(titles(await page.history())).toEqual(['Cellar'])
  expect(await page.table()).not.toContain('Roof')
  expect((await page.get(`/api/conversions/${requestId}`)).status).toBe(404)
  for (const verb of ['resume', 'undo', 'keep']) {
    const answer = await page.post(`/api/conversions/${requestId}/${verb}`)
    expect([verb, answer.status, await answer.json()]).toMatchObject([
      verb,
      404,
      { error: { code: 'conversion_not_found' } },
    ])
  }
  expect(portal.requests).toEqual([])
  expect(portal.state.items.invoice.size).toBe(before)
  const { entries } = await (await openMainPage(portal, administrator)).history()
  expect(entries).toMatchObject([{ kept: false, source: { title: 'Roof' }, conversion: { outcome: 'done' } }])
})
