import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { compileFilter, compileOrder, keepKnown, page } from './filter.ts'

/** `!` required, `R` read only, `I` immutable, `M` multiple, `D` deprecated. */
export type ClassicField = [name: string, type: string, flags: string, title: string]

/** The description of a classic family's fields, as its `.fields` method answers it. */
export function describeClassic(fields: readonly ClassicField[]): Record<string, Params> {
  return Object.fromEntries(
    fields.map(([name, type, flags, title]) => [
      name,
      {
        type,
        isRequired: flags.includes('!'),
        isReadOnly: flags.includes('R'),
        isImmutable: flags.includes('I'),
        isMultiple: flags.includes('M'),
        isDynamic: false,
        ...(flags.includes('D') ? { isDeprecated: true } : {}),
        title,
      },
    ]),
  )
}

/** The sent fields of a classic call under their upper-case names. */
export function classicFields(call: Call): Params {
  const sent = Object.entries(asMap(anyCase(call.params, 'fields')))
  return Object.fromEntries(sent.map(([name, value]) => [name.toUpperCase(), value]))
}

/** What a client may write of a record; on an existing one immutable fields keep their value. */
export function readClassic(fields: readonly ClassicField[], sent: Params, isNew: boolean): ClassicRecord {
  const writable = fields.filter(
    ([name, , flags]) => name in sent && !/[RM]/.test(flags) && (isNew || !/I/.test(flags)),
  )
  return Object.fromEntries(
    writable.map(([name, type]) => [name, type === 'integer' ? String(toInt(sent[name])) : toText(sent[name]) || null]),
  )
}

/** A new record with every field of its family; who made it and when is the portal's to say. */
export function newClassic(
  call: Pick<Call, 'state' | 'user'>,
  fields: readonly ClassicField[],
  id: number,
  sent: Params,
): ClassicRecord {
  const empty = Object.fromEntries(fields.map(([name]) => [name, null]))
  const made = {
    ID: String(id),
    DATE_CREATE: shown(nowUtc(call.state.clock)),
    DATE_MODIFY: '',
    CREATED_BY_ID: String(call.user.id),
  }
  const usual = { ACTIVE: 'Y', SORT: '500' }
  const record = { ...empty, ...usual, ...readClassic(fields, sent, true), ...made, MODIFY_BY_ID: null }
  return Object.fromEntries(Object.entries(record).filter(([name]) => name in empty))
}

/** Writes sent fields into a record and notes who did it. */
export function changeClassic(call: Call, fields: readonly ClassicField[], record: ClassicRecord, sent: Params): void {
  const isDated = 'DATE_MODIFY' in record
  Object.assign(record, readClassic(fields, sent, false))
  if (isDated)
    Object.assign(record, { DATE_MODIFY: shown(nowUtc(call.state.clock)), MODIFY_BY_ID: String(call.user.id) })
}

/** The list every classic family has: select, filter with prefixes, order, pages of 50. */
export function listClassic<T extends Params>(
  call: Call,
  records: readonly T[],
  fields: readonly ClassicField[],
): Answer {
  const names = new Set(fields.map(([name]) => name))
  const resolve = (name: string): string | undefined => (names.has(name.toUpperCase()) ? name.toUpperCase() : undefined)
  const known = (map: unknown): Params => keepKnown(map, resolve)
  const matches = compileFilter(known(anyCase(call.params, 'filter')), resolve, { isLenient: true })
  const compare = compileOrder(known(anyCase(call.params, 'order')), resolve)
  const read = (record: T) => (name: string) => record[name === 'id' ? 'ID' : name] as string | null
  const found = records.filter((record) => matches(read(record))).toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  const wanted = asList(anyCase(call.params, 'select')).map((name) => toText(name).toUpperCase())
  const isAll = wanted.length === 0 || wanted.includes('*')
  const cut = (record: T): Params =>
    isAll ? record : Object.fromEntries(Object.entries(record).filter(([name]) => wanted.includes(name)))
  return { result: items.map(cut), ...paging }
}
