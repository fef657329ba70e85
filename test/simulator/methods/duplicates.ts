import { anyCase, asList, toText, type Call } from '../context.ts'
import { factsOf } from '../crm/record-types.ts'
import { mayAny } from '../crm/rights.ts'
import { itemsOf, type Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** Once so many records of one type share a value, the later types are not answered any more. */
const cutOff = 20

/** Only so many different values are looked for; the rest is ignored. */
const mostValues = 20

type Kind = 'PHONE' | 'EMAIL'

/**
 * crm.duplicate.findbycomm: records that share a phone or an e-mail, also those the caller may not read. Source: its page
 * and the tutorial "search by phone and e-mail".
 */
export function findDuplicates(call: Call): Answer {
  const found = ['lead', 'contact', 'company'] as const
  if (!found.some((type) => mayAny(call.user, 'read', type))) throw refuse.classic('Access denied', 403)
  const kind = kindOf(call)
  const sent = asList(anyCase(call.params, 'values')).map(toText).filter(Boolean)
  if (asList(anyCase(call.params, 'values')).length === 0)
    throw new RestError('Communication values is not defined', "Parameter 'values' is required.")
  const only = toText(anyCase(call.params, 'entity_type') ?? anyCase(call.params, 'entityType')).toUpperCase()
  if (only === 'DEAL') throw refuse.classic('Deal is not supported in current context.')
  const named = found.filter((type) => factsOf(call.state, type).code === only)
  const result: Record<string, number[]> = {}
  for (const code of [...new Set(sent.map((value) => matchCode(kind, value)))].slice(0, mostValues))
    for (const type of named.length > 0 ? named : found) {
      const ids = [...itemsOf(call.state, type).values()]
        .filter((item) => hasCode(item, kind, code))
        .map(({ id }) => id)
        .slice(0, cutOff)
      const name = factsOf(call.state, type).code
      if (ids.length > 0) result[name] = [...new Set([...(result[name] ?? []), ...ids])]
      if (ids.length >= cutOff) break
    }
  return { result }
}

function kindOf(call: Call): Kind {
  const kind = toText(anyCase(call.params, 'type')).toUpperCase()
  if (kind === 'PHONE' || kind === 'EMAIL') return kind
  throw kind === ''
    ? new RestError('Communication type is not defined', "Parameter 'type' is required.")
    : new RestError(
        `Communication type '${kind}' is not supported in current context`,
        'Unsupported communication type.',
      )
}

function hasCode(item: Item, kind: Kind, code: string): boolean {
  return item.fm.some((field) => field.typeId === kind && matchCode(kind, field.value) === code)
}

/**
 * What two values must share to be the same: e-mails are compared without regard to case, phones as a whole, by their
 * digits and without extension. Of long numbers the prefixes 00, 011 and a leading 0 go, a leading 8 is Russia's 7; a
 * national and an international spelling stay two numbers. Source: the platform's own matching of communications.
 */
function matchCode(kind: Kind, value: string): string {
  if (kind === 'EMAIL') return value.trim().toLowerCase()
  const isLong = value.length >= 10
  const digits = (isLong && value.startsWith('+8') ? `00${value.slice(1)}` : value).replaceAll(/[^\d#*,;]/g, '')
  return withoutPrefix(digits).replace(/^(\d+)[;#]*[\d,]*/, '$1')
}

function withoutPrefix(digits: string): string {
  if (digits.length < 10 || /^8[012]/.test(digits)) return digits
  return digits.startsWith('8') ? `7${digits.slice(1)}` : digits.replace(/^(?:00|011|0)/, '')
}
