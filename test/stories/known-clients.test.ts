import { expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValues, Item } from '../simulator/state.ts'
import { administrator, countRecords, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const phone = (value: string) => ({ typeId: 'PHONE', valueType: 'WORK', value })
const email = (value: string) => ({ typeId: 'EMAIL', valueType: 'WORK', value })

function addLead(portal: Simulator, more: FieldValues = {}): Item {
  return portal.add('lead', {
    title: 'New roof',
    name: 'Eva',
    lastName: 'Müller',
    post: 'Owner',
    birthdate: '1980-02-03',
    utmSource: 'newsletter',
    assignedById: salesperson,
    fm: [phone('+49 30 1234567'), email('Eva@Mueller.example')],
    ...more,
  })
}

/** Somebody who is in the portal already, looked after by the administrator. */
function addContact(portal: Simulator, more: FieldValues = {}): Item {
  return portal.add('contact', { name: 'Eva', lastName: 'Müller-Schulz', assignedById: administrator, ...more })
}

const methodsOf = (portal: Simulator): string[] => portal.requests.map(({ method }) => method)
const phonesOf = (item: Item): string[] => item.fm.map(({ value }) => value)

test('a contact with the phone of the lead is offered with who is in charge, and linked instead of made again', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { fm: [phone('0049 (30) 12345-67')] })
  const lead = addLead(portal)
  const before = countRecords(portal)
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  const [known] = page.target('contact').known
  expect(known).toMatchObject({
    id: contact.id,
    title: 'Eva Müller-Schulz',
    path: `/crm/contact/details/${contact.id}/`,
    reachedBy: ['0049 (30) 12345-67'],
    responsible: 'Anna Weiß',
  })
  expect(known!.lastActivity).toBeTruthy()
  expect(page.target('company').known).toEqual([])

  const conversion = await page.convert(['deal', 'contact'], { useExisting: { contact: contact.id } })
  expect(conversion).toMatchObject({ outcome: 'done', reused: [{ type: 'contact', id: contact.id }] })
  expect(countRecords(portal)).toEqual({ ...before, deal: before.deal + 1 })
  expect(newest(portal, 'deal').values.contactIds).toEqual([contact.id])
  expect(lead.values).toMatchObject({ stageId: 'CONVERTED', contactIds: [contact.id] })
  expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch'])
})

test('linking fills only what is empty, as it was announced, and never touches the owner or where the client came from', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { post: 'Manager', fm: [phone('+49 30 1234567'), phone('+49 171 1')] })
  const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
  const { transfers, leftBehind } = page.target('contact').known[0]!
  expect(transfers.map(({ field }) => field).sort()).toEqual(['birthdate', 'fm'])
  const reasons = Object.fromEntries(leftBehind.map(({ field, reason }) => [field, reason.code]))
  expect(reasons).toMatchObject({
    name: 'client_has_same',
    lastName: 'client_has_value',
    post: 'client_has_value',
    assignedById: 'client_keeps_own',
    utmSource: 'client_keeps_own',
    fm: 'client_has_same',
  })

  const conversion = await page.convert(['contact'], { useExisting: { contact: contact.id } })
  expect(conversion.steps).toContainEqual({ name: 'completeClient', target: 'contact', state: 'done', refusal: null })
  expect(contact.values).toMatchObject({
    name: 'Eva',
    lastName: 'Müller-Schulz',
    post: 'Manager',
    birthdate: expect.stringMatching(/^1980-02-03/) as string,
    assignedById: administrator,
    utmSource: null,
    leadId: null,
  })
  expect(phonesOf(contact)).toEqual(['+49 30 1234567', '+49 171 1', 'Eva@Mueller.example'])
})

test('an e-mail in another spelling finds a company; the new contact belongs to it', async () => {
  const portal = await openPortal()
  const company = portal.add('company', { title: 'Müller GmbH', fm: [email('EVA@mueller.EXAMPLE')] })
  const page = await openCard(portal, salesperson, 'lead', addLead(portal, { companyTitle: 'Mueller' }).id)
  expect(page.target('company').known.map(({ title }) => title)).toEqual(['Müller GmbH'])
  expect(page.target('contact').known).toEqual([])
  const conversion = await page.convert(['deal', 'contact', 'company'], { useExisting: { company: company.id } })
  expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
  expect(newest(portal, 'contact').values.companyIds).toEqual([company.id])
  expect(newest(portal, 'deal').values.companyId).toBe(company.id)
  expect(company.values.title).toBe('Müller GmbH')
})

test('a known contact without a company gets the one made in the same conversion', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { fm: [phone('+49301234567')] })
  const page = await openCard(portal, salesperson, 'lead', addLead(portal, { companyTitle: 'Müller GmbH' }).id)
  await page.convert(['contact', 'company'], { useExisting: { contact: contact.id } })
  expect(contact.values.companyIds).toEqual([newest(portal, 'company').id])
})

