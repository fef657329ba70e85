import { describe, expect, test } from 'vitest'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item, UserField } from '../simulator/state.ts'
import { administrator, countRecords, letTimePass, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

type Target = Extract<RecordTypeName, 'quote' | 'invoice'>
const label = { de: 'Dachdeckung', en: 'Roofing' }
const prefix = { quote: 'UF_CRM_', invoice: 'UF_CRM_SMART_INVOICE_' }

/** A deal roofed in copper and zinc, and a list on the target that knows neither. */
async function portalWith(target: Target, multiple = false, known = ['Ziegel', 'Schiefer']) {
  const portal = await openPortal({ seed: 'empty' })
  const source = portal.addUserField('deal', {
    fieldName: 'UF_CRM_ROOFING',
    userTypeId: 'enumeration',
    label,
    multiple,
    options: ['Ziegel', 'Kupfer', 'Zink'],
  })
  const list = portal.addUserField(target, {
    fieldName: `${prefix[target]}ROOFING`,
    userTypeId: 'enumeration',
    label,
    multiple,
    options: known.map((value, place) => ({ value, def: place === 0, xmlId: `code${place}` })),
  })
  const ids = source.options.map(({ id }) => id)
  const deal = portal.add('deal', { title: 'Roof', [source.fieldName]: multiple ? ids : ids[1]! })
  return { portal, deal, list }
}

const textsOf = ({ options }: UserField): string[] => options.map(({ value }) => value)

/** The texts a record shows in a list field. */
function shownIn(record: Item, list: UserField): string[] {
  const ids = [record.values[list.fieldName] ?? []].flat()
  return ids.map((id) => list.options.find((option) => option.id === id)!.value)
}

const optionsStep = (conversion: { steps: { name: string }[] }) =>
  conversion.steps.filter(({ name }) => name === 'options')

const updates = (portal: Simulator): number =>
  portal.requests.flatMap(({ commands }) => Object.values(commands)).filter((one) => /field(config)?\.update/.test(one))
    .length

describe.each(['quote', 'invoice'] as const)('a list of the %s lacks the value', (target) => {
  test('it is added when ticked, beside all that was there, and chosen', async () => {
    const { portal, deal, list } = await portalWith(target)
    const before = structuredClone(list.options)
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect(page.target(target)).toMatchObject({
      missingOptions: [{ label: 'Dachdeckung', list: list.fieldName, texts: ['Kupfer'] }],
      userFieldsRefusal: null,
    })
    portal.requests.length = 0
    const conversion = await page.convert([target], { addOptions: true })
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    expect(optionsStep(conversion)).toMatchObject([{ target, state: 'done' }])
    expect(list.options.slice(0, 2)).toEqual(before)
    expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer', 'Kupfer'])
    expect(shownIn(newest(portal, target), list)).toEqual(['Kupfer'])
    // The list, its change, the chain, the ending.
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch', 'batch', 'batch'])
  })

  test('it stays behind when not ticked, and the list stays as it was', async () => {
    const { portal, deal, list } = await portalWith(target)
    const conversion = await (await openCard(portal, administrator, 'deal', deal.id)).convert([target])
    expect(optionsStep(conversion)).toEqual([])
    expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer'])
    // The list's own default, which the portal sets where nothing is sent.
    expect(shownIn(newest(portal, target), list)).toEqual(['Ziegel'])
  })

  test('several values travel together, the known and the new', async () => {
    const { portal, deal, list } = await portalWith(target, true)
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect(page.target(target).missingOptions[0]!.texts).toEqual(['Kupfer', 'Zink'])
    await page.convert([target], { addOptions: true })
    expect(shownIn(newest(portal, target), list)).toEqual(['Ziegel', 'Kupfer', 'Zink'])
  })

  test('what somebody added meanwhile is kept and used', async () => {
    const { portal, deal, list } = await portalWith(target)
    const page = await openCard(portal, administrator, 'deal', deal.id)
    list.options.push({ id: 9001, value: 'kupfer ', sort: 500, def: 'N', xmlId: 'new' })
    await page.convert([target], { addOptions: true })
    expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer', 'kupfer '])
    expect(newest(portal, target).values[list.fieldName]).toBe(9001)
    expect(updates(portal)).toBe(0)
  })

  test('a list too long for a query string loses nothing', async () => {
    const known = Array.from({ length: 130 }, (_, place) => `Farbe ${place}`)
    const { portal, deal, list } = await portalWith(target, false, known)
    await (await openCard(portal, administrator, 'deal', deal.id)).convert([target], { addOptions: true })
    expect(textsOf(list)).toEqual([...known, 'Kupfer'])
    expect(shownIn(newest(portal, target), list)).toEqual(['Kupfer'])
  })

  test('a person without the right sees why, and a tick all the same leaves the value behind and is told', async () => {
    const { portal, deal, list } = await portalWith(target)
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target(target).userFieldsRefusal).toEqual({ code: 'no_right_to_add_fields' })
    const conversion = await page.convert([target], { addOptions: true })
    expect(conversion.outcome).toBe('done')
    expect(optionsStep(conversion)).toMatchObject([{ target, state: 'failed', refusal: { code: '' } }])
    expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer'])
    expect(newest(portal, target).values.title).toBe('Roof')
  })

  test('a right that is lost in between leaves the value behind, the others travel', async () => {
    const { portal, deal, list } = await portalWith(target, true)
    const page = await openCard(portal, administrator, 'deal', deal.id)
    const method = target === 'quote' ? 'crm.quote.userfield.update' : 'userfieldconfig.update'
    portal.faults.refuse(method, { error: '', description: 'Access denied.' })
    const conversion = await page.convert([target], { addOptions: true })
    expect(optionsStep(conversion)).toMatchObject([{ state: 'failed', refusal: { method } }])
    expect(shownIn(newest(portal, target), list)).toEqual(['Ziegel'])
  })
})

