import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { isCut } from '../../server/conversion/cut-value.ts'
import { conversions } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValues, Item } from '../simulator/state.ts'
import {
  administrator,
  countRecords,
  letTimePass,
  newest,
  openCard,
  openPortal,
  salesperson,
  theDatabase,
  useApp,
} from './door.ts'

useApp()

/** 200 kB, and no two of them alike. */
const longText = (word: string): string => `${word} `.repeat(200_000 / (word.length + 1))
const tale = longText('Dachpfanne')

function addLead(portal: Simulator, more: FieldValues = {}): Item {
  return portal.add('lead', { title: 'Roof', lastName: 'Müller', comments: tale, assignedById: salesperson, ...more })
}

async function rowOf(portal: Simulator, requestId: string) {
  const isIt = and(eq(conversions.memberId, portal.state.memberId), eq(conversions.requestId, requestId))
  const [row] = await theDatabase().orm.select().from(conversions).where(isIt)
  return row!
}

/** A person changes a record after the app has seen it. */
function change(item: Item, values: FieldValues): void {
  Object.assign(item.values, values, {
    updatedTime: new Date(Date.now() + 60_000).toISOString(),
    updatedBy: administrator,
  })
}

const contactsPhone = { fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '+49 30 1234567' }] }

describe('a text of 200 kB', () => {
  test('travels whole, while the journal keeps no more of it than its digest and its start', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId, outcome } = await page.convert(['deal'])
    expect(outcome).toBe('done')
    expect(newest(portal, 'deal').values.comments).toBe(tale)
    const { plan } = await rowOf(portal, requestId)
    const kept = plan.creations[0]!.fields.comments
    expect(isCut(kept) && kept.cut).toMatchObject({ bytes: tale.length, start: tale.slice(0, 200) })
    expect(JSON.stringify(plan).length).toBeLessThan(10_000)
  })

  test('is taken from the source again where a conversion is carried on with', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.loseRequest('crm.item.add')
    const { requestId, outcome } = await page.convert(['deal'])
    expect(outcome).toBe('unknown')
    await letTimePass()
    const resumed = await page.resume(requestId)
    expect(resumed.outcome).toBe('done')
    expect(resumed.steps.filter(({ name }) => name === 'longValues')).toEqual([])
    expect(newest(portal, 'deal').values.comments).toBe(tale)
  })

  test('that the source no longer holds is left out of what is carried on with, and told by its name', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.refuse('crm.item.add', { error: 'ACCESS_DENIED', description: 'No.', skip: 1, times: 1 })
    const { requestId, outcome, created } = await page.convert(['deal', 'contact'])
    expect([outcome, created.map(({ type }) => type)]).toEqual(['partial', ['contact']])
    change(lead, { comments: 'Written over by a person.' })
    const before = countRecords(portal)
    const resumed = await page.resume(requestId)
    expect(resumed.outcome).toBe('done')
    expect(countRecords(portal)).toEqual({ ...before, deal: before.deal + 1 })
    const deal = newest(portal, 'deal')
    expect(deal.values).toMatchObject({ title: 'Roof', leadId: lead.id })
    expect(deal.values.comments || null).toBeNull()
    const label = page.target('deal').transfers.find(({ field }) => field === 'comments')!.to
    expect(resumed.steps.filter(({ refusal }) => refusal?.code === 'VALUE_TOO_LONG')).toEqual([
      {
        name: 'longValues',
        target: 'deal',
        state: 'leftAlone',
        refusal: { code: 'VALUE_TOO_LONG', message: label, method: '' },
      },
    ])
    expect((await page.look(requestId))!.steps).toEqual(resumed.steps)
  })

  test('that filled a client is taken away again by an undo', async () => {
    const portal = await openPortal()
    const contact = portal.add('contact', { name: 'Eva', ...contactsPhone })
    const page = await openCard(portal, administrator, 'lead', addLead(portal, contactsPhone).id)
    const { requestId } = await page.convert(['contact'], { useExisting: { contact: contact.id } })
    expect(contact.values.comments).toBe(tale)
    expect(await page.undo(requestId)).toMatchObject({ outcome: 'undone', undo: { clients: [{ state: 'restored' }] } })
    expect(contact.values.comments || null).toBeNull()
  })

  test('that filled a client and was changed since stays as it was changed', async () => {
    const portal = await openPortal()
    const contact = portal.add('contact', { name: 'Eva', ...contactsPhone })
    const page = await openCard(portal, administrator, 'lead', addLead(portal, contactsPhone).id)
    const { requestId } = await page.convert(['contact'], { useExisting: { contact: contact.id } })
    const changed = longText('Firstziegel')
    change(contact, { comments: changed })
    const { undo } = await page.undo(requestId)
    expect(undo!.clients).toMatchObject([{ record: { id: contact.id }, state: 'changed' }])
    expect(contact.values.comments).toBe(changed)
  })

  test('that stood there before, and counted as nothing, is not brought back by an undo, which says so', async () => {
    const portal = await openPortal()
    // Nothing but blanks is empty to us, however many they are.
    const contact = portal.add('contact', { name: 'Eva', comments: ' '.repeat(200_000), ...contactsPhone })
    const lead = addLead(portal, { ...contactsPhone, comments: 'Call back.' })
    const page = await openCard(portal, administrator, 'lead', lead.id)
    const { requestId } = await page.convert(['contact'], { useExisting: { contact: contact.id } })
    expect(contact.values.comments).toBe('Call back.')
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'partlyUndone', undo: { clients: [{ state: 'tooLong' }] } })
    expect(contact.values.comments).toBe('Call back.')
  })
})

test('a record of more than 4 MB in texts that are kept is refused before anything is written', async () => {
  const portal = await openPortal()
  const values: FieldValues = {}
  for (let count = 0; count < 80; count++) {
    const fieldName = `UF_CRM_TALE_${count}`
    for (const type of ['deal', 'invoice'] as const)
      portal.addUserField(type, {
        fieldName: type === 'deal' ? fieldName : `UF_CRM_SMART_INVOICE_TALE_${count}`,
        userTypeId: 'string',
        label: `Tale ${count}`,
      })
    values[fieldName] = longText('Ziegel').slice(0, 60_000)
  }
  const deal = portal.add('deal', { title: 'Roof', assignedById: administrator, ...values })
  const page = await openCard(portal, administrator, 'deal', deal.id)
  const before = countRecords(portal)
  const { code } = await page.refuse(['invoice'])
  expect(code).toBe('plan_too_large')
  expect(countRecords(portal)).toEqual(before)
  expect(await theDatabase().orm.select().from(conversions).where(eq(conversions.sourceId, deal.id))).toEqual([])
})

test('what a portal says at length about its refusals is kept as far as anybody reads it', async () => {
  const portal = await openPortal()
  const lead = addLead(portal, { comments: 'Call back.' })
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  portal.faults.refuse('crm.item.add', { error: 'NOPE', description: longText('Nein.') })
  const { requestId, steps } = await page.convert(['deal'])
  expect(steps.find(({ name }) => name === 'create')!.refusal!.message).toHaveLength(2000)
  const { conversion } = await rowOf(portal, requestId)
  expect(conversion.steps).toEqual(steps)
  expect(JSON.stringify(conversion).length).toBeLessThan(5000)
})
