import { describe, expect, test } from 'vitest'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { addActivity } from '../simulator/crm/activities.ts'
import type { Item, ItemRef } from '../simulator/state.ts'
import { newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

/** A record with activities and comments on its timeline, as people leave them there. */
async function portalWith(
  type: 'lead' | 'deal' | 'quote',
  count: { activities: number; comments: number },
): Promise<{ portal: Simulator; source: Item }> {
  const portal = await openPortal({ seed: 'empty' })
  const source = portal.add(type, { title: 'Roof', ...(type === 'lead' ? { lastName: 'Müller' } : {}) })
  const { state } = portal
  const user = state.users.get(salesperson)!
  for (let place = 0; place < count.activities; place++)
    addActivity({ state, user, raise: () => {} }, source, {
      TYPE_ID: '2',
      SUBJECT: `Call ${place}`,
      COMPLETED: place % 2 === 0 ? 'Y' : 'N',
      RESPONSIBLE_ID: String(salesperson),
    })
  for (let place = 0; place < count.comments; place++) {
    const id = state.nextId('timeline')
    const { type: ownerType, id: ownerId } = source
    const owner = { type: ownerType, id: ownerId }
    state.comments.set(id, { id, owner, authorId: salesperson, text: `Note ${place}`, createdTime: '2026-11-01' })
  }
  portal.requests.length = 0
  return { portal, source }
}

/** How many activities and comments a card shows. */
function shownIn({ state }: Simulator, { type, id }: ItemRef): { activities: number; comments: number } {
  const isThis = (ref: ItemRef): boolean => ref.type === type && ref.id === id
  return {
    activities: [...state.activities.values()].filter(({ bindings }) => bindings.some(isThis)).length,
    comments:
      [...state.comments.values()].filter(({ owner, text }) => isThis(owner) && text.startsWith('Note')).length +
      state.timelineBindings.filter(({ ref }) => isThis(ref)).length,
  }
}

const historyStep = (conversion: { steps: { name: string }[] }) =>
  conversion.steps.filter(({ name }) => name === 'history')

describe('what happened around a lead', () => {
  test('is counted beforehand, shown in every new card, and stays where it was', async () => {
    const { portal, source } = await portalWith('lead', { activities: 5, comments: 2 })
    const page = await openCard(portal, salesperson, 'lead', source.id)
    expect(page.preview.history).toEqual({
      activities: { carried: 5, total: 5 },
      comments: { carried: 2, total: 2 },
    })
    const conversion = await page.convert(['deal', 'contact', 'company'])
    expect(conversion.outcome).toBe('done')
    expect(historyStep(conversion)).toMatchObject([{ state: 'done' }, { state: 'done' }, { state: 'done' }])
    for (const type of ['deal', 'contact', 'company'] as const)
      expect(shownIn(portal, newest(portal, type))).toEqual({ activities: 5, comments: 2 })
    expect(shownIn(portal, source)).toEqual({ activities: 5, comments: 2 })
    expect([...portal.state.activities.values()].map(({ values }) => values.OWNER_ID)).toEqual(
      Array(5).fill(String(source.id)),
    )
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch', 'batch'])
  })

  test('is left alone when the person wishes so', async () => {
    const { portal, source } = await portalWith('lead', { activities: 5, comments: 2 })
    const page = await openCard(portal, salesperson, 'lead', source.id)
    const conversion = await page.convert(['deal'], { history: false })
    expect(historyStep(conversion)).toEqual([])
    expect(shownIn(portal, newest(portal, 'deal'))).toEqual({ activities: 0, comments: 0 })
  })

  test('goes on to the next record, whoever owned it first, without our own notes', async () => {
    const { portal, source } = await portalWith('lead', { activities: 3, comments: 0 })
    await (await openCard(portal, salesperson, 'lead', source.id)).convert(['deal'])
    const deal = newest(portal, 'deal')
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.preview.history.activities).toEqual({ carried: 3, total: 3 })
    await page.convert(['invoice'])
    expect(shownIn(portal, newest(portal, 'invoice'))).toEqual({ activities: 3, comments: 0 })
    const again = await openCard(portal, salesperson, 'deal', deal.id)
    expect(again.preview.history.comments).toEqual({ carried: 0, total: 0 })
  })

  test('of any length needs only as many requests as it fills; of very much the newest travels', async () => {
    const { portal, source } = await portalWith('lead', { activities: 520, comments: 30 })
    const page = await openCard(portal, salesperson, 'lead', source.id)
    expect(page.preview.history.activities).toEqual({ carried: 500, total: 520 })
    expect(portal.requests).toHaveLength(2)
    portal.requests.length = 0
    const conversion = await page.convert(['deal'])
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    expect(shownIn(portal, newest(portal, 'deal'))).toEqual({ activities: 500, comments: 30 })
    const oldest = Math.min(...portal.state.activities.keys())
    expect(portal.state.activities.get(oldest)!.bindings).toHaveLength(1)
    // The chain, and 533 commands by fifties.
    expect(portal.requests).toHaveLength(1 + 11)
  })

  test('is not bound to a contact that existed before', async () => {
    const { portal, source } = await portalWith('lead', { activities: 2, comments: 0 })
    const contact = portal.add('contact', { name: 'Eva', leadId: source.id })
    const page = await openCard(portal, salesperson, 'lead', source.id)
    await page.convert(['deal', 'contact'])
    expect(shownIn(portal, contact)).toEqual({ activities: 0, comments: 0 })
    expect(shownIn(portal, newest(portal, 'deal'))).toEqual({ activities: 2, comments: 0 })
  })
})

