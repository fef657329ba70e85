import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { commentsOn, countRecords, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const addLead = (portal: Simulator, more = {}): Item =>
  portal.add('lead', {
    title: 'Roof',
    lastName: 'Müller',
    companyTitle: 'Müller GmbH',
    assignedById: salesperson,
    ...more,
  })

describe('one click makes one set of records', () => {
  test('when the same request is delivered twice, one after the other', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    const before = countRecords(portal)
    const requestId = crypto.randomUUID()
    const first = await page.convert(['deal', 'contact'], { requestId })
    const again = await page.convert(['deal', 'contact'], { requestId })
    expect(again).toEqual(first)
    expect(countRecords(portal)).toEqual({ ...before, deal: before.deal + 1, contact: before.contact + 1 })
  })

  test('when it is delivered twice at the same moment', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    const before = countRecords(portal)
    const requestId = crypto.randomUUID()
    const both = await Promise.all([page.convert(['deal'], { requestId }), page.convert(['deal'], { requestId })])
    expect(both.map(({ outcome }) => outcome)).toContain('done')
    expect(both.every(({ outcome }) => outcome === 'done' || outcome === 'running')).toBe(true)
    expect(countRecords(portal).deal).toBe(before.deal + 1)
  })
})

describe('the portal gives no answer', () => {
  test('after writing: the outcome is unknown, it is told, and nothing is sent again', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    const before = countRecords(portal)
    portal.faults.dropAnswer('crm.item.add')
    const conversion = await page.convert(['deal', 'contact'])
    expect(conversion.outcome).toBe('unknown')
    expect(conversion.steps[0]).toMatchObject({ name: 'create', state: 'unknown' })
    expect(countRecords(portal).deal).toBeLessThanOrEqual(before.deal + 1)
    expect(portal.requests.filter(({ method }) => method === 'batch')).toHaveLength(2)
  })

  // A contact is proven by the answer that made it; what carries an amount is read back together with the comment.
  test.each([
    { target: 'contact' as const, differences: [], unknown: ['comment'] },
    { target: 'deal' as const, differences: null, unknown: ['comment', 'check'] },
  ])(
    'to the comment: the record ($target) stands, and its end is told as unknown',
    async ({ target, differences, unknown }) => {
      const portal = await openPortal()
      const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
      portal.faults.dropAnswer('crm.timeline.comment.add')
      const conversion = await page.convert([target])
      expect(conversion.outcome).toBe('unknown')
      expect(conversion.created).toHaveLength(1)
      expect(conversion.differences).toEqual(differences)
      expect(conversion.steps.filter(({ state }) => state === 'unknown').map(({ name }) => name)).toEqual(unknown)
    },
  )

  test('because it is busy: the request was never read, so it is repeated and works', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    portal.faults.busy(1)
    expect((await page.convert(['contact'])).outcome).toBe('done')
  })

  test('because it is busy: whoever watches is told that we wait', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    portal.faults.busy(2)
    const requestId = crypto.randomUUID()
    const end = page.convert(['contact'], { requestId })
    await expect.poll(() => page.look(requestId), { interval: 50 }).toMatchObject({ waiting: true })
    expect((await end).waiting).toBeUndefined()
    expect((await page.look(requestId))?.outcome).toBe('done')
  })
})

test('a sign-in that ends before anything is written spoils nothing: the page sends the same click again', async () => {
  const portal = await openPortal()
  const lead = addLead(portal)
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  const before = countRecords(portal)
  const requestId = crypto.randomUUID()
  portal.faults.refuse('batch', { error: 'expired_token', description: 'The access token has expired.', status: 401 })
  expect(await page.refuse(['contact'], { requestId })).toMatchObject({ code: 'token_expired' })
  expect(await page.look(requestId)).toBeNull()
  portal.faults.clear()
  expect(await page.convert(['contact'], { requestId })).toMatchObject({ outcome: 'done' })
  expect(countRecords(portal).contact).toBe(before.contact! + 1)
})

