import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item, UserField } from '../simulator/state.ts'
import { administrator, countRecords, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const roofType = {
  fieldName: 'UF_CRM_ROOF',
  userTypeId: 'enumeration',
  label: { de: '🏠 Dachform', en: '🏠 Roof shape' },
  options: ['Gable', { value: 'Flat', def: true }, 'Hip'],
  settings: { DISPLAY: 'CHECKBOX', LIST_HEIGHT: 3 },
  sort: 250,
}

/** An empty portal has no user fields of its own, so that exactly ours are missing. */
async function portalWithDeal(): Promise<{ portal: Simulator; deal: Item; list: UserField; date: UserField }> {
  const portal = await openPortal({ seed: 'empty' })
  const list = portal.addUserField('deal', roofType)
  const date = portal.addUserField('deal', {
    fieldName: 'UF_CRM_START',
    userTypeId: 'date',
    label: { de: 'Beginn', en: 'Start' },
  })
  const deal = portal.add('deal', {
    title: 'Roof',
    [list.fieldName]: list.options[1]!.id,
    [date.fieldName]: '2026-03-29',
  })
  return { portal, deal, list, date }
}

const fieldOn = (portal: Simulator, type: 'quote' | 'invoice', label: string): UserField | undefined =>
  [...portal.state.userFields.values()].find((one) => one.type === type && one.labels.editFormLabel.de === label)

describe.each(['quote', 'invoice'] as const)('a deal has user fields that a %s lacks', (target) => {
  test('they are shown, each with its type and the number of its options', async () => {
    const { portal, deal } = await portalWithDeal()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    const shown = page
      .target(target)
      .missingUserFields.map(({ label, type, optionCount }) => [label, type, optionCount])
    expect(shown).toEqual([
      ['Beginn', 'date', null],
      ['🏠 Dachform', 'enumeration', 3],
    ])
    expect(page.target(target).userFieldsRefusal).toBeNull()
  })

  test('ticked ones are created with labels, settings and options, and filled', async () => {
    const { portal, deal, list } = await portalWithDeal()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    const conversion = await page.convert([target], { tick: 'all' })
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    const made = fieldOn(portal, target, '🏠 Dachform')!
    expect(made.fieldName).not.toBe(list.fieldName)
    expect(made).toMatchObject({ userTypeId: 'enumeration', multiple: 'N', mandatory: 'N', sort: 250 })
    expect(made.labels.editFormLabel).toEqual({ de: '🏠 Dachform', en: '🏠 Roof shape' })
    expect(made.settings).toMatchObject({ DISPLAY: 'CHECKBOX' })
    expect(made.options.map(({ value, def }) => [value, def])).toEqual(
      list.options.map(({ value, def }) => [value, def]),
    )
    const record = newest(portal, target)
    expect(record.values[made.fieldName]).toBe(made.options[1]!.id)
    expect(record.values[fieldOn(portal, target, 'Beginn')!.fieldName]).toBe('2026-03-29')
  })

  test('unticked ones stay behind, and nothing is created but the record', async () => {
    const { portal, deal } = await portalWithDeal()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect((await page.convert([target], { tick: ['Beginn'] })).outcome).toBe('done')
    expect(fieldOn(portal, target, '🏠 Dachform')).toBeUndefined()
    expect(fieldOn(portal, target, 'Beginn')).toBeDefined()
  })

  test('the next conversion finds the fields and asks no more', async () => {
    const { portal, deal } = await portalWithDeal()
    await (await openCard(portal, administrator, 'deal', deal.id)).convert([target], { tick: 'all' })
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect(page.target(target).missingUserFields).toEqual([])
    expect(page.target(target).transfers.map(({ to }) => to)).toEqual(expect.arrayContaining(['🏠 Dachform', 'Beginn']))
  })
})

describe('without the right to create fields', () => {
  test('the person sees why, and goes on without them', async () => {
    const { portal, deal } = await portalWithDeal()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').userFieldsRefusal).toEqual({ code: 'no_right_to_add_fields' })
    expect(page.target('invoice').leftBehind.map(({ reason }) => reason.code)).toContain('user_field_missing')
    expect((await page.convert(['invoice'])).outcome).toBe('done')
    expect(fieldOn(portal, 'invoice', 'Beginn')).toBeUndefined()
  })

  test('a tick that the portal refuses leaves no record behind, and says what was refused', async () => {
    const { portal, deal } = await portalWithDeal()
    const before = countRecords(portal)
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const conversion = await page.convert(['invoice'], { tick: 'all' })
    expect(conversion).toMatchObject({ outcome: 'refused', created: [] })
    expect(conversion.steps[0]).toMatchObject({
      name: 'userFields',
      state: 'failed',
      refusal: { method: 'userfieldconfig.add' },
    })
    expect(countRecords(portal)).toEqual(before)
  })
})

describe('list values', () => {
  test('find the option with the same text, whatever its id', async () => {
    const { portal, deal } = await portalWithDeal()
    const other = portal.addUserField('invoice', {
      ...roofType,
      fieldName: 'UF_CRM_SMART_INVOICE_R',
      options: ['Hip', 'FLAT', 'Gable'],
    })
    await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
    expect(newest(portal, 'invoice').values[other.fieldName]).toBe(other.options[1]!.id)
  })

  test('without a counterpart stay behind by name', async () => {
    const { portal, deal } = await portalWithDeal()
    portal.addUserField('invoice', { ...roofType, fieldName: 'UF_CRM_SMART_INVOICE_R', options: ['Hip'] })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').leftBehind).toContainEqual(
      expect.objectContaining({
        label: '🏠 Dachform',
        reason: { code: 'option_missing', details: { options: 'Flat' } },
      }),
    )
  })

  test('with equal texts in the list are created and chosen by their place', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const list = portal.addUserField('deal', { ...roofType, options: ['Same', 'Same', 'Other'] })
    const deal = portal.add('deal', { title: 'Roof', [list.fieldName]: list.options[1]!.id })
    await (await openCard(portal, administrator, 'deal', deal.id)).convert(['quote'], { tick: 'all' })
    const made = fieldOn(portal, 'quote', '🏠 Dachform')!
    expect(made.options.map(({ value }) => value)).toEqual(['Same', 'Same', 'Other'])
    expect(newest(portal, 'quote').values[made.fieldName]).toBe(made.options[1]!.id)
  })
})
