import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { conversions } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  administrator,
  letTimePass,
  newest,
  openCard,
  openPortal,
  salesperson,
  theDatabase,
  useApp,
  type Page,
} from './door.ts'

useApp()

const aMinuteLater = (): string => new Date(Date.now() + 60_000).toISOString()
const later = { error: 'OPERATION_TIME_LIMIT', description: 'Later.', status: 503, times: 1 }

async function openLead(portal: Simulator): Promise<Page> {
  const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: salesperson })
  portal.setProductRows('lead', lead.id, [{ productName: 'Tile', price: 5, quantity: 2 }])
  return openCard(portal, salesperson, 'lead', lead.id)
}

function edit(portal: Simulator, userId: number): void {
  Object.assign(newest(portal, 'deal').values, {
    title: 'By hand',
    updatedTime: aMinuteLater(),
    updatedBy: userId,
  })
}

async function expectToStay(portal: Simulator, page: Page, requestId: string): Promise<void> {
  const undone = await page.undo(requestId)
  expect(undone.undo!.records).toMatchObject([{ record: { type: 'deal' }, state: 'changed' }])
  expect(newest(portal, 'deal').values.title).toBe('By hand')
}

describe('what somebody has edited is not deleted by an undo', () => {
  test('also when the conversion was carried on with in between', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    const { requestId, outcome } = await page.convert(['deal'])
    expect(outcome).toBe('partial')
    portal.faults.clear()
    edit(portal, administrator)
    // The rows that follow give the record another time, and portals tell time in seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect((await page.resume(requestId)).outcome).toBe('done')
    await expectToStay(portal, page, requestId)
  })

  test('also when only the comment was caught up on', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    portal.faults.refuse('crm.timeline.comment.add', later)
    const { requestId } = await page.convert(['deal'])
    edit(portal, administrator)
    expect((await page.resume(requestId)).steps.every(({ state }) => state === 'done')).toBe(true)
    await expectToStay(portal, page, requestId)
  })

  test.each([
    ['the person who clicked', salesperson, salesperson],
    ['the one who undoes it', administrator, administrator],
    ['somebody else', administrator, salesperson],
  ])('also when it was never read back: edited by %s', async (_, editor, undoer) => {
    const portal = await openPortal()
    const page = await openLead(portal)
    portal.faults.dropAnswer('crm.timeline.comment.add')
    const { requestId, outcome, readBack } = await page.convert(['deal'])
    expect([outcome, readBack]).toEqual(['unknown', {}])
    edit(portal, editor)
    await letTimePass()
    const { id } = page.preview.source
    await expectToStay(portal, await openCard(portal, undoer, 'lead', id), requestId)
  })

  test('also when it was never read back and carried on with', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    portal.faults.dropAnswer('crm.timeline.comment.add')
    const { requestId } = await page.convert(['deal'])
    edit(portal, salesperson)
    await letTimePass()
    expect((await page.resume(requestId)).outcome).toBe('done')
    await expectToStay(portal, page, requestId)
  })

  test('also when the edit comes between the look and the deletion', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    const { requestId } = await page.convert(['deal'])
    portal.faults.hook('crm.item.list', 'before', () => edit(portal, administrator))
    await expectToStay(portal, page, requestId)
    expect((await page.look(requestId))!.outcome).toBe('done')
  })
})

describe('what nobody has edited is deleted by an undo', () => {
  test('although it was never read back', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    portal.faults.dropAnswer('crm.timeline.comment.add')
    const { requestId } = await page.convert(['deal'])
    await letTimePass()
    expect((await page.undo(requestId)).outcome).toBe('undone')
  })

  test('although the portal writes the same time in another way', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    const conversion = await page.convert(['deal'])
    const readBack = { deal: new Date(conversion.readBack.deal!).toISOString() }
    const { orm } = theDatabase()
    const isThis = eq(conversions.requestId, conversion.requestId)
    await orm
      .update(conversions)
      .set({ conversion: { ...conversion, readBack } })
      .where(isThis)
    expect((await page.undo(conversion.requestId)).outcome).toBe('undone')
  })

  test('although the portal finds nothing by a time', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    const { requestId } = await page.convert(['deal'])
    // The source and the deal are looked at first; what the guard asks for comes third.
    portal.faults.refuse('crm.item.get', { error: 'NOT_FOUND', description: 'Not found.', skip: 2, times: 1 })
    expect((await page.undo(requestId)).outcome).toBe('undone')
  })

  test('but nothing is when the portal has no time to look, and that is said', async () => {
    const portal = await openPortal()
    const page = await openLead(portal)
    const conversion = await page.convert(['deal'])
    portal.faults.refuse('crm.item.list', later)
    await expect(page.undo(conversion.requestId)).rejects.toThrow('portal_refused')
    expect(await page.look(conversion.requestId)).toEqual(conversion)
    expect((await page.undo(conversion.requestId)).outcome).toBe('undone')
  })
})
