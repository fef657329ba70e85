import { describe, expect, test } from 'vitest'
import { countRecords, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

describe('on a portal that works without leads', () => {
  test('a lead’s card that is opened all the same says so, and nothing is written', async () => {
    const portal = await openPortal()
    const lead = portal.add('lead', { title: 'Roof', assignedById: salesperson })
    const before = countRecords(portal)
    portal.state.isSimpleCrm = true
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    expect(page.first).toMatchObject({ error: { code: 'leads_switched_off' } })
    expect(portal.requests).toHaveLength(1)
    expect(countRecords(portal)).toEqual(before)
  })

  test('even where the portal does not find the lead any more', async () => {
    const portal = await openPortal()
    portal.state.isSimpleCrm = true
    const page = await openCard(portal, salesperson, 'lead', 4711)
    expect(page.first).toMatchObject({ error: { code: 'leads_switched_off' } })
  })

  test.each([
    ['deal', 'invoice'],
    ['quote', 'deal'],
  ] as const)('a %s becomes a %s as ever', async (type, target) => {
    const portal = await openPortal()
    portal.state.isSimpleCrm = true
    const source = portal.add(type, { title: 'Roof', assignedById: salesperson })
    const page = await openCard(portal, salesperson, type, source.id)
    expect(await page.convert([target])).toMatchObject({ outcome: 'done', differences: [] })
    expect(newest(portal, target).values.title).toBe('Roof')
    expect(portal.requests).toHaveLength(3)
  })
})

test('a portal that does not say how it works has leads', async () => {
  const portal = await openPortal()
  portal.faults.refuse('crm.settings.mode.get', { error: 'ACCESS_DENIED', description: 'Access denied.' })
  const lead = portal.add('lead', { title: 'Roof', assignedById: salesperson })
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  expect((await page.convert(['deal'])).outcome).toBe('done')
})