test.each([
  ['deal', 'quote', false],
  ['deal', 'invoice', false],
  ['quote', 'deal', true],
  ['quote', 'invoice', false],
] as const)('comments of a %s that becomes a %s travel: %s', async (from, to, travels) => {
  const { portal, source } = await portalWith(from, { activities: 2, comments: 3 })
  const page = await openCard(portal, salesperson, from, source.id)
  expect(page.target(to).takesComments).toBe(travels)
  const conversion = await page.convert([to])
  expect(historyStep(conversion)).toMatchObject([{ target: to, state: 'done' }])
  expect(shownIn(portal, newest(portal, to as RecordTypeName))).toEqual({ activities: 2, comments: travels ? 3 : 0 })
  expect(shownIn(portal, source)).toEqual({ activities: 2, comments: 3 })
})

describe('history that the portal does not bind', () => {
  test('is told with its refusal, and the records stand', async () => {
    const { portal, source } = await portalWith('deal', { activities: 2, comments: 0 })
    const page = await openCard(portal, salesperson, 'deal', source.id)
    portal.faults.refuse('crm.activity.binding.add', { error: 'ACCESS_DENIED', description: 'No.' })
    const conversion = await page.convert(['invoice'])
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    expect(historyStep(conversion)).toMatchObject([
      { state: 'failed', refusal: { code: 'ACCESS_DENIED', method: 'crm.activity.binding.add' } },
    ])
  })

  test('because it is bound already, or gone meanwhile, is as it should be', async () => {
    const { portal, source } = await portalWith('lead', { activities: 3, comments: 0 })
    const page = await openCard(portal, salesperson, 'lead', source.id)
    const [first] = portal.state.activities.keys()
    portal.state.activities.delete(first!)
    portal.faults.refuse('crm.activity.binding.add', {
      error: 'ACTIVITY_IS_ALREADY_BOUND',
      description: 'Activity is already bound',
      when: ({ activityId }) => Number(activityId) === first! + 1,
    })
    expect(historyStep(await page.convert(['deal']))).toMatchObject([{ state: 'done' }])
  })

  test('because it could not be read, is said beforehand', async () => {
    const { portal, source } = await portalWith('deal', { activities: 2, comments: 0 })
    portal.faults.refuse('crm.activity.list', { error: '', description: 'Access denied.' })
    const page = await openCard(portal, salesperson, 'deal', source.id)
    expect(page.preview.history).toEqual({ activities: null, comments: { carried: 0, total: 0 } })
    expect((await page.convert(['invoice'])).outcome).toBe('done')
  })

  test('because no answer came, is uncertain', async () => {
    const { portal, source } = await portalWith('deal', { activities: 2, comments: 0 })
    const page = await openCard(portal, salesperson, 'deal', source.id)
    portal.faults.dropAnswer('crm.activity.binding.add')
    expect(historyStep(await page.convert(['invoice']))).toMatchObject([{ state: 'unknown' }])
  })
})

test('a call that comes in between looking and continuing keeps nobody from continuing', async () => {
  const { portal, source } = await portalWith('deal', { activities: 1, comments: 0 })
  const page = await openCard(portal, salesperson, 'deal', source.id)
  const { state } = portal
  addActivity({ state, user: state.users.get(salesperson)!, raise: () => {} }, source, { TYPE_ID: '2', SUBJECT: 'New' })
  expect((await page.previewAgain()).fingerprint).toBe(page.preview.fingerprint)
  expect((await page.convert(['invoice'])).outcome).toBe('done')
})
