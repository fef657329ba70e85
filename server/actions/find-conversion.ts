import { requireEditor } from '../bitrix/require-editor.ts'
import type { Conversion } from '../conversion/outcome.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { JournalEntry } from '../storage/journal-entry.ts'

/**
 * A conversion for somebody who may act on it: whoever began it, administrators, and whoever the portal lets edit its
 * source. Everybody else is refused before anything of it is told or moved, since taking it over alone would already
 * disturb it. Of what the person began themselves, the auth server says whether they still work there; of what somebody
 * else began, the portal is asked. One request either way.
 */
export async function findConversion(portal: Portal, requestId: string): Promise<Conversion> {
  const entry = await find(portal, requestId)
  if (entry.userId === portal.actor.userId) await portal.proveAgain()
  else await requireEditor(portal.rest, entry.source)
  return entry.conversion
}

/** How a conversion stands now, for somebody who has proven that they may act on it. */
export async function stateOf(portal: Portal, requestId: string): Promise<Conversion> {
  return (await find(portal, requestId)).conversion
}

async function find({ journal }: Portal, requestId: string): Promise<JournalEntry> {
  const entry = await journal.find(requestId)
  if (entry) return entry
  throw new AppError('conversion_not_found', 'The journal knows no such conversion.')
}
