import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import { TimeIsUp } from '../simulator/call-method.ts'
import type { Item } from '../simulator/state.ts'
import {
  administrator,
  commentsOn,
  countRecords,
  letTimePass,
  newest,
  openCard,
  openPortal,
  reader,
  salesperson,
  useApp,
} from './door.ts'

useApp()

function addLead(portal: Simulator): Item {
  const lead = portal.add('lead', {
    title: 'Roof',
    lastName: 'Müller',
    companyTitle: 'Müller GmbH',
    assignedById: salesperson,
  })
  portal.setProductRows('lead', lead.id, [{ productName: 'Tile', price: 5, quantity: 2 }])
  return lead
}

/** One of each, linked, with its rows, and named in one comment each. */
function expectOneSet(portal: Simulator, lead: Item, before: Record<string, number>): void {
  expect(countRecords(portal)).toEqual({
    ...before,
    deal: before.deal! + 1,
    contact: before.contact! + 1,
    company: before.company! + 1,
  })
  const [deal, contact, company] = [newest(portal, 'deal'), newest(portal, 'contact'), newest(portal, 'company')]
  expect(deal.values).toMatchObject({ leadId: lead.id, companyId: company.id, contactIds: [contact.id] })
  expect(deal.rows).toHaveLength(1)
  expect(lead.values.stageId).toBe('CONVERTED')
  const comments = commentsOn(portal, 'lead', lead.id).join('\n')
  for (const path of [`deal/details/${deal.id}/`, `contact/details/${contact.id}/`, `company/details/${company.id}/`])
    expect(comments.split(path)).toHaveLength(2)
}

function cutShort(): never {
  throw new TimeIsUp()
}

const everything = ['deal', 'contact', 'company'] as const

describe('an answer that was lost', () => {
  test('after everything was written: what exists is found, nothing is made twice', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.dropAnswer('crm.item.productrow.set')
    const { requestId, outcome } = await page.convert([...everything])
    expect(outcome).toBe('unknown')
    await letTimePass()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expectOneSet(portal, lead, before)
  })

  test('is not looked into while the portal may still be at work', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.dropAnswer('crm.item.add')
    const { requestId } = await page.convert(['contact'])
    portal.requests.length = 0
    expect((await page.resume(requestId)).outcome).toBe('unknown')
    expect(portal.requests).toEqual([])
  })

  test('to a request that never arrived: everything is made now', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.loseRequest('crm.item.productrow.set')
    const { requestId, outcome } = await page.convert([...everything])
    expect(outcome).toBe('unknown')
    expect(countRecords(portal)).toEqual(before)
    await letTimePass()
    expect((await page.resume(requestId)).outcome).toBe('done')
    expectOneSet(portal, lead, before)
  })

  test('to the comment: it is posted once', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.dropAnswer('crm.timeline.comment.add')
    const { requestId, outcome } = await page.convert([...everything])
    expect(outcome).toBe('unknown')
    await letTimePass()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expectOneSet(portal, lead, before)
  })

  test('about a quote, which has no marker: it is known by its deal, its creator and its title', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
    const foreign = portal.add('quote', { title: 'Roof', dealId: deal.id, createdBy: administrator })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const before = countRecords(portal)
    portal.add('quote', { title: 'Roof', dealId: deal.id, createdBy: administrator })
    portal.faults.dropAnswer('crm.item.add')
    const { requestId } = await page.convert(['quote'])
    await letTimePass()
    const conversion = await page.resume(requestId)
    expect(conversion.outcome).toBe('done')
    expect(countRecords(portal).quote).toBe(before.quote + 2)
    expect(conversion.created).toMatchObject([{ type: 'quote', id: newest(portal, 'quote').id }])
    expect(conversion.created[0]!.id).not.toBe(foreign.id)
  })

  test('about new user fields: they are found, used and not created twice', async () => {
    const portal = await openPortal()
    portal.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: 'Roof type' })
    const deal = portal.add('deal', { title: 'Roof', UF_CRM_ROOF: 'slate', assignedById: administrator })
    const page = await openCard(portal, administrator, 'deal', deal.id)
    portal.faults.dropAnswer('userfieldconfig.add')
    const { requestId, outcome } = await page.convert(['invoice'], { tick: ['Roof type'] })
    expect(outcome).toBe('unknown')
    await letTimePass()
    expect((await page.resume(requestId)).outcome).toBe('done')
    const fields = [...portal.state.userFields.values()].filter(
      ({ type, labels }) => type === 'invoice' && JSON.stringify(labels).includes('Roof type'),
    )
    expect(fields).toHaveLength(1)
    expect(newest(portal, 'invoice').values[fields[0]!.fieldName]).toBe('slate')
  })

  test('about the first of two new user fields: it is used, and only the other one is created', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const options = ['Ziegel', 'Kupfer']
    const cover = portal.addUserField('deal', {
      fieldName: 'UF_CRM_COVER',
      userTypeId: 'enumeration',
      label: 'Cover',
      options,
    })
    portal.addUserField('deal', { fieldName: 'UF_CRM_SLOPE', userTypeId: 'string', label: 'Slope' })
    const values = { UF_CRM_COVER: cover.options[1]!.id, UF_CRM_SLOPE: '30°' }
    const deal = portal.add('deal', { title: 'Roof', assignedById: administrator, ...values })
    const page = await openCard(portal, administrator, 'deal', deal.id)
    // The portal's time is up in the middle of the batch, and nobody hears of its first half.
    portal.faults.hook('crm.quote.userfield.add', 'before', cutShort, 2)
    const { requestId, outcome } = await page.convert(['quote'], { tick: 'all' })
    expect(outcome).not.toBe('done')
    await letTimePass()
    expect((await page.resume(requestId)).outcome).toBe('done')
    const fields = [...portal.state.userFields.values()].filter(({ type }) => type === 'quote')
    expect(fields.map(({ userTypeId }) => userTypeId)).toEqual(['enumeration', 'string'])
    const quote = newest(portal, 'quote').values
    expect(fields[0]!.options.find(({ id }) => id === quote[fields[0]!.fieldName])?.value).toBe('Kupfer')
    expect(quote[fields[1]!.fieldName]).toBe('30°')
  })
})

