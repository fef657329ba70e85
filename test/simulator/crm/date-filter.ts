import { asList, asMap, toText } from '../context.ts'
import type { PortalState, TypeName } from '../state.ts'
import { parseMoment } from '../time.ts'
import type { Params } from '../wire/php-query.ts'
import { fieldsOf } from './fields.ts'
import { userFieldsOf } from './user-field-names.ts'

/** Stands for a condition nothing meets; numbered keys are groups, so that it takes the place of no other. */
const nothing: [string, Params] = ['1000', { '<id': 0 }]

/**
 * A filter of crm.item.list with its moments as records keep them: what comes without a zone is the portal's own time. A
 * portal may have the defect to understand `YYYY-MM-DD HH:MM:SS` alone.
 */
export function readDates(
  state: PortalState,
  type: TypeName,
  filter: Params,
  resolve: (name: string) => string | undefined,
): Params {
  const read = Object.entries(filter).flatMap(([key, wanted]): [string, unknown][] => {
    if (/^\d+$/.test(key)) return [[key, readDates(state, type, asMap(wanted), resolve)]]
    const kind = typeOf(state, type, resolve(key.replace(/^[!=<>@%]+/, '')))
    if (kind !== 'date' && kind !== 'datetime') return [[key, wanted]]
    if (isZoned(wanted) && state.defects.has('zonedDatesMatchAll')) return []
    if (isZoned(wanted) && state.defects.has('zonedDatesMatchNothing')) return [nothing]
    return [[key, typeof wanted === 'object' ? asList(wanted).map(momentOf(kind)) : momentOf(kind)(wanted)]]
  })
  return Object.fromEntries(read)
}

function typeOf(state: PortalState, type: TypeName, name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const field = userFieldsOf(state, type).find(({ fieldName }) => fieldName === name)
  return field?.userTypeId ?? fieldsOf(state, type).get(name)?.type
}

const isZoned = (wanted: unknown): boolean =>
  (typeof wanted === 'object' ? asList(wanted) : [wanted]).some((one) => /^\d{4}-\d{2}-\d{2}T/.test(toText(one)))

const momentOf =
  (kind: 'date' | 'datetime') =>
  (wanted: unknown): unknown => {
    const text = toText(wanted)
    if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(text)) return wanted
    return kind === 'date' ? text.slice(0, 10) : (parseMoment(text) ?? wanted)
  }
