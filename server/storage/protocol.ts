import { inArray } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { portals, protocol } from './schema.ts'

/** One request to a portal and its answer: no token, no parameter, no title, no person. */
export type ProtocolEntry = Omit<typeof protocol.$inferInsert, 'id'>

/** Writes down what was asked of portals, in batches, so that nobody waits for it. */
export interface Protocol {
  note(entry: ProtocolEntry): void
  /** Writes down what is still in memory. */
  flush(): Promise<void>
}

/** Entries kept in memory for so long, or until there are so many; a killed process loses them. */
const longestMs = 2000
const most = 200

/** Opens the protocol of one process; `onError` hears when entries could not be kept. */
export function openProtocol(orm: Orm, onError: (error: unknown) => void): Protocol {
  let waiting: ProtocolEntry[] = []
  let timer: NodeJS.Timeout | null = null
  let writing = Promise.resolve()

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    const entries = waiting
    waiting = []
    if (entries.length > 0) writing = writing.then(() => write(orm, entries)).catch(onError)
    return writing
  }

  return {
    flush,
    note(entry) {
      waiting.push(entry)
      if (waiting.length >= most) void flush()
      else timer ??= setTimeout(() => void flush(), longestMs).unref()
    },
  }
}

/** Only of portals that are known: one that asked to be forgotten meanwhile leaves no trace. */
async function write(orm: Orm, entries: ProtocolEntry[]): Promise<void> {
  await orm.transaction(async (transaction) => {
    const known = await transaction
      .select({ memberId: portals.memberId })
      .from(portals)
      .where(inArray(portals.memberId, [...new Set(entries.map(({ memberId }) => memberId))]))
      // Whoever forgets the portal at this moment waits, and deletes these rows too.
      .for('key share')
    const rows = entries.filter((entry) => known.some(({ memberId }) => memberId === entry.memberId))
    if (rows.length > 0) await transaction.insert(protocol).values(rows)
  })
}
