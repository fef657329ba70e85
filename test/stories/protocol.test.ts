import { describe, expect, test, vi } from 'vitest'
import { protocol } from '../../server/storage/schema.ts'
import { newest, openCard, openPortal, salesperson, theDatabase, useApp } from './door.ts'

useApp()

describe('the REST protocol', () => {
  const protocolOf = async (memberId: string) =>
    (await theDatabase().orm.select().from(protocol).orderBy(protocol.id)).filter((row) => row.memberId === memberId)

  test('names every request of a conversion, how long it took and how it ended', async () => {
    const portal = await openPortal()
    portal.faults.busy(1)
    const page = await openCard(portal, salesperson, 'deal', 1)
    const requestId = crypto.randomUUID()
    portal.faults.refuse('crm.timeline.comment.add', { error: 'Der Kommentar von Herrn Weber fehlt', description: '' })
    await page.convert(['invoice'], { requestId })
    const rows = await vi.waitFor(async () => {
      const written = await protocolOf(portal.state.memberId)
      expect(written.filter((row) => row.requestId === requestId)).toHaveLength(2)
      return written
    }, 20_000)
    const looking = rows.slice(-5, -2)
    expect(looking).toMatchObject([
      { method: 'batch', status: 503, refusals: ['QUERY_LIMIT_EXCEEDED'], requestId: null },
      { method: 'batch', status: 200, requestId: null },
      // This deal names people beside the one in charge.
      { method: 'user.get', status: 200, requestId: null },
    ])
    expect(looking[0]?.commands).toContain('crm.item.fields')
    const [writing, closing] = rows.slice(-2)
    expect(writing).toMatchObject({ method: 'batch', status: 200, refusals: [] })
    expect(writing?.commands).toContain('crm.item.add')
    // A sentence in the place of a code may quote the record.
    expect(closing).toMatchObject({ method: 'batch', status: 200, refusals: ['text'] })
    for (const { durationMs, at } of rows) {
      expect(durationMs).toBeGreaterThanOrEqual(0)
      expect(Date.now() - at.getTime()).toBeLessThan(120_000)
    }
  })

  test('holds no token, no name, no title and no value', async () => {
    const portal = await openPortal()
    const secrets = ['Zwiebelturm', 'Ottokar', '+49 30 9998877', 'ottokar@example.org', '4711.42']
    const [title = '', name = '', phone = '', email = ''] = secrets
    const lead = portal.add('lead', {
      title,
      name,
      opportunity: 4711.42,
      assignedById: salesperson,
      fm: [
        { typeId: 'PHONE', valueType: 'WORK', value: phone },
        { typeId: 'EMAIL', valueType: 'WORK', value: email },
      ],
    })
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    await page.convert(['deal', 'contact'])
    expect(newest(portal, 'contact').values.name).toBe(name)
    const rows = await vi.waitFor(async () => {
      const written = await protocolOf(portal.state.memberId)
      expect(written.some(({ requestId }) => requestId !== null)).toBe(true)
      return written
    }, 20_000)
    const text = JSON.stringify(rows)
    const tokens = [...portal.state.grants.values()].flatMap((grant) => [grant.accessToken, grant.refreshToken])
    for (const secret of [...secrets, ...tokens]) expect(text).not.toContain(secret)
  })

  test('goes with everything else when the administrator wants that', async () => {
    const portal = await openPortal()
    const { memberId } = portal.state
    await openCard(portal, salesperson, 'deal', 1)
    await vi.waitFor(async () => expect(await protocolOf(memberId)).not.toEqual([]), 20_000)
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await protocolOf(memberId)).toEqual([]), 20_000)
  })
})
