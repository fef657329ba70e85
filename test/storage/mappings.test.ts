import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Exception, Pair } from '../../server/conversion/mapping.ts'
import type { Database } from '../../server/storage/database.ts'
import { openDecisions } from '../../server/storage/decisions.ts'
import { openMappingChecks } from '../../server/storage/mapping-checks.ts'
import { openMappings } from '../../server/storage/mappings.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { mappings as mappingRows } from '../../server/storage/schema.ts'
import { findEngines } from './databases.ts'
import { newPortal } from './samples.ts'

const pair: Pair = { source: 'deal', target: 'invoice' }
const nowhere = (name: string): Exception[] => [
  { kind: 'nowhere', from: { name, label: name, type: 'string', multiple: false, dictionary: null } },
]

describe.each(await findEngines())('mappings in the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()), 30_000)
  afterAll(() => drop())

  it('are versions of which the latest is in force, each with who and when', async () => {
    const at = new Date('2026-11-25T20:00:00Z')
    const memberId = await newPortal(database)
    const mappings = openMappings(database.orm, memberId, () => at)
    const inForce = async (source: 'deal' | 'lead') =>
      (await openDecisions(database.orm, memberId).find({ type: source, id: null }, 1)).mappings
    expect(await inForce('deal')).toEqual({})
    expect(await mappings.save(pair, { after: 0, exceptions: nowhere('title'), savedBy: 1 })).toBe(1)
    expect(await mappings.save(pair, { after: 1, exceptions: nowhere('comments'), savedBy: 7 })).toBe(2)
    expect(await inForce('deal')).toEqual({ invoice: { version: 2, exceptions: nowhere('comments') } })
    expect(await inForce('lead')).toEqual({})
    expect(await mappings.versions(pair, 10)).toEqual([
      { version: 2, exceptions: nowhere('comments'), savedBy: 7, savedAt: at },
      { version: 1, exceptions: nowhere('title'), savedBy: 1, savedAt: at },
    ])
    expect((await mappings.find(pair, 1))?.exceptions).toEqual(nowhere('title'))
    expect(await mappings.find(pair, 3)).toBeNull()
  })

  it('are kept in their newest 200 versions, however often they are saved', async () => {
    const memberId = await newPortal(database)
    const mappings = openMappings(database.orm, memberId)
    const other: Pair = { source: 'deal', target: 'quote' }
    await mappings.save(other, { after: 0, exceptions: nowhere('title'), savedBy: 1 })
    const of = { memberId, sourceType: pair.source, targetType: pair.target, savedBy: 1, savedAt: new Date() }
    const earlier = Array.from({ length: 202 }, (_, place) => ({ ...of, exceptions: [], version: place + 1 }))
    await database.orm.insert(mappingRows).values(earlier)
    await mappings.save(pair, { after: 202, exceptions: [], savedBy: 1 })
    const versions = await mappings.versions(pair, 1000)
    expect([versions.length, versions[0]!.version, versions.at(-1)!.version]).toEqual([200, 203, 4])
    expect(await mappings.versions(other, 1000)).toHaveLength(1)
  })

  it(
    'take a bounded room: a mapping that fits no file is refused, and old versions go first',
    { timeout: 60_000 },
    async () => {
      const memberId = await newPortal(database)
      const mappings = openMappings(database.orm, memberId)
      const large = (bytes: number): Exception[] => nowhere(randomBytes(bytes).toString('hex').slice(0, bytes))
      const refused = mappings.save(pair, { after: 0, exceptions: large(2_000_000), savedBy: 1 })
      await expect(refused).rejects.toMatchObject({ code: 'mapping_refused' })
      for (let after = 0; after < 3; after++)
        await mappings.save(pair, { after, exceptions: large(600_000), savedBy: 1 })
      expect(await mappings.versions(pair, 10)).toHaveLength(3)
      const of = { memberId, savedBy: 1, savedAt: new Date(), version: 1 }
      for (let type = 0; type < 42; type++) {
        const targetType = `smart${128 + type}` as const
        await database.orm
          .insert(mappingRows)
          .values({ ...of, sourceType: 'deal', targetType, exceptions: large(600_000) })
      }
      await mappings.save(pair, { after: 3, exceptions: [], savedBy: 1 })
      expect((await mappings.versions(pair, 10)).map(({ version }) => version)).toEqual([4])
      expect(await mappings.all()).toHaveLength(43)
    },
  )

  it('are saved by the first of two administrators who saw the same version', async () => {
    const mappings = openMappings(database.orm, await newPortal(database))
    const saved = await Promise.all(
      [1, 2, 3, 4].map((savedBy) => mappings.save(pair, { after: 0, exceptions: [], savedBy })),
    )
    expect(saved.filter((version) => version === 1)).toHaveLength(1)
    expect(saved.filter((version) => version === null)).toHaveLength(3)
    expect(await mappings.save(pair, { after: 5, exceptions: [], savedBy: 1 })).toBeNull()
    expect(await mappings.versions(pair, 10)).toHaveLength(1)
  })

  it('belong to one portal and one pair, and go when the portal is forgotten', async () => {
    const [memberId, neighbour] = [await newPortal(database), await newPortal(database)]
    for (const id of [memberId, neighbour]) {
      await openMappings(database.orm, id).save(pair, { after: 0, exceptions: nowhere('title'), savedBy: 1 })
      await openMappings(database.orm, id).save({ ...pair, target: 'quote' }, { after: 0, exceptions: [], savedBy: 1 })
    }
    const [mine, theirs] = [openMappings(database.orm, memberId), openMappings(database.orm, neighbour)]
    expect((await mine.all()).map(({ target }) => target).toSorted()).toEqual(['invoice', 'quote'])
    await openRegistration(database.orm, memberId).forget()
    expect(await mine.all()).toEqual([])
    expect(await theirs.all()).toHaveLength(2)
  })

  it('leave no trace of a look at them once the app is removed', async () => {
    const memberId = await newPortal(database)
    const checks = openMappingChecks(database.orm, memberId)
    await openRegistration(database.orm, memberId).forget()
    await expect(checks.save({ ...pair, version: 1, problems: [] })).rejects.toMatchObject({ code: 'unknown_portal' })
    expect(await checks.list()).toEqual([])
  })
})