test('a list that is gone by then is told, and the record is made', async () => {
  const { portal, deal, list } = await portalWith('quote')
  const page = await openCard(portal, administrator, 'deal', deal.id)
  portal.state.userFields.delete(list.id)
  const conversion = await page.convert(['quote'], { addOptions: true })
  expect(optionsStep(conversion)).toMatchObject([{ state: 'failed' }])
  expect(newest(portal, 'quote').values.title).toBe('Roof')
})

describe.each(['quote', 'invoice'] as const)('the answer about new options of the %s is lost', (target) => {
  const method = target === 'quote' ? 'crm.quote.userfield.update' : 'userfieldconfig.update'

  test('nothing more is written until somebody looks: what exists is used, and the value arrives', async () => {
    const { portal, deal, list } = await portalWith(target, true)
    const page = await openCard(portal, administrator, 'deal', deal.id)
    const before = countRecords(portal)
    portal.faults.dropAnswer(method)
    const first = await page.convert([target], { addOptions: true })
    expect(first).toMatchObject({ outcome: 'unknown', created: [] })
    expect(optionsStep(first)).toMatchObject([{ state: 'unknown' }])
    expect(countRecords(portal)).toEqual(before)
    await letTimePass()
    const resumed = await page.resume(first.requestId)
    expect(resumed).toMatchObject({ outcome: 'done', differences: [] })
    expect(optionsStep(resumed)).toMatchObject([{ target, state: 'done' }])
    expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer', 'Kupfer', 'Zink'])
    expect(shownIn(newest(portal, target), list)).toEqual(['Ziegel', 'Kupfer', 'Zink'])
    expect(updates(portal)).toBe(1)
  })

  test('and the request never arrived: the options are added now, beside what somebody else added', async () => {
    const { portal, deal, list } = await portalWith(target, true)
    const page = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.loseRequest(method)
    const { requestId } = await page.convert([target], { addOptions: true })
    list.options.push({ id: 9001, value: 'Zink', sort: 500, def: 'N', xmlId: 'new' })
    await letTimePass()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer', 'Zink', 'Kupfer'])
    expect(shownIn(newest(portal, target), list)).toEqual(['Ziegel', 'Kupfer', 'Zink'])
  })
})

test('a record that changed since is refused before any list is touched', async () => {
  const { portal, deal, list } = await portalWith('quote')
  const page = await openCard(portal, administrator, 'deal', deal.id)
  Object.assign(deal.values, { title: 'Another roof', updatedTime: new Date(Date.now() + 60_000).toISOString() })
  expect((await page.refuse(['quote'], { addOptions: true })).code).toBe('plan_outdated')
  expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer'])
})

test('options that were added stay told when the record is refused, and carrying on uses them', async () => {
  const { portal, deal, list } = await portalWith('quote')
  const page = await openCard(portal, administrator, 'deal', deal.id)
  portal.faults.refuse('crm.item.add', { error: 'ACCESS_DENIED', description: 'Access denied.' })
  const refused = await page.convert(['quote'], { addOptions: true })
  expect(refused.outcome).toBe('refused')
  expect(optionsStep(refused)).toMatchObject([{ state: 'done' }])
  portal.faults.clear()
  expect((await page.resume(refused.requestId)).outcome).toBe('done')
  expect(shownIn(newest(portal, 'quote'), list)).toEqual(['Kupfer'])
  expect(updates(portal)).toBe(1)
})

test('a value that stayed behind is not called arrived by carrying on', async () => {
  const { portal, deal, list } = await portalWith('quote', true)
  portal.setProductRows('deal', deal.id, [{ productName: 'Tile', price: 5, quantity: 2 }])
  const page = await openCard(portal, administrator, 'deal', deal.id)
  portal.faults.refuse('crm.quote.userfield.update', { error: '', description: 'Access denied.' })
  portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
  const { requestId, outcome } = await page.convert(['quote'], { addOptions: true })
  expect(outcome).toBe('partial')
  portal.faults.clear()
  const resumed = await page.resume(requestId)
  expect(resumed.outcome).toBe('done')
  expect(optionsStep(resumed)).toMatchObject([{ state: 'failed' }])
  expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer'])
  expect(shownIn(newest(portal, 'quote'), list)).toEqual(['Ziegel'])
})

test('a text that a batch would resolve arrives as it was typed', async () => {
  const { portal, deal, list } = await portalWith('quote')
  const hostile = '$result[item][item][id] [URL=x]<img onerror=alert(1)>'
  portal.state.userFields.forEach((field) => {
    for (const option of field.options) if (option.value === 'Kupfer') option.value = hostile
  })
  await (await openCard(portal, administrator, 'deal', deal.id)).convert(['quote'], { addOptions: true })
  expect(textsOf(list)).toEqual(['Ziegel', 'Schiefer', hostile])
  expect(shownIn(newest(portal, 'quote'), list)).toEqual([hostile])
})

test('a free text fills the list it is called after', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const text = portal.addUserField('deal', { fieldName: 'UF_CRM_T', userTypeId: 'string', label })
  const list = portal.addUserField('quote', {
    fieldName: 'UF_CRM_L',
    userTypeId: 'enumeration',
    label,
    options: ['Ziegel'],
  })
  const deal = portal.add('deal', { title: 'Roof', [text.fieldName]: 'Reet' })
  await (await openCard(portal, administrator, 'deal', deal.id)).convert(['quote'], { addOptions: true })
  expect(shownIn(newest(portal, 'quote'), list)).toEqual(['Reet'])
})
