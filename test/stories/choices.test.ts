import { describe, expect, test } from 'vitest'
import { conversions } from '../../server/storage/schema.ts'
import {
  administrator,
  countRecords,
  newest,
  openCard,
  openPortal,
  reader,
  salesperson,
  theDatabase,
  useApp,
} from './door.ts'

useApp()

describe('the responsible person', () => {
  test('is the one of the source', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: reader })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.preview.source.responsible).toMatchObject({ id: reader })
    await page.convert(['quote'])
    expect(newest(portal, 'quote').values.assignedById).toBe(reader)
  })

  test('may be somebody else', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: reader })
    await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['quote'], { responsibleId: salesperson })
    expect(newest(portal, 'quote').values.assignedById).toBe(salesperson)
  })
})

describe('the last choice', () => {
  test('is offered first the next time, to this person and for this type of source', async () => {
    const portal = await openPortal()
    const add = (title: string) => portal.add('lead', { title, lastName: 'Müller', assignedById: salesperson })
    const first = await openCard(portal, salesperson, 'lead', add('First').id)
    expect(first.preview.remembered).toBeNull()
    const [pipeline] = first.target('deal').pipelines
    await first.convert(['deal'], { pipelines: { deal: pipeline!.id } })
    const second = await openCard(portal, salesperson, 'lead', add('Second').id)
    expect(second.preview.remembered).toEqual({ targets: ['deal'], pipelines: { deal: pipeline!.id } })
    const quote = portal.add('quote', { title: 'Offer', assignedById: salesperson })
    expect((await openCard(portal, salesperson, 'quote', quote.id)).preview.remembered).toBeNull()
  })

  test('is nobody else’s, and what an earlier version kept in another way harms nobody', async () => {
    const portal = await openPortal()
    const add = (title: string) => portal.add('lead', { title, lastName: 'Müller', assignedById: salesperson })
    await (await openCard(portal, salesperson, 'lead', add('First').id)).convert(['deal'])
    const second = add('Second')
    expect((await openCard(portal, administrator, 'lead', second.id)).preview.remembered).toBeNull()
    await theDatabase().orm.update(conversions).set({ remember: '{"lead":{"targets":["<script>"]}}' })
    expect((await openCard(portal, salesperson, 'lead', second.id)).preview.remembered).toBeNull()
  })
})

describe('a contact or company that this lead already has', () => {
  test('is linked and not made again', async () => {
    const portal = await openPortal()
    const lead = portal.add('lead', {
      title: 'Roof',
      lastName: 'Müller',
      companyTitle: 'Müller GmbH',
      assignedById: salesperson,
    })
    const company = portal.add('company', { title: 'Müller GmbH', leadId: lead.id })
    const before = countRecords(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    expect(page.target('company').reuse).toMatchObject({ id: company.id, title: 'Müller GmbH' })
    const conversion = await page.convert(['deal', 'contact', 'company'])
    expect(conversion).toMatchObject({
      outcome: 'done',
      differences: [],
      reused: [{ type: 'company', id: company.id }],
    })
    expect(conversion.created.map(({ type }) => type)).toEqual(['contact', 'deal'])
    expect(countRecords(portal)).toEqual({ ...before, deal: before.deal + 1, contact: before.contact + 1 })
    expect(newest(portal, 'deal').values.companyId).toBe(company.id)
    expect(newest(portal, 'contact').values.companyIds).toEqual([company.id])
    expect(lead.values).toMatchObject({ stageId: 'CONVERTED', companyId: company.id })
  })

  test('closes the lead even when nothing new is made', async () => {
    const portal = await openPortal()
    const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: salesperson })
    const contact = portal.add('contact', { lastName: 'Müller', leadId: lead.id })
    const conversion = await (await openCard(portal, salesperson, 'lead', lead.id)).convert(['contact'])
    expect(conversion).toMatchObject({ outcome: 'done', created: [], open: { type: 'contact', id: contact.id } })
    expect(lead.values).toMatchObject({ stageId: 'CONVERTED', contactIds: [contact.id] })
  })
})
