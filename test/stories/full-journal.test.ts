import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { chores, conversions } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValues } from '../simulator/state.ts'
import { administrator, countRecords, logLines, openCard, openPortal, theDatabase, useApp, type Page } from './door.ts'
import { openMainPage } from './main-page.ts'

// The hours of the housekeeping pass when a story says so.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
useApp({ JOURNAL_MB: '10' })
afterAll(() => void vi.useRealTimers())

const ofPortal = ({ state }: Simulator) => eq(conversions.memberId, state.memberId)
const rowsOf = (portal: Simulator) =>
  theDatabase().orm.select().from(conversions).where(ofPortal(portal)).orderBy(conversions.startedAt)

/** A portal whose deals carry so many texts that eight conversions are more than a journal of 10 MB may hold. */
async function openLargePortal(): Promise<{ portal: Simulator; openDeal(): Promise<Page> }> {
  const portal = await openPortal()
  const names = Array.from({ length: 30 }, (_, place) => `TALE_${place}`)
  for (const name of names) {
    const field = { userTypeId: 'string', label: name } as const
    portal.addUserField('deal', { ...field, fieldName: `UF_CRM_${name}` })
    portal.addUserField('invoice', { ...field, fieldName: `UF_CRM_SMART_INVOICE_${name}` })
  }
  return {
    portal,
    openDeal() {
      // Nothing that a database could pack.
      const texts = names.map((name) => [`UF_CRM_${name}`, randomBytes(36_000).toString('base64')])
      const deal = portal.add('deal', {
        title: 'Roof',
        assignedById: administrator,
        ...(Object.fromEntries(texts) as FieldValues),
      })
      return openCard(portal, administrator, 'deal', deal.id)
    },
  }
}

/** Creates invoices until there is no room, and answers how many. */
async function fill({ portal, openDeal }: Awaited<ReturnType<typeof openLargePortal>>): Promise<number> {
  for (let count = 0; ; count++) {
    const page = await openDeal()
    const before = countRecords(portal)
    const requestId = crypto.randomUUID()
    const answer = await page.convert(['invoice'], { requestId }).catch((error: unknown) => error)
    if (!(answer instanceof Error)) continue
    expect(answer.message).toMatch(/^Refused with 503: .*journal_full/)
    expect(countRecords(portal)).toEqual(before)
    expect(await page.look(requestId)).toBeNull()
    return count
  }
}

/** The next hour begins, and this process does the chores. */
async function passAnHour(isDone: () => Promise<void>): Promise<void> {
  await theDatabase().orm.delete(chores)
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  await vi.waitFor(isDone, { timeout: 20_000, interval: 100 })
}

test(
  'a portal that writes too much waits for the next clearing, which takes its oldest conversions',
  { timeout: 120_000 },
  async () => {
    const large = await openLargePortal()
    const { portal } = large
    const counts = [await fill(large)]
    expect(counts[0]).toBeGreaterThan(1)
    const main = await openMainPage(portal, administrator)
    const { journal } = await main.health()
    expect(journal).toMatchObject({ megabytes: 10, count: counts[0], missingUntil: null })
    expect(journal.bytes).toBeGreaterThan(4_000_000)
    // Two more hours, and there is more than may stay.
    for (let hour = 0; hour < 2; hour++) {
      await passAnHour(async () => expect(await theDatabase().orm.select().from(chores)).toHaveLength(3))
      counts.push(await fill(large))
    }
    const began = await rowsOf(portal)
    await passAnHour(async () => expect((await rowsOf(portal)).length).toBeLessThan(began.length))
    const left = await rowsOf(portal)
    expect(left.map(({ requestId }) => requestId)).toEqual(began.slice(-left.length).map(({ requestId }) => requestId))
    const after = (await main.health()).journal
    expect(after.bytes).toBeLessThanOrEqual(9 * 1024 * 1024)
    expect(after).toMatchObject({
      count: left.length,
      oldest: left[0]!.startedAt.toISOString(),
      missingUntil: began.at(-left.length - 1)!.startedAt.toISOString(),
    })
    const page = await large.openDeal()
    expect((await page.convert(['invoice'])).outcome).toBe('done')
    expect(logLines.join('\n')).not.toContain('unfinished conversions alone')
  },
)
