import { describe, expect, test } from 'vitest'
import type { StandardTypeName } from '../../server/conversion/record-types.ts'
import type { schemes } from '../../server/conversion/schemes.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { commentsOn, countRecords, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

type Source = keyof typeof schemes

const conversions: [Source, StandardTypeName[]][] = [
  ['lead', ['deal', 'contact', 'company']],
  ['lead', ['deal', 'contact']],
  ['lead', ['deal', 'company']],
  ['lead', ['deal']],
  ['lead', ['contact', 'company']],
  ['lead', ['contact']],
  ['lead', ['company']],
  ['deal', ['quote']],
  ['deal', ['invoice']],
  ['quote', ['deal']],
  ['quote', ['invoice']],
]

const rows = [
  {
    productName: 'Roof tile',
    price: 12.34,
    quantity: 100,
    taxRate: 19,
    taxIncluded: 'Y' as const,
    measureCode: 796,
    measureName: 'pcs',
  },
  { productName: 'Labour', price: 55.5, quantity: 7.5, discountTypeId: 2 as const, discountRate: 10 },
]

/** A source of each type with clients, rows and the fields the rules speak of. */
function addSource(portal: Simulator, type: Source): Item {
  const client = portal.add('company', { title: 'Müller GmbH' })
  const person = portal.add('contact', { name: 'Eva', lastName: 'Müller' })
  const common = {
    title: 'New roof',
    currencyId: 'EUR',
    comments: 'Call after five',
    opened: 'Y',
    assignedById: salesperson,
  }
  const clients = { companyId: client.id, contactIds: [person.id] }
  const own: Record<Source, Record<string, string | number | number[]>> = {
    lead: {
      name: 'Eva',
      lastName: 'Müller',
      post: 'Head of roofs',
      companyTitle: 'Müller GmbH',
      sourceId: 'CALL',
      sourceDescription: 'Trade fair',
      utmSource: 'newsletter',
    },
    deal: clients,
    quote: clients,
  }
  const source = portal.add(type, { ...common, ...own[type] })
  if (type === 'lead') source.fm.push({ id: 9001, typeId: 'PHONE', valueType: 'WORK', value: '+49 30 1234567' })
  portal.setProductRows(type, source.id, rows)
  return source
}

/** Which field of the new record points at the source, by the portal's own relations. */
const linkField: Record<string, string> = {
  'lead>deal': 'leadId',
  'lead>contact': 'leadId',
  'lead>company': 'leadId',
  'deal>quote': 'dealId',
  'deal>invoice': 'parentId2',
  'quote>deal': 'quoteId',
  'quote>invoice': 'parentId7',
}
const carriesRows: StandardTypeName[] = ['deal', 'quote', 'invoice']

describe.each(['de', 'en'] as const)('for somebody who reads %s', (language) => {
  test.each(conversions)('a %s becomes %j', async (type, targets) => {
    const portal = await openPortal()
    portal.state.users.get(salesperson)!.language = language
    const source = addSource(portal, type)
    const before = countRecords(portal)

    const page = await openCard(portal, salesperson, type, source.id)
    expect(page.start).toMatchObject({ page: 'convert', language })
    const conversion = await page.convert(targets)

    expect(conversion.outcome).toBe('done')
    expect(conversion.differences).toEqual([])
    expect(conversion.created.map((one) => one.type).sort()).toEqual([...targets].sort())
    expect(conversion.open?.type).toBe(targets.includes('deal') ? 'deal' : conversion.open?.type)
    const after = countRecords(portal)
    for (const any of Object.keys(after) as StandardTypeName[])
      expect(after[any] - before[any], any).toBe(targets.includes(any) ? 1 : 0)

    for (const target of targets) {
      const made = newest(portal, target)
      expect(made.values[linkField[`${type}>${target}`]!]).toBe(source.id)
      expect(made.values.assignedById).toBe(salesperson)
      expect(portal.dependencies(type, source.id)).toContainEqual(
        expect.objectContaining({ type: target, id: made.id }),
      )
      expect(
        portal.state.history.some(
          ({ owner, other }) => owner.type === target && owner.id === made.id && other?.id === source.id,
        ),
      ).toBe(true)
      if (carriesRows.includes(target)) expectRowsOf(source, made)
    }
    expectComment(portal, type, source, conversion.created)
  })
})

