import { rulesFor } from './field-rules.ts'
import type { Item } from './snapshot.ts'
import { normalise } from './text.ts'
import type { RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'

/** Types whose existing records may stand in for a new one, with the code crm.duplicate.findbycomm knows them by. */
export const clientCodes: Partial<Record<RecordTypeName, string>> = { contact: 'CONTACT', company: 'COMPANY' }

/** So many entries of a source are looked up: each costs two commands per type of the one batch that reads everything. */
export const entriesLookedUp = 4

/** So many matches are shown; a phone shared by more is no sign of a client. */
export const clientsShown = 5

/** The kinds of communication by which the portal finds clients. */
export const searchableKinds: ReadonlySet<string> = new Set(['PHONE', 'EMAIL'])

/** Tells whether existing records of the target are looked for: where phones and e-mails travel to a client. */
export function isLookedUp(source: SourceTypeName, target: RecordTypeName): boolean {
  const { copy } = rulesFor(source, target)
  return target in clientCodes && copy !== 'same' && copy.includes('fm')
}

/**
 * Tells whether a client that shares a phone or an e-mail is called otherwise than the source, first and last name
 * alike: a family or an office shares one. Names that changed places are the same person.
 */
export function isNamedOtherwise(source: Item, client: Item): boolean {
  const [ours, theirs] = [source, client].map(({ name, lastName }) =>
    [name, lastName].map((part) => (typeof part === 'string' ? normalise(part) : '')),
  ) as [string[], string[]]
  const areKnown = [...ours, ...theirs].every((part) => part !== '')
  return areKnown && theirs.every((part) => !ours.includes(part))
}
