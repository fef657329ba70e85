import { and, asc, eq, inArray, lte, ne, sql, type SQL } from 'drizzle-orm'
import type { Conversion, Outcome } from '../conversion/outcome.ts'
import { AppError } from '../errors.ts'
import type { Orm } from './database.ts'
import { toBeginning, type ConversionStart } from './beginning.ts'
import { toEntry, type JournalEntry } from './journal-entry.ts'
import type { JournalQuota } from './journal-quota.ts'
import { entryColumns, journalStatements } from './journal-statements.ts'
import { isDuplicate } from './query-error.ts'
import { fromNow, openRun, type Making, type Run } from './run.ts'
import { conversions } from './schema.ts'
import { whileInstalled } from './while-installed.ts'

/** What one portal's conversions were to do and what became of them. */
export interface Journal {
  find(requestId: string): Promise<JournalEntry | null>
  /**
   * Writes a conversion down before anything is written to the portal. The unique keys decide: between two deliveries
   * of one click (the later one gets no run), and between two conversions of one record whose end nobody knows. Nothing
   * begins, and nothing is written down, where the app is not installed any more.
   */
  begin(start: ConversionStart): Promise<{ conversion: Conversion; run: Run | null }>
  /** Takes a conversion over that has one of these outcomes and that nobody is at work with; null when it cannot be had. */
  claim(
    requestId: string,
    userId: number,
    change: { from: readonly Outcome[]; to: Outcome },
  ): Promise<{ entry: JournalEntry; run: Run } | null>
  /** Conversions of a record that did not come to their end, newest first. */
  findUnfinished(source: JournalEntry['source']): Promise<JournalEntry[]>
  /** What other conversions of the same record made, and when those began. */
  findMade(source: JournalEntry['source'], except: string): Promise<MadeByOther[]>
  /** What conversions of a record made and no undo took away again, in the order of the conversions. */
  findStanding(source: JournalEntry['source']): Promise<Conversion['created']>
  /** A partial conversion shall stay as it is. */
  keep(requestId: string): Promise<void>
}

/** A record that another conversion made. */
export type MadeByOther = Conversion['created'][number] & { startedAt: Date }

export interface JournalOptions {
  /** How long a request may keep the portal busy after it was sent, in milliseconds. */
  patienceMs: number
  now?: () => Date
  /** What the portal may write until the housekeeping looks again; without it as much as it likes. */
  quota?: JournalQuota
}

/** Opens the journal of one portal. Times of waiting go by the database's clock, the one that all processes share. */
export function openJournal(orm: Orm, memberId: string, options: JournalOptions): Journal {
  const { patienceMs, now = () => new Date(), quota } = options
  const entryOf = (requestId: string): SQL =>
    and(eq(conversions.memberId, memberId), eq(conversions.requestId, requestId))!
  const ofSource = ({ type, id }: JournalEntry['source']): SQL =>
    and(eq(conversions.memberId, memberId), eq(conversions.sourceType, type), eq(conversions.sourceId, id))!
  const isIdle = lte(conversions.busyUntil, sql`now()`)

  async function find(requestId: string): Promise<JournalEntry | null> {
    const [found] = await orm.select(entryColumns).from(conversions).where(entryOf(requestId))
    return found ? toEntry(found.row, Number(found.busyMs)) : null
  }

  /** The same click, delivered twice; one that is unknown is refused. */
  async function knownOf(
    requestId: string,
    userId: number,
    refusal: () => AppError,
  ): Promise<{ conversion: Conversion; run: null }> {
    const known = await find(requestId)
    if (!known) return whileInstalled(orm, memberId, () => Promise.reject(refusal()))
    if (known.userId === userId) return { conversion: known.conversion, run: null }
    throw new AppError('conversion_not_found', 'This conversion belongs to somebody else.')
  }

  const runOf = (
    conversion: Conversion,
    { attempt, making, isFresh }: { attempt: number; making: Making | null; isFresh: boolean },
  ): Run =>
    openRun(orm, conversion, {
      entry: entryOf(conversion.requestId),
      attempt,
      making,
      isFresh,
      patienceMs,
      now,
      onGrowth: (bytes) => quota?.note(memberId, bytes),
    })

  return {
    find,

    async begin(start) {
      const { requestId, userId } = start
      const { row, conversion, bytes } = toBeginning(start, { startedAt: now(), patienceMs })
      if (quota && !quota.take(memberId, bytes)) return knownOf(requestId, userId, isFull)
      let hasBegun = false
      try {
        const inserted = await journalStatements(orm).begin.execute({ memberId, ...row, patienceMs })
        hasBegun = inserted.length > 0
      } finally {
        if (!hasBegun) quota?.note(memberId, -bytes)
      }
      if (!hasBegun) return knownOf(requestId, userId, isRunning)
      return { conversion, run: runOf(conversion, { attempt: 1, making: { userId, earlier: [] }, isFresh: true }) }
    },

    async claim(requestId, userId, { from, to }) {
      const values = {
        outcome: to,
        attempt: sql`${conversions.attempt} + 1`,
        busyUntil: fromNow(patienceMs),
        kept: false,
      }
      try {
        const [row] = await orm
          .update(conversions)
          .set(values)
          .where(and(entryOf(requestId), inArray(conversions.outcome, [...from]), isIdle))
          .returning()
        if (!row) return null
        // What was saved last counts, not the claim; whoever was at work with it then has died.
        const before = row.conversion.outcome
        const outcome = before === 'running' || before === 'undoing' ? 'unknown' : before
        const entry = toEntry({ ...row, outcome }, 0)
        // Whoever undoes makes nothing that could be found.
        const making = to === 'running' ? { userId, earlier: entry.attempts } : null
        return { entry, run: runOf(entry.conversion, { attempt: row.attempt, making, isFresh: false }) }
      } catch (error) {
        throw isDuplicate(error) ? isRunning() : error
      }
    },

    async findUnfinished(source) {
      const found = await journalStatements(orm).findUnfinished.execute({
        memberId,
        sourceType: source.type,
        sourceId: source.id,
      })
      return found.map((one) => toEntry(one.row, Number(one.busyMs)))
    },

    async findMade(source, except) {
      const found = await orm
        .select({ conversion: conversions.conversion, startedAt: conversions.startedAt })
        .from(conversions)
        .where(and(ofSource(source), ne(conversions.requestId, except)))
      return found.flatMap(({ conversion: { created }, startedAt }) => created.map((one) => ({ ...one, startedAt })))
    },

    async findStanding(source) {
      const found = await orm
        .select({ conversion: conversions.conversion })
        .from(conversions)
        .where(ofSource(source))
        .orderBy(asc(conversions.startedAt))
      return found.flatMap(({ conversion: { created, undo } }) =>
        created.filter(
          ({ type, id }) =>
            !undo?.records.some(
              ({ record, state }) =>
                record.type === type && record.id === id && (state === 'deleted' || state === 'gone'),
            ),
        ),
      )
    },

    async keep(requestId) {
      await orm.update(conversions).set({ kept: true }).where(entryOf(requestId))
    },
  }
}

function isFull(): AppError {
  return new AppError('journal_full', 'The journal of this portal has no room before its next clearing.')
}

function isRunning(): AppError {
  return new AppError('conversion_running', 'Another conversion of this record has not ended.')
}
