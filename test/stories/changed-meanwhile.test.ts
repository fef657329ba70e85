import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item, TypeName } from '../simulator/state.ts'
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
  type Page,
} from './door.ts'

useApp()

const denied = { error: 'ACCESS_DENIED', description: 'Access denied.' }
const later = { error: 'OPERATION_TIME_LIMIT', description: 'Later.', status: 503, times: 1 }
const everything = ['deal', 'contact', 'company'] as const

let minutes = 0
/** Somebody changes a record, at another time than anything before. */
function change(item: Item, values: Record<string, string | number | number[]>): void {
  minutes += 1
  const updatedTime = new Date(Date.now() + minutes * 60_000).toISOString()
  Object.assign(item.values, values, { updatedTime, updatedBy: administrator })
}

function remove(portal: Simulator, type: Exclude<TypeName, `dynamic_${string}`>, { id }: Item): void {
  portal.state.items[type].delete(id)
}

interface Scene {
  portal: Simulator
  lead: Item
  page: Page
  before: ReturnType<typeof countRecords>
}

async function openLead(): Promise<Scene> {
  const portal = await openPortal()
  const lead = portal.add('lead', {
    title: 'Roof',
    lastName: 'Müller',
    companyTitle: 'Müller GmbH',
    assignedById: salesperson,
  })
  portal.setProductRows('lead', lead.id, [{ productName: 'Tile', price: 5, quantity: 2 }])
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  return { portal, lead, page, before: countRecords(portal) }
}

/** A conversion that stopped when the deal was to get its rows. */
async function stopAtRows(): Promise<Scene & { requestId: string; deal: Item; contact: Item; company: Item }> {
  const scene = await openLead()
  const { portal, page } = scene
  portal.faults.refuse('crm.item.productrow.set', denied)
  const { requestId, outcome } = await page.convert([...everything])
  expect(outcome).toBe('partial')
  portal.faults.clear()
  const made = { deal: newest(portal, 'deal'), contact: newest(portal, 'contact'), company: newest(portal, 'company') }
  return { ...scene, ...made, requestId }
}

const leftAlone = (name: string, code: string, message: string): unknown =>
  expect.objectContaining({ name, state: 'leftAlone', refusal: { code, message, method: '' } })

describe('what a person changed on a half-made record stays, and carrying on says so', () => {
  test('the title: the rest is made all the same', async () => {
    const { portal, page, requestId, deal, lead } = await stopAtRows()
    change(deal, { title: 'Roof of the chapel' })
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(deal.values.title).toBe('Roof of the chapel')
    expect(deal.rows).toHaveLength(1)
    expect(lead.values.stageId).toBe('CONVERTED')
    expect(commentsOn(portal, 'lead', lead.id)).toHaveLength(1)
  })

  test('its rows: they are not set back, and another amount is no mistake', async () => {
    const { portal, page, requestId, deal, lead } = await stopAtRows()
    portal.setProductRows('deal', deal.id, [{ productName: 'Slate', price: 90, quantity: 1 }])
    change(deal, { opportunity: 90 })
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(ended.steps).toContainEqual(leftAlone('rows', 'RECORD_CHANGED', 'Roof'))
    expect(ended.steps).toContainEqual(leftAlone('check', 'RECORD_CHANGED', 'Roof'))
    expect(deal.rows).toMatchObject([{ productName: 'Slate' }])
    expect(deal.values.opportunity).toBe(90)
    expect(lead.values.stageId).toBe('CONVERTED')
    portal.requests.length = 0
    expect(await page.resume(requestId)).toEqual(ended)
    expect(portal.requests).toEqual([])
  })

  test('its amount: no rows are set that would bring another one', async () => {
    const { page, requestId, deal } = await stopAtRows()
    change(deal, { opportunity: 777, isManualOpportunity: 'N' })
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(ended.steps).toContainEqual(leftAlone('rows', 'RECORD_CHANGED', 'Roof'))
    expect([deal.values.opportunity, deal.rows]).toEqual([777, []])
  })

  test('its amount as one that stands whatever the rows say: those are set', async () => {
    const { page, requestId, deal } = await stopAtRows()
    change(deal, { opportunity: 777, isManualOpportunity: 'Y' })
    await page.resume(requestId)
    expect([deal.values.opportunity, deal.rows.length]).toEqual([777, 1])
  })

  test('rows edited in the very moment between the look and the writing', async () => {
    const { portal, page, requestId, deal } = await stopAtRows()
    let looked = false
    portal.faults.hook('crm.item.list', 'before', () => {
      if (looked) return
      looked = true
      portal.setProductRows('deal', deal.id, [{ productName: 'Slate', price: 90, quantity: 1 }])
      change(deal, { opportunity: 90 })
    })
    const ended = await page.resume(requestId)
    expect(looked).toBe(true)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(deal.rows).toMatchObject([{ productName: 'Slate' }])
  })

  test('rows edited after an answer was lost that had set them', async () => {
    const { portal, page, lead } = await openLead()
    portal.faults.dropAnswer('crm.item.productrow.set')
    const { requestId } = await page.convert([...everything])
    const deal = newest(portal, 'deal')
    portal.setProductRows('deal', deal.id, [{ productName: 'Slate', price: 90, quantity: 1 }])
    change(deal, { opportunity: 90 })
    await letTimePass()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(deal.rows).toMatchObject([{ productName: 'Slate' }])
    expect(lead.values.stageId).toBe('CONVERTED')
  })

  test('the amount of a finished deal, when only the comment is caught up on', async () => {
    const { portal, page } = await openLead()
    portal.faults.refuse('crm.timeline.comment.add', later)
    const { requestId } = await page.convert(['deal'])
    change(newest(portal, 'deal'), { opportunity: 999 })
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(ended.steps).toContainEqual(leftAlone('check', 'RECORD_CHANGED', 'Roof'))
    expect(newest(portal, 'deal').values.opportunity).toBe(999)
  })

  test('but a mistake of ours on a record that nobody touched is told as one', async () => {
    const { portal, page, requestId, deal } = await stopAtRows()
    portal.faults.hook('crm.item.productrow.set', 'after', () => void (deal.rows.length = 0))
    expect((await page.resume(requestId)).differences).toContainEqual(
      expect.objectContaining({ target: 'deal', what: 'rowCount' }),
    )
  })
})

