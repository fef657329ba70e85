import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { usualSettings } from '../../server/conversion/settings.ts'
import { installerTokens } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, countRecords, newest, openCard, openPortal, salesperson, theDatabase, useApp } from './door.ts'
import { decide, openMainPage } from './main-page.ts'

useApp()

/** A portal where everybody may have missing fields created, and a salesperson's deal with one that invoices lack. */
async function portalThatLends() {
  const portal = await openPortal({ seed: 'empty' })
  portal.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: { de: 'Dach', en: 'Roof' } })
  const deal = portal.add('deal', { title: 'Roof', UF_CRM_ROOF: 'Gable', assignedById: salesperson })
  await decide(portal, { ...usualSettings, fieldCreators: 'everybody' })
  portal.requests.length = 0
  return { portal, open: () => openCard(portal, salesperson, 'deal', deal.id) }
}
const fieldsOfInvoices = (portal: Simulator) =>
  [...portal.state.userFields.values()].filter(({ type }) => type === 'invoice')

async function changeTokens(portal: Simulator, values: Partial<typeof installerTokens.$inferInsert>): Promise<void> {
  const mine = eq(installerTokens.memberId, portal.state.memberId)
  await theDatabase().orm.update(installerTokens).set(values).where(mine)
}

describe('where everybody may have missing fields created', () => {
  test('they are created by the installer’s right, everything else by the person’s own, and the journal says so', async () => {
    const { portal, open } = await portalThatLends()
    const page = await open()
    expect(page.target('invoice')).toMatchObject({ userFieldsRefusal: null, fieldsByInstaller: true })
    const conversion = await page.convert(['invoice'], { tick: 'all' })
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    const [field] = fieldsOfInvoices(portal)
    const invoice = newest(portal, 'invoice')
    expect(invoice.values).toMatchObject({ [field!.fieldName]: 'Gable', createdBy: salesperson })
    const people = portal.requests.map(({ userId, commands }) => [
      userId,
      JSON.stringify(commands ?? []).includes('userfieldconfig.add'),
    ])
    expect(people.filter(([, adds]) => adds)).toEqual([[administrator, true]])
    const { entries } = await (await openMainPage(portal, salesperson)).history()
    expect(entries[0]!.conversion.steps[0]).toMatchObject({ name: 'userFields', state: 'done', byInstaller: true })
  })

  test('whoever has the right uses their own', async () => {
    const { portal } = await portalThatLends()
    const [deal] = portal.state.items.deal.values()
    const page = await openCard(portal, administrator, 'deal', deal!.id)
    expect(page.target('invoice').fieldsByInstaller).toBe(false)
    const { steps } = await page.convert(['invoice'], { tick: 'all' })
    expect(steps[0]).not.toHaveProperty('byInstaller')
  })

  test('nothing is made when the installer’s access has been lost meanwhile, and the person reads why', async () => {
    const { portal, open } = await portalThatLends()
    const page = await open()
    const before = countRecords(portal)
    await changeTokens(portal, { lostAt: new Date() })
    // What is offered has changed since the page was opened, so the page is shown anew.
    expect((await page.refuse(['invoice'], { tick: 'all' })).code).toBe('plan_outdated')
    expect((await open()).target('invoice').userFieldsRefusal).toEqual({ code: 'lent_right_lost' })
    expect([countRecords(portal), fieldsOfInvoices(portal)]).toEqual([before, []])
  })

  test('nothing is made when the access dies in the very moment it is used; without new fields it goes on', async () => {
    const { portal, open } = await portalThatLends()
    const page = await open()
    const before = countRecords(portal)
    // The installer has left; that shows only when their tokens are to be renewed.
    portal.state.users.get(administrator)!.active = false
    await changeTokens(portal, { expiresAt: new Date() })
    expect((await page.refuse(['invoice'], { tick: 'all' })).code).toBe('lent_right_lost')
    expect([countRecords(portal), fieldsOfInvoices(portal)]).toEqual([before, []])
    const again = await open()
    expect(again.target('invoice').userFieldsRefusal).toEqual({ code: 'lent_right_lost' })
    expect((await again.convert(['invoice'])).outcome).toBe('done')
  })
})

test('as long as nobody decides so, only those with the right create fields', async () => {
  const portal = await openPortal({ seed: 'empty' })
  portal.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: { de: 'Dach', en: 'Roof' } })
  const deal = portal.add('deal', { title: 'Roof', UF_CRM_ROOF: 'Gable', assignedById: salesperson })
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(page.target('invoice').userFieldsRefusal).toEqual({ code: 'no_right_to_add_fields' })
  expect((await page.convert(['invoice'], { tick: 'all' })).outcome).toBe('refused')
  expect(fieldsOfInvoices(portal)).toEqual([])
})