function expectRowsOf(source: Item, made: Item): void {
  const essence = ({ rows }: Item) =>
    rows.map(
      ({
        productName,
        price,
        quantity,
        discountTypeId,
        discountRate,
        discountSum,
        taxRate,
        taxIncluded,
        measureCode,
        sort,
      }) => ({
        productName,
        price,
        quantity,
        discountTypeId,
        discountRate,
        discountSum,
        taxRate,
        taxIncluded,
        measureCode,
        sort,
      }),
    )
  expect(essence(made)).toEqual(essence(source))
  expect(made.values.opportunity).toBe(source.values.opportunity)
  expect(made.values.currencyId).toBe('EUR')
}

function expectComment(
  portal: Simulator,
  type: Source,
  source: Item,
  created: { path: string; title: string }[],
): void {
  const comments = commentsOn(portal, type, source.id)
  expect(comments).toHaveLength(1)
  for (const { path, title } of created) expect(comments[0]).toContain(`[URL=${path}]${title}[/URL]`)
}

describe('a lead', () => {
  test('closes as converted and gets its new client', async () => {
    const portal = await openPortal()
    const lead = addSource(portal, 'lead')
    await (await openCard(portal, salesperson, 'lead', lead.id)).convert(['deal', 'contact', 'company'])
    const [deal, contact, company] = (['deal', 'contact', 'company'] as const).map((type) => newest(portal, type))
    expect(lead.values).toMatchObject({ stageId: 'CONVERTED', companyId: company!.id, contactIds: [contact!.id] })
    expect(deal!.values).toMatchObject({ companyId: company!.id, contactIds: [contact!.id] })
    expect(contact!.values.companyIds).toEqual([company!.id])
  })

  test('gives the contact its person and its phone, the company its name, the deal its origin', async () => {
    const portal = await openPortal()
    const lead = addSource(portal, 'lead')
    await (await openCard(portal, salesperson, 'lead', lead.id)).convert(['deal', 'contact', 'company'])
    const [deal, contact, company] = (['deal', 'contact', 'company'] as const).map((type) => newest(portal, type))
    expect(contact!.values).toMatchObject({
      name: 'Eva',
      lastName: 'Müller',
      post: 'Head of roofs',
      sourceId: 'CALL',
      utmSource: 'newsletter',
    })
    expect(company!.values).toMatchObject({
      title: 'Müller GmbH',
      comments: 'Call after five',
      utmSource: 'newsletter',
    })
    expect(deal!.values).toMatchObject({
      title: 'New roof',
      sourceId: 'CALL',
      sourceDescription: 'Trade fair',
      utmSource: 'newsletter',
    })
    for (const client of [contact!, company!])
      expect(client.fm).toEqual([
        expect.objectContaining({ typeId: 'PHONE', valueType: 'WORK', value: '+49 30 1234567' }),
      ])
  })
})

test('an amount typed by hand stays as it was typed, whatever the rows say', async () => {
  const portal = await openPortal()
  const deal = addSource(portal, 'deal')
  Object.assign(deal.values, { isManualOpportunity: 'Y', opportunity: 5000 })
  await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['quote'])
  expect(newest(portal, 'quote').values).toMatchObject({ isManualOpportunity: 'Y', opportunity: 5000 })
})

test('the comment speaks the language of the portal', async () => {
  const portal = await openPortal()
  const deal = addSource(portal, 'deal')
  await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
  expect(commentsOn(portal, 'deal', deal.id)[0]).toMatch(/Rechnung: \[URL=/)
})
