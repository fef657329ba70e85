import { toText } from '../context.ts'
import type { Params } from '../wire/php-query.ts'
import { RestError } from '../wire/rest-error.ts'

interface Option {
  fallback: string
  known: readonly string[]
  /** Several values, separated by semicolons. */
  several?: true
}

/**
 * The OPTIONS a place keeps, each with what it may hold; every other place drops them. Source: the page of the mobile
 * app's placement.
 */
const options: Record<string, Record<string, Option>> = {
  IMMOBILE_CONTEXT_MENU: {
    context: { fallback: 'ALL', known: ['ALL', 'USER', 'CHAT', 'LINES', 'CRM'], several: true },
    extranet: { fallback: 'N', known: ['N', 'Y'] },
    role: { fallback: 'USER', known: ['USER', 'ADMIN'] },
  },
}

/** What is kept of the options an app binds a place with; undefined where the place takes none. */
export function keptOptions(placement: string, sent: Params): Record<string, string> | undefined {
  const rules = options[placement]
  if (!rules) return undefined
  return Object.fromEntries(
    Object.entries(rules).map(([name, { fallback, known, several }]) => {
      const value = toText(sent[name]) || fallback
      const values = several ? value.split(';') : [value]
      if (values.some((one) => !known.includes(one)))
        throw new RestError(`INVALID_ERROR_${name.toUpperCase()}`, `Invalid value of the option ${name}`)
      return [name, value]
    }),
  )
}