describe('the record changed meanwhile', () => {
  test('a new title is shown anew before anything is written', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    Object.assign(lead.values, { title: 'Another roof', updatedTime: new Date(Date.now() + 60_000).toISOString() })
    const refused = await page.refuse(['deal'])
    expect(refused).toMatchObject({
      code: 'plan_outdated',
      details: { preview: { source: { title: 'Another roof' } } },
    })
    expect(countRecords(portal)).toEqual(before)
  })

  test('a deleted record is told as gone', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.state.items.lead.delete(lead.id)
    const before = countRecords(portal)
    expect(await page.refuse(['deal'])).toMatchObject({ code: 'record_not_found' })
    expect(countRecords(portal)).toEqual(before)
  })

  test('a preview of another record is not accepted for this one', async () => {
    const portal = await openPortal()
    const other = await openCard(portal, salesperson, 'lead', addLead(portal, { title: 'Other' }).id)
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    expect(await page.refuse(['deal'], { fingerprint: other.preview.fingerprint })).toMatchObject({
      code: 'plan_outdated',
    })
  })
})

describe('refusals after the first record', () => {
  test('rows that are refused leave the lead open and are named', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    portal.setProductRows('lead', lead.id, [{ productName: 'Tile', price: 5, quantity: 2 }])
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    const conversion = await page.convert(['deal'])
    expect(conversion.outcome).toBe('partial')
    expect(conversion.steps.find(({ name }) => name === 'rows')).toMatchObject({
      state: 'failed',
      refusal: { code: 'ACCESS_DENIED' },
    })
    expect(conversion.differences).toContainEqual(
      expect.objectContaining({ target: 'deal', what: 'rowCount', planned: '1', found: '0' }),
    )
    expect(lead.values.stageId).not.toBe('CONVERTED')
  })

  test('an amount that the portal works out otherwise than planned is told, to the cent', async () => {
    const portal = await openPortal()
    const lead = addLead(portal)
    portal.setProductRows('lead', lead.id, [{ productName: 'Tile', price: 5, quantity: 2 }])
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.faults.hook('crm.item.productrow.set', 'after', () => {
      newest(portal, 'deal').values.opportunity = 9.99
    })
    const conversion = await page.convert(['deal'])
    expect(conversion.outcome).toBe('done')
    expect(conversion.differences).toEqual([{ target: 'deal', what: 'amount', planned: '10.00', found: '9.99' }])
  })

  test('a refusal without a code, as older methods give it, is a refusal', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    portal.faults.refuse('crm.timeline.comment.add', { error: '', description: 'Access denied.' })
    const conversion = await page.convert(['contact'])
    expect(conversion.outcome).toBe('done')
    expect(conversion.steps.find(({ name }) => name === 'comment')).toMatchObject({
      state: 'failed',
      refusal: { message: 'Access denied.' },
    })
  })
})

describe('hostile titles', () => {
  test.each([
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['BB code', '[URL=https://evil.test]click[/URL] [USER=1]boss[/USER]'],
    ['a reference', '$result[item][item][assignedById]'],
    ['a closing script', '</script><script>alert(1)</script>'],
    ['line breaks and an emoji', 'Roof\n[b]🏠[/b]\r\nend'],
  ])('%s arrives as it was typed, and is no code in the comment', async (_, title) => {
    const portal = await openPortal()
    const lead = addLead(portal, { title, companyTitle: title })
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    expect(page.preview.source.title).toBe(title)
    expect((await page.convert(['deal', 'company'])).outcome).toBe('done')
    expect(newest(portal, 'deal').values.title).toBe(title)
    expect(newest(portal, 'company').values.title).toBe(title)
    const [comment] = commentsOn(portal, 'lead', lead.id)
    expect(comment!.match(/\[URL=([^\]]*)\]/g)).toHaveLength(2)
    expect(comment).not.toMatch(/evil\.test\]|\[USER|\[b\]/)
  })
})
