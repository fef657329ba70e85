import { and, eq, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { boundAttempts, type Attempt } from '../conversion/attempts.ts'
import { boundConversion } from '../conversion/bounded.ts'
import type { StoredPlan } from '../conversion/cut-value.ts'
import type { Conversion, Outcome } from '../conversion/outcome.ts'
import { AppError } from '../errors.ts'
import type { Orm } from './database.ts'
import { conversions } from './schema.ts'
import { toMeasured } from './storable.ts'
import { toStoredPlan } from './stored-plan.ts'

/** The right to carry a conversion out, held by one process at a time. */
export interface Run {
  /**
   * Says, before every request to the portal, that the conversion is at work, `extraMs` milliseconds longer than a usual
   * request takes; refuses when another one took it over. Of a request that only looks, no record can come.
   */
  renew(extraMs?: number, purpose?: 'write' | 'look'): Promise<void>
  /** Keeps how far the conversion came; refuses when another one took it over. */
  save(conversion: Conversion): Promise<Conversion>
  /** Writes down a plan that a person has completed, before anything is done by it. */
  savePlan(plan: StoredPlan): Promise<void>
  /** Gives the conversion back as it was: nothing was written, and whoever wants may carry on at once. */
  release(): Promise<void>
  /** Takes the conversion out of the journal: nothing was written, and the same click may come again. */
  withdraw(): Promise<void>
  /** The conversion as it was saved last. */
  readonly saved: Conversion
}

/** Who makes records, and the attempts there were before. */
export interface Making {
  userId: number
  earlier: readonly Attempt[]
}

export interface RunOptions {
  /** The row of the conversion. */
  entry: SQL
  /** Which take-over this run is; only the latest may write. */
  attempt: number
  /** The row was written just now and says that the conversion is at work. */
  isFresh: boolean
  /** Null for a run that makes no records. */
  making: Making | null
  /** How long a request that is sent now may keep the portal busy, in milliseconds. */
  patienceMs: number
  now: () => Date
  /** Hears how many bytes the row has grown by. */
  onGrowth: (bytes: number) => void
}

/**
 * What was written so short a time ago, in milliseconds, need not be written again before a request: patience is a tenth
 * longer than a request may take, and this a small part of that.
 */
function freshMs(patienceMs: number): number {
  return Math.min(1000, patienceMs / 50)
}

/** A time by the database's clock, the one that all processes share. */
export function fromNow(ms: number | Placeholder): SQL {
  return sql`now() + make_interval(secs => ${ms}::float8 / 1000)`
}

/** Opens the right to carry a conversion out. What it writes arrives in the order in which it was asked for. */
export function openRun(orm: Orm, start: Conversion, options: RunOptions): Run {
  const { entry, attempt, making, patienceMs, now } = options
  const from = now().toISOString()
  let saved = start
  let hasSent = options.isFresh
  let freshUntil = options.isFresh ? performance.now() + freshMs(patienceMs) : 0
  let before: Promise<void> = Promise.resolve()

  function update(values: Record<string, unknown>): Promise<void> {
    const written = before.then(() => write(values))
    before = written.catch(() => {})
    return written
  }

  let largest = 0
  /** A row is written over by each saving, so only what it never held before counts. */
  function grow(bytes: number): void {
    if (bytes > largest) options.onGrowth(bytes - largest)
    largest = Math.max(largest, bytes)
  }

  const mine = and(entry, eq(conversions.attempt, attempt))

  async function write(values: Record<string, unknown>): Promise<void> {
    const updated = await orm.update(conversions).set(values).where(mine).returning({ attempt: conversions.attempt })
    if (updated.length > 0) return
    const [other] = await orm.select({ attempt: conversions.attempt }).from(conversions).where(entry)
    // No row means that the portal asked to be forgotten meanwhile: then nothing is to be kept.
    if (other) throw new AppError('conversion_running', 'Another process carries on with this conversion.')
  }

  /** Kept before each request, so that what it makes is known for its own even if nothing more is ever heard of it. */
  function traces(until: number): { attempts?: Attempt[] } {
    if (!making || !hasSent) return {}
    const own = { userId: making.userId, from, until: new Date(until).toISOString() }
    return { attempts: boundAttempts([...making.earlier, own]) }
  }

  /** A conversion that goes on sends its next request now; only one whose answer is outstanding keeps the portal busy. */
  function traceOf(outcome: Outcome): Record<string, unknown> {
    if (isAtWork(outcome)) {
      const longest = sql`greatest(${conversions.busyUntil}, ${fromNow(patienceMs)})`
      return { busyUntil: longest, ...traces(now().getTime() + patienceMs) }
    }
    return isOpen(outcome) ? {} : { busyUntil: sql`now()`, ...traces(now().getTime()) }
  }

  return {
    async renew(extraMs = 0, purpose = 'write') {
      const isFirstWrite = purpose === 'write' && !hasSent
      if (isFirstWrite) hasSent = true
      if (extraMs === 0 && !isFirstWrite && performance.now() < freshUntil) return
      const ms = patienceMs + extraMs
      await update({ busyUntil: fromNow(ms), ...traces(now().getTime() + ms) })
    },
    async save(conversion) {
      saved = boundConversion(conversion)
      const { outcome } = saved
      const { value, bytes } = toMeasured(saved)
      grow(bytes)
      const at = performance.now()
      await update({
        outcome,
        conversion: value,
        finishedAt: isOpen(outcome) ? null : now(),
        ...traceOf(outcome),
      })
      freshUntil = isAtWork(outcome) ? at + freshMs(patienceMs) : 0
      return saved
    },
    async savePlan(completed) {
      const { plan, bytes } = toStoredPlan(completed)
      options.onGrowth(bytes)
      await update({ plan })
    },
    release() {
      freshUntil = 0
      return update({ outcome: saved.outcome, busyUntil: sql`now()` })
    },
    async withdraw() {
      await before
      await orm.delete(conversions).where(mine)
    },
    get saved() {
      return saved
    },
  }
}

function isAtWork(outcome: Outcome): boolean {
  return outcome === 'running' || outcome === 'undoing'
}

function isOpen(outcome: Outcome): boolean {
  return isAtWork(outcome) || outcome === 'unknown'
}
