import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValues, Item } from '../simulator/state.ts'
import {
  administrator,
  commentsOn,
  countRecords,
  letTimePass,
  newest,
  openCard,
  openPortal,
  salesperson,
  useApp,
} from './door.ts'

useApp()

const addLead = (portal: Simulator): Item =>
  portal.add('lead', {
    title: 'Roof',
    lastName: 'Müller',
    companyTitle: 'Müller GmbH',
    stageId: 'IN_PROCESS',
    assignedById: salesperson,
  })

describe('undoing a conversion', () => {
  test('deletes what it made and opens the lead again, with a word on the timeline', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    const { requestId } = await page.convert(['deal', 'company'])
    const deal = newest(portal, 'deal')
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'undone', undo: { source: 'restored' } })
    expect(undone.undo!.records.map(({ record, state }) => [record.type, state])).toEqual([
      ['deal', 'deleted'],
      ['company', 'deleted'],
    ])
    expect(countRecords(portal)).toEqual(before)
    expect(lead.values.stageId).toBe('IN_PROCESS')
    expect(lead.values.companyId || null).toBeNull()
    expect(commentsOn(portal, 'lead', lead.id).at(-1)).toContain(`(#${deal.id})`)
  })

  test('leaves what somebody changed since, and whatever that needs', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact'])
    const deal = newest(portal, 'deal')
    Object.assign(deal.values, { title: 'Better roof', updatedTime: new Date(Date.now() + 60_000).toISOString() })
    const undone = await page.undo(requestId)
    expect(undone.outcome).toBe('done')
    expect(undone.undo!.records.map(({ state }) => state)).toEqual(['changed', 'kept'])
    expect(undone.undo!.source).toBe('kept')
    expect(portal.state.items.deal.has(deal.id)).toBe(true)
    expect(lead.values.stageId).toBe('CONVERTED')
  })

  test('says what stays where the portal does not let a person delete', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact'])
    portal.faults.refuse('crm.item.delete', {
      error: 'ACCESS_DENIED',
      description: 'Access denied.',
      when: ({ entityTypeId }) => Number(entityTypeId) === 3,
    })
    const undone = await page.undo(requestId)
    expect(undone.outcome).toBe('partlyUndone')
    expect(undone.undo!.records).toMatchObject([{ state: 'deleted' }, { state: 'refused' }])
    expect(undone.undo!.source).toBe('kept')
    portal.faults.clear()
    expect(await page.undo(requestId)).toMatchObject({ outcome: 'undone', undo: { source: 'restored' } })
  })

  test('says what stays where the person may not see a record, which need not be gone', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact', 'company'])
    const before = countRecords(portal)
    portal.state.users.get(salesperson)!.rights.contact.read = 'none'
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'partlyUndone', undo: { source: 'kept' } })
    expect(undone.undo!.records).toMatchObject([
      { record: { type: 'deal' }, state: 'deleted' },
      { record: { type: 'contact' }, state: 'refused', refusal: { code: 'ACCESS_DENIED' } },
      { record: { type: 'company' }, state: 'kept' },
    ])
    expect(countRecords(portal)).toEqual({ ...before, deal: before.deal - 1 })
    expect(lead.values.stageId).toBe('CONVERTED')
  })

  test('whose answer was lost is finished by repeating it', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const before = countRecords(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact', 'company'])
    portal.faults.dropAnswer('crm.item.delete')
    expect((await page.undo(requestId)).outcome).toBe('undoing')
    await letTimePass()
    const undone = await page.undo(requestId)
    expect(undone.outcome).toBe('undone')
    expect(undone.undo!.records.every(({ state }) => state === 'deleted')).toBe(true)
    expect(countRecords(portal)).toEqual(before)
    expect(lead.values.stageId).toBe('IN_PROCESS')
  })

  test('of a lost conversion finds first what it has made', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.dropAnswer('crm.item.add')
    const { requestId } = await page.convert(['deal', 'contact'])
    await letTimePass()
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect(countRecords(portal)).toEqual(before)
    expect(lead.values.stageId).toBe('IN_PROCESS')
  })

  test('that waits for a busy portal says so, and nobody else undoes it meanwhile', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const { requestId } = await page.convert(['invoice'])
    const boss = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.busy(1, 1)
    const end = page.undo(requestId)
    await expect.poll(() => page.look(requestId), { interval: 20 }).toMatchObject({ outcome: 'undoing', waiting: true })
    expect((await boss.undo(requestId)).outcome).toBe('undoing')
    expect(await end).toMatchObject({ outcome: 'undone', undo: { records: [{ state: 'deleted' }] } })
  })

  test.each([
    ['refused', 'failed'],
    ['lost', 'unknown'],
  ] as const)('whose word on the timeline is %s says so', async (trouble, state) => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal'])
    const words = commentsOn(portal, 'lead', lead.id).length
    if (trouble === 'lost') portal.faults.dropAnswer('crm.timeline.comment.add')
    else portal.faults.refuse('crm.timeline.comment.add', { error: 'OPERATION_TIME_LIMIT', description: 'Later.' })
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'undone', undo: { comment: { state } } })
    expect(commentsOn(portal, 'lead', lead.id)).toHaveLength(trouble === 'lost' ? words + 1 : words)
  })

  test('takes its own link back from a list to which somebody has added another', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const known = portal.add('contact', { lastName: 'Müller', leadId: lead.id, assignedById: salesperson })
    const other = portal.add('contact', { lastName: 'Weber', assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact'])
    expect(lead.values.contactIds).toEqual([known.id])
    Object.assign(lead.values, { contactIds: [known.id, other.id] })
    expect(await page.undo(requestId)).toMatchObject({ outcome: 'undone', undo: { source: 'restored' } })
    expect(lead.values.contactIds).toEqual([other.id])
  })

  test('takes back links to what it deletes, also where the portal would let them dangle', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId } = await page.convert(['deal', 'contact', 'company'])
    const { companyId, contactIds } = lead.values
    portal.faults.hook('crm.item.delete', 'after', () => void Object.assign(lead.values, { companyId, contactIds }), 3)
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect([lead.values.companyId || null, lead.values.contactIds]).toEqual([null, []])
  })

  test('leaves a reused record alone', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const contact = portal.add('contact', { lastName: 'Müller', leadId: lead.id, assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const { requestId, reused } = await page.convert(['deal', 'contact'])
    expect(reused).toMatchObject([{ id: contact.id }])
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect(portal.state.items.contact.has(contact.id)).toBe(true)
  })

  test('twice deletes nothing more', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const { requestId } = await page.convert(['invoice'])
    await page.undo(requestId)
    const { requestId: second } = await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
    const before = countRecords(portal)
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect(countRecords(portal)).toEqual(before)
    expect((await page.undo(second)).outcome).toBe('undone')
  })
})