describe('a source that was changed before anything was made is not converted by an old plan', () => {
  test.each([
    ['given up', { stageId: 'JUNK', stageSemanticId: 'F' }],
    ['changed', { title: 'Another roof' }],
  ])('(%s) it is shown anew, and a new click converts it', async (_, values) => {
    const { portal, page, lead, before } = await openLead()
    portal.faults.loseRequest('crm.item.add')
    const { requestId, outcome } = await page.convert([...everything])
    expect(outcome).toBe('unknown')
    await letTimePass()
    change(lead, values)
    // Whoever is refused hears at once how the conversion stands now.
    await expect(page.resume(requestId)).rejects.toThrow(/409.*plan_outdated.*"preview".*"outcome":"refused"/s)
    expect(countRecords(portal)).toEqual(before)
    expect(lead.values).toMatchObject(values)
    expect(await page.look(requestId)).toMatchObject({ outcome: 'refused', created: [] })
    const again = await openCard(portal, salesperson, 'lead', lead.id)
    expect(again.preview.unfinished).toEqual([])
    expect((await again.convert(['deal'])).outcome).toBe('done')
    expect(countRecords(portal).deal).toBe(before.deal + 1)
  })

  test('(made meanwhile by another click) it is shown anew, and nothing is made twice', async () => {
    const { portal, lead, page, before } = await openLead()
    portal.faults.refuse('crm.item.add', { ...denied, times: 1 })
    const { requestId, outcome } = await page.convert(['deal'])
    expect(outcome).toBe('refused')
    const again = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.refuse('crm.item.update', { ...denied, skip: 1, times: 1 })
    expect((await again.convert(['deal'])).created).toHaveLength(1)
    await expect(page.resume(requestId)).rejects.toThrow('plan_outdated')
    expect(countRecords(portal).deal).toBe(before.deal + 1)
  })

  test('nor in the very moment between the look and the writing', async () => {
    const { portal, page, lead, before } = await openLead()
    portal.faults.loseRequest('crm.item.add')
    const { requestId } = await page.convert([...everything])
    await letTimePass()
    portal.faults.hook('server.time', 'after', () => change(lead, { stageId: 'JUNK' }))
    await expect(page.resume(requestId)).rejects.toThrow('plan_outdated')
    expect(countRecords(portal)).toEqual(before)
    expect(lead.values.stageId).toBe('JUNK')
  })

  test('a portal that understands times in its own way does not stop what nobody has disturbed', async () => {
    const { portal, page, before } = await openLead()
    portal.faults.loseRequest('crm.item.add')
    const { requestId } = await page.convert([...everything])
    await letTimePass()
    // The guard finds nothing, as if the source had changed.
    portal.faults.refuse('crm.item.update', { error: 'NOT_FOUND', description: 'Not found.', skip: 1, times: 1 })
    expect((await page.resume(requestId)).outcome).toBe('done')
    expect(countRecords(portal).deal).toBe(before.deal + 1)
  })
})

