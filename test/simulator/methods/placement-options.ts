import { toText } from '../context.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

interface Option {
  /** What is kept where nothing was sent; without it nothing is. */
  fallback?: string
  known?: readonly string[]
  /** Several values, separated by semicolons. */
  several?: true
  missing?: () => RestError
}

const extranet: Option = { fallback: 'N', known: ['N', 'Y'] }
const role: Option = { fallback: 'USER', known: ['USER', 'ADMIN'] }
const context: Option = { fallback: 'ALL', known: ['ALL', 'USER', 'CHAT', 'LINES', 'CRM'], several: true }
const iconName: Option = { missing: () => refuse.emptyArgument('iconName') }
const errorHandlerUrl: Option = {
  missing: () => new RestError('EMPTY_ERROR_HANDLER_URL', 'Option errorHandlerUrl is required', 200),
}

/** The OPTIONS a place keeps, each with what it may hold; every other place drops them. Source: the places' pages. */
const options: [place: RegExp, kept: Record<string, Option>][] = [
  [/^(IMMOBILE|IM)_CONTEXT_MENU$/, { context, extranet, role }],
  [/^IM_NAVIGATION$/, { iconName, extranet, role }],
  [/^IM_SIDEBAR$/, { iconName, context, extranet, role, color: {} }],
  [
    /^IM_TEXTAREA$/,
    { iconName, context, extranet, role, color: {}, width: { fallback: '100' }, height: { fallback: '100' } },
  ],
  [/^PAGE_BACKGROUND_WORKER$/, { errorHandlerUrl }],
  [
    /^CRM_.*_DETAIL_ACTIVITY$/,
    { useBuiltInInterface: { known: ['N', 'Y'] }, newUserNotificationTitle: {}, newUserNotificationText: {} },
  ],
]

/** What is kept of the options an app binds a place with; undefined where the place takes none. */
export function keptOptions(placement: string, sent: Params): Record<string, string> | undefined {
  const rules = options.find(([place]) => place.test(placement))?.[1]
  if (!rules) return undefined
  return Object.fromEntries(
    Object.entries(rules).flatMap(([name, { fallback = '', known, several, missing }]) => {
      const value = toText(sent[name]) || fallback
      if (value === '' && missing) throw missing()
      if (value === '') return []
      const values = several ? value.split(';') : [value]
      if (known && values.some((one) => !known.includes(one)))
        throw new RestError(`INVALID_ERROR_${name.toUpperCase()}`, `Invalid value of the option ${name}`)
      return [[name, value]]
    }),
  )
}