describe('a conversion that stopped half way', () => {
  test('shows on the card of whoever opens it, and is finished without making anything twice', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    expect((await page.convert([...everything])).outcome).toBe('partial')
    portal.faults.clear()

    const boss = await openCard(portal, administrator, 'lead', lead.id)
    const { unfinished } = boss.preview
    expect(unfinished).toMatchObject([{ byAnother: true, conversion: { outcome: 'partial' } }])
    const resumed = await boss.resume(unfinished[0]!.conversion.requestId)
    expect(resumed).toMatchObject({ outcome: 'done', differences: [] })
    expectOneSet(portal, lead, before)
    expect((await boss.previewAgain()).unfinished).toEqual([])
  })

  test('is left as it is when a person says so', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    const { requestId } = await page.convert(['deal'])
    await page.keep(requestId)
    expect((await page.previewAgain()).unfinished).toEqual([])
  })

  test('because the token ended is carried on with by a fresh one', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.after('crm.item.productrow.set', 'expireTokens')
    const { requestId } = await page.convert([...everything])
    await letTimePass()
    const again = await openCard(portal, salesperson, 'lead', lead.id)
    expect(await again.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expectOneSet(portal, lead, before)
  })
})

test('nobody carries on for whom the portal hides the source', async () => {
  const portal = await openPortal()
  const lead = addLead(portal)
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
  const { requestId } = await page.convert(['deal'])
  portal.state.items.lead.delete(lead.id)
  await expect(page.resume(requestId)).rejects.toThrow('record_not_found')
})

describe('what somebody else began', () => {
  /** A salesperson's half conversion, and a colleague's page. */
  async function halfOfAnother(colleague: number) {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const elsewhere = portal.add('lead', { title: 'Elsewhere', assignedById: colleague })
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    const { requestId } = await page.convert(['deal'])
    portal.faults.clear()
    return { portal, page, requestId, theirs: await openCard(portal, colleague, 'lead', elsewhere.id) }
  }

  test.each([
    ['may not see', { read: 'own', update: 'own' }, 'record_not_found'],
    ['may see but not edit', { read: 'all', update: 'own' }, 'source_not_editable'],
  ] as const)('moves for nobody who %s its source', async (_, rights, code) => {
    const { portal, page, requestId, theirs } = await halfOfAnother(reader)
    Object.assign(portal.state.users.get(reader)!.rights.lead, rights)
    const before = countRecords(portal)
    for (const act of [theirs.resume, theirs.undo, theirs.keep]) await expect(act(requestId)).rejects.toThrow(code)
    expect(countRecords(portal)).toEqual(before)
    expect((await page.previewAgain()).unfinished).toMatchObject([{ conversion: { requestId, outcome: 'partial' } }])
    // Nobody took it over meanwhile, so its owner carries on.
    expect((await page.resume(requestId)).outcome).toBe('done')
    await expect(theirs.resume(requestId)).rejects.toThrow(code)
  })

  test('is settled by an administrator even when its source is gone', async () => {
    const { portal, requestId, theirs } = await halfOfAnother(administrator)
    portal.state.items.lead.clear()
    expect(await theirs.keep(requestId)).toMatchObject({ outcome: 'partial' })
  })
})

describe('a comment that the portal had no time for', () => {
  test.each(['QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT'])('(%s) is told, and posted once later', async (error) => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.refuse('crm.timeline.comment.add', { error, description: 'Later.', status: 503, times: 1 })
    const { requestId, outcome, steps } = await page.convert([...everything])
    expect(outcome).toBe('done')
    expect(steps).toContainEqual(expect.objectContaining({ name: 'comment', state: 'failed' }))
    expect(commentsOn(portal, 'lead', lead.id)).toEqual([])
    const caughtUp = await page.resume(requestId)
    expect(caughtUp).toMatchObject({ outcome: 'done', differences: [] })
    expect(caughtUp.steps.every(({ state }) => state === 'done')).toBe(true)
    expectOneSet(portal, lead, before)

    portal.requests.length = 0
    expect(await page.resume(requestId)).toEqual(caughtUp)
    expect(portal.requests).toEqual([])
  })

  test('is not posted while nobody can see whether it stands there', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    portal.faults.dropAnswer('crm.timeline.comment.add')
    const { requestId } = await page.convert([...everything])
    await letTimePass()
    portal.faults.refuse('crm.timeline.comment.list', { error: 'OPERATION_TIME_LIMIT', description: 'Later.' })
    const blind = await page.resume(requestId)
    expect(blind.outcome).toBe('done')
    expect(blind.steps).toContainEqual(expect.objectContaining({ name: 'comment', state: 'unknown' }))
    expectOneSet(portal, lead, before)
    portal.faults.clear()
    expect((await page.resume(requestId)).steps).toContainEqual(
      expect.objectContaining({ name: 'comment', state: 'done' }),
    )
    expectOneSet(portal, lead, before)
  })

  test('but refused for good is not asked for again', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.refuse('crm.timeline.comment.add', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    const conversion = await page.convert([...everything])
    portal.requests.length = 0
    expect(await page.resume(conversion.requestId)).toEqual(conversion)
    expect(portal.requests).toEqual([])
  })
})
