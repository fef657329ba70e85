import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/storage/database.ts'
import { openPacing, type Priority } from '../../server/storage/pacing.ts'
import { pacing } from '../../server/storage/schema.ts'
import { findEngines } from './databases.ts'

/** So slow that nothing is forgotten while a test runs. */
const limit = { burst: 10, drain: 0.001, reserve: 4 }

describe.each(await findEngines())('the request limit of a portal in the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()))
  afterAll(() => drop())

  const open = (memberId: string, priority: Priority) => openPacing(database.orm, memberId, limit, priority)
  const pass = (memberId: string, seconds: number) =>
    database.orm
      .update(pacing)
      .set({ at: sql`${pacing.at} - ${seconds} * interval '1 second'` })
      .where(eq(pacing.memberId, memberId))

  it('lets the burst go at once, whoever asks how closely, and gives everybody beyond it a later turn of their own', async () => {
    const memberId = randomUUID()
    const turns = await Promise.all(Array.from({ length: 13 }, () => open(memberId, 'person').claim()))
    expect(turns.every(({ granted }) => granted)).toBe(true)
    const waits = turns.map(({ waitMs }) => waitMs).sort((a, b) => a - b)
    expect(waits.slice(0, 10)).toEqual(Array(10).fill(0))
    // One request each thousand seconds: the turns are a thousand seconds apart.
    expect(waits.slice(10).map((ms) => Math.round(ms / 1_000_000))).toEqual([1, 2, 3])
  })

  it('keeps a reserve for people: background work stops before it and is promised nothing', async () => {
    const memberId = randomUUID()
    const background = open(memberId, 'background')
    const turns = await Promise.all(Array.from({ length: 9 }, () => background.claim()))
    expect(turns.filter(({ granted }) => granted)).toHaveLength(6)
    for (let i = 0; i < 4; i++) expect(await open(memberId, 'person').claim()).toEqual({ granted: true, waitMs: 0 })
  })

  it('forgets requests as the portal does', async () => {
    const memberId = randomUUID()
    const person = open(memberId, 'person')
    for (let i = 0; i < 10; i++) await person.claim()
    await pass(memberId, 2000)
    expect(await person.claim()).toEqual({ granted: true, waitMs: 0 })
    expect(await person.claim()).toEqual({ granted: true, waitMs: 0 })
    expect((await person.claim()).waitMs).toBeGreaterThan(900_000)
  })

  it('is used up for everybody when the portal says so', async () => {
    const memberId = randomUUID()
    await open(memberId, 'background').fill()
    expect((await open(memberId, 'person').claim()).waitMs).toBeGreaterThan(900_000)
    expect((await open(memberId, 'background').claim()).granted).toBe(false)
  })

  it('is one portal’s alone', async () => {
    await open(randomUUID(), 'person').fill()
    expect(await open(randomUUID(), 'person').claim()).toEqual({ granted: true, waitMs: 0 })
  })
})