describe('a source that was moved when something was made already', () => {
  test('to another final stage stays there, and the rest is done', async () => {
    const { portal, page, requestId, lead, deal, contact } = await stopAtRows()
    change(lead, { stageId: 'JUNK', stageSemanticId: 'F' })
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(ended.steps).toContainEqual(leftAlone('closeSource', 'SOURCE_MOVED', 'Roof'))
    expect(lead.values.stageId).toBe('JUNK')
    expect(deal.rows).toHaveLength(1)
    expect(deal.values.contactIds).toEqual([contact.id])
    expect(commentsOn(portal, 'lead', lead.id)).toHaveLength(1)
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({ undo: { source: 'untouched' } })
    expect(lead.values.stageId).toBe('JUNK')
  })

  test('to a stage on the way is closed, and keeps the client that somebody linked with it', async () => {
    const { portal, page, requestId, lead, contact } = await stopAtRows()
    const theirs = portal.add('contact', { lastName: 'Schmidt', assignedById: salesperson })
    change(lead, { stageId: 'IN_PROCESS', contactIds: [theirs.id] })
    expect((await page.resume(requestId)).outcome).toBe('done')
    expect(lead.values.stageId).toBe('CONVERTED')
    expect(lead.values.contactIds).toEqual([contact.id, theirs.id])
  })
})

describe('a record that was made and deleted by somebody', () => {
  test('is not made again: the rest ends without it, and its name is told', async () => {
    const { portal, page, requestId, lead, deal, before } = await stopAtRows()
    remove(portal, 'deal', deal)
    const ended = await page.resume(requestId)
    expect(ended.outcome).toBe('done')
    expect(ended.created.map(({ type }) => type).toSorted()).toEqual(['company', 'contact'])
    expect(ended.steps).toContainEqual(leftAlone('create', 'RECORD_DELETED', 'Roof'))
    expect(ended.steps.filter(({ target }) => target === 'deal')).toHaveLength(1)
    expect(countRecords(portal).deal).toBe(before.deal)
    expect(lead.values.stageId).toBe('CONVERTED')
    const again = await openCard(portal, salesperson, 'lead', lead.id)
    expect(again.preview.unfinished).toEqual([])
    expect((await again.convert(['deal'])).outcome).toBe('done')
    expect(countRecords(portal).deal).toBe(before.deal + 1)
  })

  test('is not linked with what is made after it', async () => {
    const { portal, page, before } = await openLead()
    portal.faults.refuse('crm.item.add', { ...denied, skip: 2, times: 1 })
    const { requestId, outcome, created } = await page.convert([...everything])
    expect([outcome, created.map(({ type }) => type)]).toEqual(['partial', ['company', 'contact']])
    const contact = newest(portal, 'contact')
    remove(portal, 'contact', contact)
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(countRecords(portal)).toMatchObject({ deal: before.deal + 1, contact: before.contact })
    expect(newest(portal, 'deal').values.contactIds ?? []).not.toContain(contact.id)
    expect(newest(portal, 'deal').values.companyId).toBe(newest(portal, 'company').id)
  })

  test('together with everything else leaves the source open, and the conversion is over', async () => {
    const { portal, page, requestId, lead, deal, contact, company, before } = await stopAtRows()
    remove(portal, 'deal', deal)
    remove(portal, 'contact', contact)
    remove(portal, 'company', company)
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', created: [], open: null })
    expect(ended.steps.filter(({ state }) => state === 'leftAlone')).toHaveLength(3)
    expect(countRecords(portal)).toEqual(before)
    expect(lead.values.stageId).toBe('NEW')
    expect((await page.previewAgain()).unfinished).toEqual([])
    expect(await page.resume(requestId)).toEqual(ended)
  })

  test('is not missed when it was deleted before only the comment was caught up on', async () => {
    const { portal, page, lead } = await openLead()
    portal.faults.refuse('crm.timeline.comment.add', later)
    const { requestId } = await page.convert(['deal', 'contact'])
    remove(portal, 'contact', newest(portal, 'contact'))
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', created: [{ type: 'deal' }] })
    expect(ended.steps).toContainEqual(
      expect.objectContaining({ name: 'create', target: 'contact', state: 'leftAlone' }),
    )
    expect(commentsOn(portal, 'lead', lead.id).join()).not.toContain('contact/details')
    expect((await page.undo(requestId)).outcome).toBe('undone')
  })
})
