import { bare, type Bare } from './bare.ts'
import { entriesOf, isSameEntry, toJson, type CommunicationEntry } from './communication.ts'
import { isEmpty } from './empty.ts'
import type { LeftBehind, Transfer } from './preview.ts'
import type { ReasonCode } from './reasons.ts'
import { toShown } from './shown.ts'
import type { Field, Item, Json, Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** What an existing client would gain from the source. */
export interface Completed {
  /** Only fields that were empty when the client was read; entries of communication are those of kinds it lacks. */
  fields: Bare<Json>
  /** What stood in those fields before: nothing, but for communication entries of other kinds. */
  before: Item
  transfers: Transfer[]
  leftBehind: LeftBehind[]
}

/** Who is in charge, who may see a client, and where it came from are facts about the client, not about this source. */
const keptByClient: ReadonlySet<string> = new Set([
  'assignedById',
  'opened',
  'leadId',
  'sourceId',
  'sourceDescription',
  'originatorId',
  'originId',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmContent',
  'utmTerm',
])

/**
 * Decides what an existing client takes over in place of a new record: only what it lacks, never what it has. Whatever
 * would have travelled to a new record is named here again, either as filled in or as left behind. Pure.
 */
export function completeClient(
  snapshot: Snapshot,
  target: TargetSnapshot,
  plan: Pick<TargetPlan, 'values' | 'transfers' | 'leftBehind' | 'files'>,
  client: Item,
): Completed {
  const done: Completed = { fields: bare(), before: bare(), transfers: [], leftBehind: [...plan.leftBehind] }
  const files = new Set(plan.files.map((one) => one.target))
  for (const transfer of plan.transfers) {
    const { field, sourceField, from, values } = transfer
    if (sourceField === null) continue // a default or a fixed value is for new records, and nobody's loss
    const leave = (code: ReasonCode): void => {
      done.leftBehind.push({ field: sourceField, label: from ?? transfer.to, values, reason: { code } })
    }
    const own = client[field]
    const value = plan.values[field]
    const description = target.fields[field]
    if (keptByClient.has(field)) leave('client_keeps_own')
    else if (files.has(field)) leave('client_takes_no_files')
    else if (own === undefined || value === undefined) leave('client_field_unread')
    else if (field === 'fm') completeEntries(snapshot, transfer, entriesOf(value), own, done)
    else if (isEmpty(own, description)) {
      done.fields[field] = value
      done.before[field] = own
      done.transfers.push(transfer)
    } else leave(isSame(own, value, description) ? 'client_has_same' : 'client_has_value')
  }
  return done
}

/** A kind of communication the client has none of is added; of a kind it has nothing is added or changed. */
function completeEntries(
  snapshot: Snapshot,
  transfer: Transfer,
  entries: CommunicationEntry[],
  own: Json,
  done: Completed,
): void {
  const known = entriesOf(own)
  const isNewKind = ({ typeId }: CommunicationEntry): boolean => known.every((one) => one.typeId !== typeId)
  const isKnown = (entry: CommunicationEntry): boolean => known.some((one) => isSameEntry(one, entry))
  const field = snapshot.source.fields.fm
  const show = (list: CommunicationEntry[]): Transfer['values'] =>
    field ? toShown(snapshot, field, list.map(toJson)) : []
  const label = transfer.from ?? transfer.to
  const parts: [CommunicationEntry[], ReasonCode][] = [
    [entries.filter((entry) => !isNewKind(entry) && isKnown(entry)), 'client_has_same'],
    [entries.filter((entry) => !isNewKind(entry) && !isKnown(entry)), 'client_has_value'],
  ]
  for (const [list, code] of parts)
    if (list.length > 0) done.leftBehind.push({ field: 'fm', label, values: show(list), reason: { code } })
  const added = entries.filter(isNewKind)
  if (added.length === 0) return
  done.fields.fm = added.map(toJson)
  done.before.fm = own
  done.transfers.push({ ...transfer, values: show(added) })
}

/** Dates come back with a time and an offset; only the day counts. */
function isSame(own: Json, value: Json, field: Field | undefined): boolean {
  const spelled = (one: Json): string =>
    field?.type === 'date' ? String(one).slice(0, 10) : typeof one === 'object' ? JSON.stringify(one) : String(one)
  return spelled(own) === spelled(value)
}
