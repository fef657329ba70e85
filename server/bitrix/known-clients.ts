import { z } from 'zod'
import { entriesOf } from '../conversion/communication.ts'
import { clientCodes, clientsShown, entriesLookedUp, isLookedUp, searchableKinds } from '../conversion/known-clients.ts'
import type { Reason } from '../conversion/reasons.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Item, Known } from '../conversion/snapshot.ts'
import { anyJson, check, parseItem } from './parse.ts'
import type { Answer, Command } from './rest.ts'

/** crm.duplicate.findbycomm tells the 20 oldest matches of a value and no more. */
const mostFound = 20

const foundKey = (target: RecordTypeName, place: number) => `${target}Known${place}` as const
const recordsKey = (target: RecordTypeName, place: number) => `${target}Known${place}Records` as const
const ownersKey = 'knownOwners'

/**
 * Commands that look up the source's first phones and e-mails among the clients of one type, and read who was found.
 * They ride in the batch that reads the source and refer to what it reads. Each entry is asked for by itself: an entry
 * that does not exist resolves to something else, and then only its own command is refused or ignored. Contacts and
 * companies are asked for apart, since a full answer for one type leaves out the next (crm.duplicate.findbycomm).
 */
export function lookUpCommands(source: SourceTypeName, target: RecordTypeName): Record<string, Command> {
  const commands: Record<string, Command> = {}
  if (!isLookedUp(source, target)) return commands
  const code = clientCodes[target]!
  for (let place = 0; place < entriesLookedUp; place++) {
    const entry = `$result[item][item][fm][${place}]`
    commands[foundKey(target, place)] = {
      mayFail: true,
      method: 'crm.duplicate.findbycomm',
      params: { type: `${entry}[typeId]`, values: [`${entry}[value]`], entity_type: code },
    }
    // Without `select` a list answers every field, phones included (crm.item.list). With it, some portals answer
    // records under original names without any field.
    commands[recordsKey(target, place)] = {
      mayFail: true,
      method: 'crm.item.list',
      params: {
        entityTypeId: recordType(target).entityTypeId,
        filter: { '@id': `$result[${foundKey(target, place)}][${code}]` },
        useOriginalUfNames: 'Y',
      },
    }
  }
  return commands
}

/** One command for the names of those in charge of what was found; where it fails their ids are shown. */
export function ownerCommands(source: SourceTypeName, targets: readonly RecordTypeName[]): Record<string, Command> {
  const places = Array.from({ length: entriesLookedUp }, (_, place) => place)
  const ids = targets
    .filter((target) => isLookedUp(source, target))
    .flatMap((target) => places.map((place) => `$result[${recordsKey(target, place)}][items][0][assignedById]`))
  return ids.length > 0 ? { [ownersKey]: { method: 'user.get', params: { ID: ids }, mayFail: true } } : {}
}

/** The answer to {@link ownerCommands}, undefined where nobody was looked for. */
export function ownersAnswer(answers: Map<string, Answer>): Answer | undefined {
  return answers.get(ownersKey)
}

const foundAnswer = z.record(z.string(), z.array(z.coerce.number()))
const recordsAnswer = z.object({ items: z.array(z.record(z.string(), anyJson)) })

/**
 * The clients that share a phone or an e-mail with the source. A search is believed only for an entry the source really
 * has, and a record only if that search named it. Finding nobody and not being able to look are told apart.
 */
export function readKnownClients(
  source: { type: SourceTypeName; item: Item },
  target: RecordTypeName,
  answers: Map<string, Answer>,
): Known {
  if (!isLookedUp(source.type, target)) return { clients: [], notices: [] }
  const hits = new Map<number, { item: Item; count: number }>()
  const notices = new Map<Reason['code'], Reason>()
  const notice = (reason: Reason): unknown => notices.set(reason.code, reason)

  entriesOf(source.item.fm).forEach(({ typeId }, place) => {
    if (!searchableKinds.has(typeId)) return
    if (place >= entriesLookedUp) return notice({ code: 'known_values_cut_off', details: { limit: entriesLookedUp } })
    const found = answers.get(foundKey(target, place))
    if (!found?.ok) return notice({ code: 'known_not_looked_up' })
    const ids = idsOf(found.result, clientCodes[target]!)
    if (ids.length === 0) return
    const records = recordsOf(answers.get(recordsKey(target, place))).filter(({ id }) => ids.includes(Number(id)))
    for (const item of records) {
      const count = (hits.get(Number(item.id))?.count ?? 0) + 1
      hits.set(Number(item.id), { item, count })
    }
    if (records.length < ids.length) notice({ code: 'known_unreadable' })
    if (ids.length >= mostFound) notice({ code: 'known_cut_off' })
  })

  const activity = (item: Item): string => String(item.lastActivityTime ?? '')
  const found = [...hits.values()].sort((a, b) => b.count - a.count || activity(b.item).localeCompare(activity(a.item)))
  if (found.length > clientsShown) notice({ code: 'known_cut_off' })
  return { clients: found.slice(0, clientsShown).map(({ item }) => item), notices: [...notices.values()] }
}

/** PHP sends an empty map as `[]`. */
function idsOf(result: unknown, code: string): number[] {
  const ids = foundAnswer.safeParse(result)
  return ids.success ? (ids.data[code] ?? []) : []
}

function recordsOf(answer: Answer | undefined): Item[] {
  if (!answer?.ok) return []
  return check(recordsAnswer, answer.result, 'crm.item.list').items.map((item) => parseItem({ item }))
}
