import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { administrator, countRecords, letTimePass, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const denied = { error: 'ACCESS_DENIED', description: 'Access denied.' }

async function portalWithFields(): Promise<{ portal: Simulator; deal: Item }> {
  const portal = await openPortal({ seed: 'empty' })
  for (const [fieldName, label] of [
    ['UF_CRM_ROOF', 'Roof type'],
    ['UF_CRM_SLOPE', 'Slope'],
  ] as const)
    portal.addUserField('deal', { fieldName, userTypeId: 'string', label })
  const values = { UF_CRM_ROOF: 'gable', UF_CRM_SLOPE: '30°' }
  return { portal, deal: portal.add('deal', { title: 'Roof', assignedById: administrator, ...values }) }
}

describe('a lost answer', () => {
  test('tells for how long the portal may still be at work, on its card and whoever asks, until that is over', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    portal.faults.dropAnswer('crm.item.add')
    const { requestId } = await page.convert(['invoice'])
    const [one] = (await page.previewAgain()).unfinished
    expect(one).toMatchObject({ conversion: { requestId, outcome: 'unknown' } })
    // A request may take a minute, and some more to be sure.
    for (const conversion of [one!.conversion, await page.look(requestId), await page.resume(requestId)]) {
      expect(conversion?.busyFor).toBeGreaterThan(30)
      expect(conversion?.busyFor).toBeLessThanOrEqual(66)
    }
    await letTimePass()
    expect((await page.previewAgain()).unfinished[0]!.conversion).not.toHaveProperty('busyFor')
    expect(await page.resume(requestId)).not.toHaveProperty('busyFor')
  })
})

describe('user fields that were created before the portal refused the record', () => {
  test('are named by the conversion, and the history remembers it', async () => {
    const { portal, deal } = await portalWithFields()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.refuse('crm.item.add', denied)
    const refused = await page.convert(['invoice'], { tick: 'all' })
    const named = { name: 'userFields', state: 'done', made: ['Roof type', 'Slope'] }
    expect(refused).toMatchObject({ outcome: 'refused', created: [] })
    expect(refused.steps).toContainEqual(expect.objectContaining(named))
    expect((await page.look(refused.requestId))?.steps).toContainEqual(expect.objectContaining(named))
  })

  test('are named as far as they exist, where the second one was refused', async () => {
    const { portal, deal } = await portalWithFields()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.refuse('crm.quote.userfield.add', { ...denied, skip: 1 })
    const refused = await page.convert(['quote'], { tick: 'all' })
    expect(refused.outcome).toBe('refused')
    expect(refused.steps).toContainEqual(
      expect.objectContaining({ name: 'userFields', state: 'failed', made: ['Roof type'] }),
    )
  })

  test('are named in the refusal of what is chosen anew since its record changed', async () => {
    const { portal, deal } = await portalWithFields()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.loseRequest('crm.item.add')
    const { requestId } = await page.convert(['invoice'], { tick: 'all' })
    await letTimePass()
    Object.assign(deal.values, { title: 'Other', updatedTime: new Date(Date.now() + 60_000).toISOString() })
    const { code, details } = await page.refuseResume(requestId)
    expect(code).toBe('plan_outdated')
    expect(JSON.stringify((details as { conversion: unknown }).conversion)).toContain('"made":["Roof type","Slope"]')
    expect(countRecords(portal).invoice).toBe(0)
  })

  test('are not claimed where none was created', async () => {
    const { portal, deal } = await portalWithFields()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.refuse('crm.quote.userfield.add', denied)
    const refused = await page.convert(['quote'], { tick: 'all' })
    expect(refused.steps.some(({ made }) => made)).toBe(false)
  })
})
