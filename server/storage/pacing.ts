import { sql, type SQL } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { prepared } from './prepared.ts'
import { pacing } from './schema.ts'

/** `person` waits for nobody but other persons; `background` leaves a reserve for them. */
export type Priority = 'person' | 'background'

/** How many requests may come at once, how many are forgotten per second, and how many background work leaves over. */
export interface RequestLimit {
  burst: number
  drain: number
  reserve: number
}

/** The turn of one request: it may be sent after `waitMs`, or, not granted, shall ask again then. */
export interface Turn {
  granted: boolean
  waitMs: number
}

/** Keeps all processes together under one portal's request limit. */
export interface Pacing {
  /** One statement, whose row lock puts the processes in line; the database's clock counts for all of them. */
  claim(): Promise<Turn>
  /** The portal itself says that its limit is used up, since other apps use it too. */
  fill(): Promise<void>
}

/** How long background work waits before it asks again. */
const backgroundWaitMs = 1000

const { placeholder } = sql
const drained = sql`${placeholder('drain')}::float8 * extract(epoch from greatest(now() - ${pacing.at}, interval '0'))`
const left = sql`greatest(${pacing.level} - ${drained}, 0)`
const at = sql`greatest(${pacing.at}, now())`

const statements = prepared((orm) => {
  const claim = (isLetIn?: SQL) =>
    orm
      .insert(pacing)
      .values({ memberId: placeholder('memberId'), level: 1, at: sql`now()` })
      .onConflictDoUpdate({ target: pacing.memberId, set: { level: sql`${left} + 1`, at }, setWhere: isLetIn })
      .returning({ level: pacing.level })
      .prepare('')
  return {
    // A person's request beyond the burst gets its turn promised; background work is not let in line.
    person: claim(),
    background: claim(sql`${left} + 1 <= ${placeholder('most')}::float8`),
    fill: orm
      .insert(pacing)
      .values({ memberId: placeholder('memberId'), level: placeholder('burst'), at: sql`now()` })
      .onConflictDoUpdate({
        target: pacing.memberId,
        set: { level: sql`greatest(${left}, ${placeholder('burst')}::float8)`, at },
      })
      .prepare(''),
  }
})

/** Opens the pacing of one portal for requests of one priority. */
export function openPacing(orm: Orm, memberId: string, limit: RequestLimit, priority: Priority): Pacing {
  const { burst, drain, reserve } = limit
  return {
    async claim() {
      const [row] = await statements(orm)[priority].execute({ memberId, drain, most: burst - reserve })
      if (!row) return { granted: false, waitMs: backgroundWaitMs }
      return { granted: true, waitMs: Math.ceil((Math.max(0, row.level - burst) / drain) * 1000) }
    },

    async fill() {
      await statements(orm).fill.execute({ memberId, drain, burst })
    },
  }
}
