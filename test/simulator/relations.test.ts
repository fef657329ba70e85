import { describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { max } = openPortal(simulator)
const { add, update } = itemCalls(max)

describe('relations', () => {
  test('show on both sides, in History and among the dependencies', async () => {
    const lead = await add(1, { title: 'Anfrage' })
    const company = await add(4, { title: 'Firma', leadId: lead.id })
    const contact = await add(3, { lastName: 'Weber', companyIds: [company.id] })
    const deal = await add(2, { title: 'Auftrag', leadId: lead.id, companyId: company.id, contactIds: [contact.id] })
    const quote = await add(7, { title: 'Angebot', dealId: deal.id })
    const invoice = await add(31, { title: 'Rechnung', parentId2: deal.id, parentId7: quote.id })
    const seen = (type: 'lead' | 'deal') => simulator.dependencies(type, type === 'lead' ? lead.id : deal.id)
    expect(seen('lead')).toEqual([
      { type: 'deal', id: deal.id, title: 'Auftrag', role: 'child' },
      { type: 'company', id: company.id, title: 'Firma', role: 'child' },
    ])
    expect(seen('deal')).toMatchObject([
      { type: 'lead', role: 'parent' },
      { type: 'company', role: 'parent' },
      { type: 'contact', title: 'Weber', role: 'parent' },
      { type: 'quote', role: 'child' },
      { type: 'invoice', id: invoice.id, role: 'child' },
    ])
    const links = simulator.state.history.filter(
      ({ kind, owner }) => kind === 'linked' && owner.type === 'lead' && owner.id === lead.id,
    )
    expect(links.map(({ other }) => other)).toEqual([
      { type: 'company', id: company.id },
      { type: 'deal', id: deal.id },
    ])
    expect(simulator.state.timeline.findLast(({ owner }) => owner.type === 'deal')).toMatchObject({
      kind: 'created',
      basedOn: { type: 'lead', id: lead.id },
    })
    const { body } = await max('crm.item.get', { entityTypeId: 4, id: company.id })
    expect(body.result).toMatchObject({ item: { contactIds: [contact.id] } })
  })

  test('a second parent replaces the first, an empty one unlinks, a deleted record leaves no link', async () => {
    const [one, two] = [await add(2, {}), await add(2, {})]
    const { id } = await add(31, { parentId2: one.id })
    await update(31, id, { parentId2: two.id })
    expect(simulator.dependencies('deal', one.id)).toEqual([])
    expect(simulator.state.history.at(-1)).toMatchObject({ kind: 'unlinked', owner: { type: 'deal', id: one.id } })
    await max('crm.item.delete', { entityTypeId: 2, id: two.id })
    expect((await max('crm.item.get', { entityTypeId: 31, id })).body.result).toMatchObject({
      item: { parentId2: null },
    })
  })

  test('a parent of an unrelated type is ignored', async () => {
    const lead = await add(1, {})
    expect(await add(31, { parentId1: lead.id, leadId: lead.id })).not.toHaveProperty('parentId1')
    expect(simulator.dependencies('lead', lead.id)).toEqual([])
  })
})
