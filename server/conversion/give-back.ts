import { bare, type Bare } from './bare.ts'
import { isCreatedAs } from './compare.ts'
import { entriesOf } from './communication.ts'
import { holdsCut, isCut } from './cut-value.ts'
import { isEmpty } from './empty.ts'
import type { Conversion, UndoneClient } from './outcome.ts'
import type { Completion, Plan } from './plan.ts'
import type { UndoSituation } from './plan-undo.ts'
import { cardPath } from './record-types.ts'
import type { Item, Json } from './snapshot.ts'

export interface AddedEntry {
  id: number
  /** `PHONE`, `EMAIL` and the like. */
  typeId: string
}

/** What a linked client gets back. */
export interface GivingBack {
  client: UndoneClient
  /** Fields to be emptied again, with what "empty" was in them. */
  fields: Bare<Json>
  /** The phones, e-mails and the like that the conversion added. */
  entries: AddedEntry[]
}

/**
 * Decides what filled clients get back: what still stands there as the conversion wrote it becomes empty again, and
 * only the phones and e-mails it added go. What somebody changed since stays. Links to records that are deleted end
 * with them. Pure; `everythingGoes` says that nothing stays that the client may belong to.
 */
export function planGivingBack(
  plan: Plan,
  conversion: Conversion,
  situation: UndoSituation,
  everythingGoes: boolean,
): { givings: GivingBack[]; clients: UndoneClient[] } {
  const decided = plan.completions
    .filter(({ type }) => wasFilled(conversion, type, situation))
    .map((completion) => {
      const item = situation.clients[completion.type]
      const client = (state: UndoneClient['state']): UndoneClient => ({
        record: recordOf(plan, completion),
        state,
        refusal: null,
      })
      if (!item) return { client: client('gone'), fields: {}, entries: [] }
      if (!everythingGoes) return { client: client('kept'), fields: {}, entries: [] }
      const { fields, entries, changed, tooLong } = oursIn(completion, item)
      const nothingLeft = Object.keys(fields).length + entries.length === 0
      const state = tooLong ? 'tooLong' : changed ? (nothingLeft ? 'changed' : 'partlyRestored') : 'restored'
      return { client: client(state), fields, entries }
    })
  const isSettled = ({ fields, entries }: GivingBack): boolean => Object.keys(fields).length + entries.length === 0
  return {
    givings: decided.filter((one) => !isSettled(one)),
    clients: decided.filter(isSettled).map(({ client }) => client),
  }
}

/** Where nobody saw the filling succeed, it counts only if nobody else has touched the client since. */
function wasFilled(
  { steps, undo }: Conversion,
  type: Completion['type'],
  { clients, attempts }: UndoSituation,
): boolean {
  if (undo?.clients.some(({ record }) => record.type === type)) return true
  const state = steps.find(({ name, target }) => name === 'completeClient' && target === type)?.state
  if (state === 'done') return true
  return state !== 'failed' && attempts.some(({ userId }) => userId === Number(clients[type]?.updatedBy))
}

interface Ours extends Omit<GivingBack, 'client'> {
  /** Something is no longer as it was written. */
  changed: boolean
  /** Something stays, since what stood there before is too long for the journal. */
  tooLong: boolean
}

function oursIn({ fields, before }: Completion, item: Item): Ours {
  const ours: Ours = { fields: bare(), entries: [], changed: false, tooLong: false }
  for (const [name, value] of Object.entries(fields)) {
    if ([value].flat().some(isCreatedAs)) continue
    const planned = value as Json
    const own = item[name] ?? null
    if (name === 'fm') {
      const found = addedEntries(planned, before.fm ?? null, own)
      ours.entries = found.entries
      if (found.changed) ours.changed = true
    } else if (isSameValue(own, planned)) {
      if (holdsCut(before[name])) ours.tooLong = true
      else ours.fields[name] = before[name] ?? null
    } else if (!isEmpty(own)) ours.changed = true
  }
  return ours
}

/** Entries that were not there before and read as we wrote them; one that reads otherwise now is somebody else's. */
function addedEntries(planned: Json, before: Json, own: Json): { entries: AddedEntry[]; changed: boolean } {
  const known = new Set(idsOf(before))
  const added = Object.values(own ?? {}).filter((one) => !known.has(idOf(one)))
  const wanted = entriesOf(planned)
  const entries = new Map<number, AddedEntry>()
  for (const entry of wanted) {
    const found = added.find((one) => entriesOf([one]).every((its) => isEqual(its, entry)))
    if (found !== undefined) entries.set(idOf(found), { id: idOf(found), typeId: entry.typeId })
  }
  // A kind of entry that the client lacked holds something else now.
  const others = added.filter((one) => !entries.has(idOf(one)))
  const kinds = wanted.map(({ typeId }) => typeId)
  return { entries: [...entries.values()], changed: entriesOf(others).some(({ typeId }) => kinds.includes(typeId)) }
}

function isEqual(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const idsOf = (entries: Json): number[] => Object.values(entries ?? {}).map(idOf)

function idOf(entry: Json): number {
  return Number((entry as { id?: Json } | null)?.id)
}

/** Whether a field still reads as it was written; a text that is not known equals nothing. Dates get a time behind the day, and numbers other decimals. */
export function isSameValue(own: Json, planned: Json): boolean {
  if (isCut(planned)) return false
  if (Array.isArray(own) || Array.isArray(planned)) {
    const [mine, theirs] = [[own].flat(), [planned].flat()]
    return mine.length === theirs.length && mine.every((one, place) => isSameValue(one as Json, theirs[place] as Json))
  }
  const [now, wrote] = [String(own ?? ''), String(planned ?? '')]
  if (now === wrote) return true
  if (now === '' || wrote === '') return false
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(wrote)
  return isDay ? now.startsWith(`${wrote}T`) : Number(now) === Number(wrote)
}

function recordOf({ reused }: Plan, { type, id }: Completion): UndoneClient['record'] {
  return reused.find((one) => one.type === type) ?? { type, id, title: '', path: cardPath(type, id) }
}
