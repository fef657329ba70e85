import { expect, test } from 'vitest'
import { commentsOn, countRecords, openCard, openPortal, reader, salesperson, useApp } from './door.ts'

useApp()

test('a target the person may not even see is shown with its reason and cannot be chosen', async () => {
  const portal = await openPortal()
  portal.state.users.get(salesperson)!.rights.invoice = { read: 'none', add: 'none', update: 'none', delete: 'none' }
  const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(page.target('invoice').refusal).toEqual({ code: 'type_denied' })
  expect(page.target('quote').refusal).toBeNull()
  expect(await page.refuse(['invoice'])).toMatchObject({ code: 'target_not_offered' })
})

test('a record the person may not create is refused by the portal: nothing is written, the lead stays open', async () => {
  const portal = await openPortal()
  const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: reader })
  const before = countRecords(portal)
  portal.state.users.get(reader)!.rights.lead = { read: 'all', add: 'all', update: 'all', delete: 'none' }
  const page = await openCard(portal, reader, 'lead', lead.id)
  const conversion = await page.convert(['deal'])
  expect(conversion.outcome).toBe('refused')
  expect(conversion.steps[0]).toMatchObject({ name: 'create', target: 'deal', state: 'failed' })
  expect(conversion.steps[0]!.refusal!.code).toMatch(/ACCESS_DENIED$/)
  expect(countRecords(portal)).toEqual(before)
  expect(lead.values.stageId).not.toBe('CONVERTED')
  expect(commentsOn(portal, 'lead', lead.id)).toEqual([])
})

test('a refusal in the middle tells what was done and what was not, and the lead stays open', async () => {
  const portal = await openPortal()
  const lead = portal.add('lead', {
    title: 'Roof',
    lastName: 'Müller',
    companyTitle: 'Müller GmbH',
    assignedById: salesperson,
  })
  portal.state.users.get(salesperson)!.rights.deal.add = 'none'
  const conversion = await (
    await openCard(portal, salesperson, 'lead', lead.id)
  ).convert(['deal', 'contact', 'company'])
  expect(conversion.outcome).toBe('partial')
  expect(conversion.steps.map(({ name, target, state }) => [name, target, state])).toEqual([
    ['create', 'company', 'done'],
    ['create', 'contact', 'done'],
    ['create', 'deal', 'failed'],
    ['closeSource', null, 'notTried'],
    ['comment', null, 'done'],
    ['check', null, 'done'],
  ])
  expect(conversion.created.map(({ type }) => type)).toEqual(['company', 'contact'])
  expect(lead.values.stageId).not.toBe('CONVERTED')
})

test('a source the person may not edit is refused before anything is written', async () => {
  const portal = await openPortal()
  const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
  const before = countRecords(portal)
  const page = await openCard(portal, reader, 'deal', deal.id)
  expect(page.first).toMatchObject({ error: { code: 'source_not_editable' } })
  expect(countRecords(portal)).toEqual(before)
})

test('a right that was taken away after looking stops the conversion before anything is written', async () => {
  const portal = await openPortal()
  const lead = portal.add('lead', { title: 'Roof', assignedById: salesperson })
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  const before = countRecords(portal)
  portal.state.users.get(salesperson)!.rights.lead.update = 'none'
  expect(await page.refuse(['contact'])).toMatchObject({ code: 'source_not_editable' })
  expect(countRecords(portal)).toEqual(before)
})

test('a source the person may not read is told like one that does not exist', async () => {
  const portal = await openPortal()
  portal.state.users.get(reader)!.rights.deal.read = 'own'
  const deal = portal.add('deal', { title: 'Secret', assignedById: salesperson })
  const page = await openCard(portal, reader, 'deal', deal.id)
  expect(page.first).toMatchObject({ error: { code: 'record_not_found' } })
  expect(JSON.stringify(page.first)).not.toContain('Secret')
})
