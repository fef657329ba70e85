import type { Reason } from './reasons.ts'
import type { Field, Json } from './snapshot.ts'

/** What tells the world a field points into. */
type World = Pick<Field, 'type' | 'dictionary' | 'settings'>

/** A binding's id, with the kind of record it belongs to. */
const prefixed = /^([A-Z]{1,2}|T[\da-f]{1,8})_([1-9]\d{0,15})$/i
const bare = /^[1-9]\d{0,15}$/

/** Types whose values are ids of something that belongs to one record alone, so that no other record may hold them. */
const boundToRecord: ReadonlySet<string> = new Set(['resourcebooking', 'vote', 'disk_file', 'disk_version'])

/** Types whose ids mean something only inside the block that the settings name. */
const inBlock: ReadonlySet<string> = new Set(['iblock_element', 'iblock_section', 'hlblock'])

/** Tells whether values of this type are ids or codes that mean something in one world only. */
export function hasWorld(type: string): boolean {
  return boundToRecord.has(type) || inBlock.has(type) || type === 'crm_status' || type === 'crm'
}

/**
 * Why no value of the one field may go into the other although both have one type: they point into different worlds.
 * Null where values may go. What the portal does not tell counts as different, since a raw id would mean another thing.
 */
export function worldsApart(source: World, target: World): Reason | null {
  if (source.type !== target.type) return null
  if (boundToRecord.has(source.type)) return { code: 'bound_to_record' }
  if (inBlock.has(source.type)) {
    const [ours, theirs] = [source.settings?.block ?? null, target.settings?.block ?? null]
    return ours !== null && ours === theirs ? null : { code: 'other_block' }
  }
  if (source.type === 'crm_status')
    return source.dictionary !== null && source.dictionary === target.dictionary ? null : { code: 'other_dictionary' }
  if (source.type === 'crm')
    return kindsOf(source).some((kind) => kindsOf(target).includes(kind)) ? null : { code: 'binding_not_taken' }
  return null
}

/**
 * A binding to a CRM record as the target spells it: a bare id where it takes one kind, else with the prefix of the
 * kind. Null for a record of a kind that the target does not take, and for what is no binding.
 */
export function toBinding(source: World, target: World, value: Json): Json {
  const [ours, theirs] = [kindsOf(source), kindsOf(target)]
  const text = String(value).trim()
  const [, prefix, id = text] = prefixed.exec(text) ?? []
  const kind = prefix ? spelled(prefix) : ours.length === 1 && bare.test(text) ? ours[0]! : null
  if (kind === null || !theirs.includes(kind)) return null
  return theirs.length === 1 ? Number(id) : `${kind}_${id}`
}

/** Tells whether a binding takes every kind of record that another one takes. */
export function takesEveryKind(source: World, target: World): boolean {
  return kindsOf(source).every((kind) => kindsOf(target).includes(kind))
}

/** The kinds of records a binding takes; where none is switched on, the portal means leads. */
function kindsOf({ settings }: World): readonly string[] {
  if (!settings) return []
  return settings.bindings.length > 0 ? settings.bindings : ['L']
}

/** The number of a smart process is spelled in small letters, every other kind in capitals. */
function spelled(prefix: string): string {
  return /^T[\da-f]+$/i.test(prefix) ? `T${prefix.slice(1).toLowerCase()}` : prefix.toUpperCase()
}
