import { expect, test } from 'vitest'
import { administrator, newest, openCard, openPortal, reader, salesperson, useApp } from './door.ts'

useApp()

test('a person in charge who has left is told before, the one who converts takes over, and other fields keep them', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const on = (type: 'deal' | 'quote') =>
    portal.addUserField(type, { fieldName: 'UF_CRM_PLANNER', userTypeId: 'employee', label: 'Planner' }).fieldName
  const [planner] = [on('deal'), on('quote')]
  const deal = portal.add('deal', { title: 'Roof', assignedById: reader, [planner]: reader })
  const { name, lastName } = portal.state.users.get(reader)!
  portal.state.users.get(reader)!.active = false

  const page = await openCard(portal, salesperson, 'deal', deal.id)
  const quote = page.target('quote')
  const left = { code: 'responsible_left', details: { name: `${name} ${lastName}` } }
  expect(quote.notices).toEqual([left])
  expect(quote.responsible).toMatchObject({ id: salesperson })
  expect(quote.transfers.find(({ field }) => field === 'assignedById')).toMatchObject({
    values: [{ kind: 'text', text: quote.responsible!.name }],
    adjusted: [left],
  })
  expect((await page.convert(['quote'])).outcome).toBe('done')
  expect(newest(portal, 'quote').values).toMatchObject({ assignedById: salesperson, [planner]: reader })
})

test('and another one whom the person names comes before', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const deal = portal.add('deal', { title: 'Roof', assignedById: reader })
  portal.state.users.get(reader)!.active = false
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect((await page.convert(['quote'], { responsibleId: administrator })).outcome).toBe('done')
  expect(newest(portal, 'quote').values.assignedById).toBe(administrator)
})

test('the smart process a lead belongs to becomes the parent of its deal, and of the quote from there', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const children = [1, 2, 7].map((entityTypeId) => ({ entityTypeId, isChildrenListEnabled: 'Y' as const }))
  portal.addSmartType({ title: 'Campaign', entityTypeId: 1040, children })
  const campaign = portal.add('dynamic_1040', { title: 'Spring' })
  const lead = portal.add('lead', { title: 'Roof', parentId1040: campaign.id })

  const page = await openCard(portal, salesperson, 'lead', lead.id)
  expect(page.target('deal').leftBehind.map(({ field }) => field)).not.toContain('parentId1040')
  expect(await page.convert(['deal'])).toMatchObject({ outcome: 'done', differences: [] })
  const deal = newest(portal, 'deal')
  expect(deal.values.parentId1040).toBe(campaign.id)
  expect((await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['quote'])).outcome).toBe('done')
  expect(newest(portal, 'quote').values.parentId1040).toBe(campaign.id)
})

test('a contact with the phone of the lead and another name is offered, with a word about the name', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const fm = [{ typeId: 'PHONE', valueType: 'WORK', value: '+49 30 1234567' }]
  portal.add('contact', { name: 'Max', lastName: 'Berger', fm })
  const lead = portal.add('lead', { title: 'Roof', name: 'Eva', lastName: 'Müller', fm })
  const [known] = (await openCard(portal, salesperson, 'lead', lead.id)).target('contact').known
  expect(known).toMatchObject({ title: 'Max Berger', otherName: true })
})
