import { describe, expect, test } from 'vitest'
import type { Wish } from '../../server/contract.ts'
import { usualSettings } from '../../server/conversion/settings.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { cardForm, countRecords, openForm, openPortal, salesperson, useApp, type Page } from './door.ts'
import { decide, withPair } from './main-page.ts'

useApp()

async function portalWithOneClick(): Promise<{ portal: Simulator; dealId: number }> {
  const portal = await openPortal()
  await decide(portal, { ...usualSettings, menu: 'perTarget', oneClick: true })
  return { portal, dealId: portal.add('deal', { title: 'Roof', assignedById: salesperson }).id }
}

const wishOf = ({ first }: Page): Wish | undefined => (first && 'preview' in first ? first.wish : undefined)

describe('an item that makes something at once', () => {
  test('asks by the same id however often its frame is loaded, and the journal makes it once', async () => {
    const { portal, dealId } = await portalWithOneClick()
    const form = cardForm(portal, salesperson, 'deal', dealId, 'invoice')
    const before = countRecords(portal)
    const page = await openForm(form)
    const { requestId } = wishOf(page)!.atOnce!
    const made = await page.convert(['invoice'], { requestId })
    expect(made).toMatchObject({ requestId, outcome: 'done' })
    const again = await openForm(form)
    expect(wishOf(again)).toMatchObject({ targets: ['invoice'], atOnce: { requestId, made } })
    expect(await again.convert(['invoice'], { requestId })).toEqual(made)
    expect(countRecords(portal).invoice).toBe(before.invoice + 1)
  })

  test('clicked anew is another wish, and tells that one was made already', async () => {
    const { portal, dealId } = await portalWithOneClick()
    const open = () => openForm(cardForm(portal, salesperson, 'deal', dealId, 'invoice'))
    const first = await open()
    await first.convert(['invoice'], { requestId: wishOf(first)!.atOnce!.requestId })
    const second = await open()
    expect(wishOf(second)!.atOnce!.made).toBeNull()
    expect(wishOf(second)!.atOnce!.requestId).not.toBe(wishOf(first)!.atOnce!.requestId)
    expect(second.target('invoice').earlier).toBe(1)
  })

  test('may name nothing, and goes by one id as well; the item for everything else never makes anything', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    const item = (name = '') => cardForm(portal, salesperson, 'deal', deal.id, name)
    expect(wishOf(await openForm(item()))).toBeUndefined()
    const { pairs } = withPair('deal>quote', { on: false })
    Object.assign(pairs, withPair('deal>smart1030', { on: false }).pairs)
    await decide(portal, { ...usualSettings, pairs, oneClick: true })
    const before = countRecords(portal)
    const form = item()
    const page = await openForm(form)
    expect(wishOf(page)).toEqual({ targets: null, atOnce: { requestId: expect.any(String), made: null } })
    const { requestId } = wishOf(page)!.atOnce!
    const made = await page.convert(['invoice'], { requestId })
    expect(wishOf(await openForm(form))).toEqual({ targets: null, atOnce: { requestId, made } })
    expect(countRecords(portal).invoice).toBe(before.invoice + 1)
    expect(wishOf(await openForm(item('other')))).toBeUndefined()
  })

  test('leaves it to a click where the portal does not name the opening', async () => {
    const { portal, dealId } = await portalWithOneClick()
    const { action, ...form } = cardForm(portal, salesperson, 'deal', dealId, 'invoice')
    const url = new URL(action)
    url.searchParams.delete('APP_SID')
    expect(wishOf(await openForm({ ...form, action: url.href }))).toEqual({ targets: ['invoice'], atOnce: null })
  })
})