describe('undoing a conversion that filled a known client', () => {
  const phone = (value: string) => ({ typeId: 'PHONE', valueType: 'WORK', value })
  const email = (value: string) => ({ typeId: 'EMAIL', valueType: 'WORK', value })
  const entriesOf = (item: Item): string[] => item.fm.map(({ value }) => value)

  /** A lead whose phone belongs to a contact that lacks a position, a birthday and an e-mail. */
  async function fillContact(portal: Simulator, more: FieldValues = {}) {
    const contact = portal.add('contact', {
      lastName: 'Müller',
      assignedById: salesperson,
      fm: [phone('+49301234567'), phone('+491711')],
      ...more,
    })
    const lead = portal.add('lead', {
      title: 'Roof',
      stageId: 'IN_PROCESS',
      lastName: 'Müller',
      post: 'Owner',
      birthdate: '1980-02-03',
      companyTitle: 'Müller GmbH',
      assignedById: salesperson,
      fm: [phone('+49301234567'), email('eva@mueller.example'), email('buero@mueller.example')],
    })
    const before = { values: structuredClone(contact.values), fm: structuredClone(contact.fm) }
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const convert = (targets: ('deal' | 'contact' | 'company')[]) =>
      page.convert(targets, { useExisting: { contact: contact.id } })
    return { contact, lead, before, page, convert }
  }

  const told = { type: 'contact', title: 'Müller' }
  const withoutTimes = (values: FieldValues): FieldValues => ({ ...values, updatedTime: null, updatedBy: null })

  test('makes its fields empty again and takes back only the e-mails it added', async () => {
    const portal = await openPortal()
    const { contact, lead, before, page, convert } = await fillContact(portal)
    const { requestId } = await convert(['deal', 'contact', 'company'])
    expect(contact.values.post).toBe('Owner')
    expect(entriesOf(contact)).toHaveLength(4)
    portal.requests.length = 0
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'undone', undo: { clients: [{ record: told, state: 'restored' }] } })
    expect(contact.fm).toEqual(before.fm)
    expect(withoutTimes(contact.values)).toEqual(withoutTimes(before.values))
    expect(lead.values.stageId).toBe('IN_PROCESS')
    expect(lead.values.contactIds).toEqual([])
    // One request to look, one to delete, one for clients, one for the comment.
    expect(portal.requests).toHaveLength(4)
  })

  test('where nothing was made but a link', async () => {
    const portal = await openPortal()
    const { contact, lead, before, page, convert } = await fillContact(portal)
    const { requestId } = await convert(['contact'])
    expect(lead.values.contactIds).toEqual([contact.id])
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect(withoutTimes(contact.values)).toEqual(withoutTimes(before.values))
    expect(lead.values).toMatchObject({ stageId: 'IN_PROCESS', contactIds: [] })
  })

  test('leaves what somebody has changed or added since', async () => {
    const portal = await openPortal()
    const { contact, page, convert } = await fillContact(portal)
    const { requestId } = await convert(['deal', 'contact'])
    contact.values.post = 'Director'
    contact.fm.find(({ value }) => value === 'eva@mueller.example')!.value = 'eva@new.example'
    contact.fm.push({ id: 9001, ...phone('+49 40 77') })
    const undone = await page.undo(requestId)
    expect(undone.undo!.clients).toMatchObject([{ record: told, state: 'partlyRestored' }])
    expect(contact.values.post).toBe('Director')
    expect(contact.values.birthdate || '').toBe('')
    expect(entriesOf(contact)).toEqual(['+49301234567', '+491711', 'eva@new.example', '+49 40 77'])
  })

  test('takes nothing from a client that was not filled after all', async () => {
    const portal = await openPortal()
    const { contact, page, convert } = await fillContact(portal)
    Object.assign(contact.values, { post: 'Owner', updatedTime: '2099-01-01T00:00:00+00:00' })
    const { requestId } = await convert(['deal', 'contact'])
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'undone', undo: { clients: [] } })
    expect(contact.values.post).toBe('Owner')
  })

  test('keeps the client as it is while a record stays that needs it', async () => {
    const portal = await openPortal()
    const { contact, page, convert } = await fillContact(portal)
    const { requestId } = await convert(['deal', 'contact'])
    const deal = newest(portal, 'deal')
    Object.assign(deal.values, { updatedTime: new Date(Date.now() + 60_000).toISOString() })
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ outcome: 'done', undo: { clients: [{ state: 'kept' }] } })
    expect(contact.values.post).toBe('Owner')
  })

  test('tells a refusal, and can be repeated', async () => {
    const portal = await openPortal()
    const { contact, before, page, convert } = await fillContact(portal)
    const { requestId } = await convert(['deal', 'contact'])
    portal.faults.refuse('crm.item.update', {
      error: 'ACCESS_DENIED',
      description: 'Access denied.',
      when: ({ entityTypeId }) => Number(entityTypeId) === 3,
    })
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({
      outcome: 'partlyUndone',
      undo: { source: 'restored', clients: [{ state: 'refused' }] },
    })
    portal.faults.clear()
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect(contact.fm).toEqual(before.fm)
    expect(withoutTimes(contact.values)).toEqual(withoutTimes(before.values))
  })

  test('whose answer was lost is repeated and finds it done', async () => {
    const portal = await openPortal()
    const { contact, before, page, convert } = await fillContact(portal)
    const { requestId } = await convert(['contact'])
    // The third update of the undo: a probe, the lead, the client.
    portal.faults.after('crm.item.update', 'dropAnswer', 3)
    expect(await page.undo(requestId)).toMatchObject({ outcome: 'undoing', undo: { clients: [{ state: 'unknown' }] } })
    await letTimePass()
    expect(await page.undo(requestId)).toMatchObject({ outcome: 'undone', undo: { clients: [{ state: 'restored' }] } })
    expect(contact.fm).toEqual(before.fm)
  })
})
