import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Conversion, Outcome } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { AppError } from '../errors.ts'
import type { Orm } from './database.ts'
import { conversions } from './schema.ts'
import { toStorable } from './storable.ts'

/** The right to carry a conversion out, held by one process at a time. */
export interface Run {
  /**
   * Says, before every request to the portal, that the conversion is at work, `extraMs` milliseconds longer than a usual
   * request takes; refuses when another one took it over.
   */
  renew(extraMs?: number): Promise<void>
  /** Keeps how far the conversion came; refuses when another one took it over. */
  save(conversion: Conversion): Promise<Conversion>
  /** Writes down a plan that a person has completed, before anything is done by it. */
  savePlan(plan: Plan): Promise<void>
  /** Gives the conversion back as it was: nothing was written, and whoever wants may carry on at once. */
  release(): Promise<void>
  /** Takes the conversion out of the journal: nothing was written, and the same click may come again. */
  withdraw(): Promise<void>
  /** The conversion as it was saved last. */
  readonly saved: Conversion
}

export interface RunOptions {
  /** The row of the conversion. */
  entry: SQL
  /** Which take-over this run is; only the latest may write. */
  attempt: number
  /** Until when a request that is sent now may keep the portal busy, with so many milliseconds more. */
  until: (extraMs: number) => SQL
  now: () => Date
}

/** Opens the right to carry a conversion out. What it writes arrives in the order in which it was asked for. */
export function openRun(orm: Orm, start: Conversion, { entry, attempt, until, now }: RunOptions): Run {
  let saved = start
  let before: Promise<void> = Promise.resolve()

  function update(values: Record<string, unknown>): Promise<void> {
    const written = before.then(() => write(values))
    before = written.catch(() => {})
    return written
  }

  const mine = and(entry, eq(conversions.attempt, attempt))

  async function write(values: Record<string, unknown>): Promise<void> {
    const updated = await orm.update(conversions).set(values).where(mine).returning({ attempt: conversions.attempt })
    if (updated.length > 0) return
    const [other] = await orm.select({ attempt: conversions.attempt }).from(conversions).where(entry)
    // No row means that the portal asked to be forgotten meanwhile: then nothing is to be kept.
    if (other) throw new AppError('conversion_running', 'Another process carries on with this conversion.')
  }

  return {
    renew: (extraMs = 0) => update({ busyUntil: until(extraMs) }),
    async save(conversion) {
      saved = conversion
      const { outcome } = conversion
      await update({
        outcome,
        conversion: toStorable(conversion),
        finishedAt: isOpen(outcome) ? null : now(),
        // Only a request whose answer is outstanding keeps the portal busy.
        ...(isOpen(outcome) ? {} : { busyUntil: sql`now()` }),
      })
      return conversion
    },
    savePlan: (plan) => update({ plan: toStorable(plan) }),
    release: () => update({ outcome: saved.outcome, busyUntil: sql`now()` }),
    async withdraw() {
      await before
      await orm.delete(conversions).where(mine)
    },
    get saved() {
      return saved
    },
  }
}

function isOpen(outcome: Outcome): boolean {
  return outcome === 'running' || outcome === 'undoing' || outcome === 'unknown'
}