test('who matches twice comes first; making a new one stays possible', async () => {
  const portal = await openPortal()
  addContact(portal, { lastName: 'Phone only', fm: [phone('+49301234567')] })
  const both = addContact(portal, { lastName: 'Both', fm: [phone('+49301234567'), email('eva@mueller.example')] })
  addContact(portal, { lastName: 'Mail only', fm: [email('eva@mueller.example')] })
  const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
  const { known } = page.target('contact')
  expect(known).toHaveLength(3)
  expect(known[0]!.id).toBe(both.id)
  const before = countRecords(portal)
  await page.convert(['contact'])
  expect(countRecords(portal).contact).toBe(before.contact + 1)
})

test('more matches than the portal tells and more entries than are looked up are said', async () => {
  const portal = await openPortal()
  for (let count = 0; count < 21; count++) addContact(portal, { fm: [phone('+49301234567')] })
  const many = ['1', '2', '3', '4'].map((digit) => phone(`+49 40 000000${digit}`))
  const page = await openCard(portal, salesperson, 'lead', addLead(portal, { fm: [phone('+49301234567'), ...many] }).id)
  expect(page.target('contact').known).toHaveLength(5)
  const codes = page.target('contact').knownNotices.map(({ code }) => code)
  expect(codes.sort()).toEqual(['known_cut_off', 'known_values_cut_off'])
  expect(methodsOf(portal)).toEqual(['batch'])
})

test('a client the person may not see is neither shown nor linked, but said', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { fm: [phone('+49301234567')] })
  portal.state.users.get(salesperson)!.rights.contact = { read: 'own', add: 'all', update: 'own', delete: 'none' }
  const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
  expect(page.target('contact')).toMatchObject({ known: [], knownNotices: [{ code: 'known_unreadable' }] })
  const refused = await page.refuse(['contact'], { useExisting: { contact: contact.id } })
  expect(refused.code).toBe('target_not_offered')
})

test('a search the portal refuses is said, and nothing else changes', async () => {
  const portal = await openPortal()
  addContact(portal, { fm: [phone('+49301234567')] })
  portal.faults.refuse('crm.duplicate.findbycomm', { error: 'ACCESS_DENIED', description: 'Access denied' })
  const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
  expect(page.target('contact')).toMatchObject({ known: [], knownNotices: [{ code: 'known_not_looked_up' }] })
  expect(await page.convert(['contact'])).toMatchObject({ outcome: 'done' })
})

test('a client the person may not change is linked all the same, and that nothing was filled in is told', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { fm: [phone('+49301234567')] })
  portal.state.users.get(salesperson)!.rights.contact = { read: 'all', add: 'all', update: 'own', delete: 'none' }
  const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
  const conversion = await page.convert(['deal', 'contact'], { useExisting: { contact: contact.id } })
  expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
  expect(conversion.steps).toContainEqual(
    expect.objectContaining({
      name: 'completeClient',
      state: 'failed',
      refusal: expect.objectContaining({ code: 'ACCESS_DENIED' }) as unknown,
    }),
  )
  expect(newest(portal, 'deal').values.contactIds).toEqual([contact.id])
  expect(contact.values.post ?? '').toBe('')
})

test('a client somebody changed after it was shown is linked and left as it is', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { fm: [phone('+49301234567')] })
  const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
  Object.assign(contact.values, { post: 'Director', updatedTime: '2099-01-01T00:00:00+00:00' })
  const conversion = await page.convert(['contact'], { useExisting: { contact: contact.id } })
  expect(conversion.outcome).toBe('done')
  expect(conversion.steps).toContainEqual(
    expect.objectContaining({
      name: 'completeClient',
      state: 'failed',
      refusal: expect.objectContaining({ code: 'CLIENT_CHANGED' }) as unknown,
    }),
  )
  expect(contact.values.post).toBe('Director')
  expect(phonesOf(contact)).toEqual(['+49301234567'])
})

test('a value that a batch would take for a reference reaches the client as it was typed', async () => {
  const portal = await openPortal()
  const contact = addContact(portal, { fm: [phone('+49301234567')] })
  const post = 'Head of $result[item][item][id]'
  const page = await openCard(portal, salesperson, 'lead', addLead(portal, { post }).id)
  const conversion = await page.convert(['contact'], { useExisting: { contact: contact.id } })
  expect(conversion.outcome).toBe('done')
  expect(contact.values.post).toBe(post)
})

test('a phone that looks like a reference finds nobody and breaks nothing', async () => {
  const portal = await openPortal()
  const fm = [phone('$result[item][item][id]'), { typeId: 'WEB', valueType: 'WORK', value: 'https://x.example' }]
  const page = await openCard(portal, salesperson, 'lead', addLead(portal, { fm }).id)
  expect(page.target('contact').known).toEqual([])
})

test('a returning customer’s lead and a lead that has its contact already are offered nobody', async () => {
  const portal = await openPortal()
  addContact(portal, { fm: [phone('+49301234567')] })
  const lead = addLead(portal)
  await (await openCard(portal, salesperson, 'lead', lead.id)).convert(['contact'])
  const again = await openCard(portal, salesperson, 'lead', lead.id)
  expect(again.target('contact').known).toEqual([])
})
