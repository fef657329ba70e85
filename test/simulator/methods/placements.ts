import { anyCase, asMap, isTrueInPhp, toInt, toText, type Call } from '../context.ts'
import { inLanguage, type Language, type Placement } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { placementCodes } from './placement-codes.ts'
import { keptOptions } from './placement-options.ts'

/** placement.list: what can be bound: of one scope, of none where it is empty, of all with FULL, else of the app's own and everybody's. */
export function placementList(call: Call): Answer {
  const scope = anyCase(call.params, 'scope')
  const isFull = scope === undefined && isTrueInPhp(anyCase(call.params, 'full'))
  const scopes = scope === undefined ? ['', ...call.scopes] : [toText(scope)]
  return { result: isFull ? placementCodes(call.state) : placementCodes(call.state, scopes) }
}

/** placement.bind: one handler may stand once in a place, and only in places of the app's scopes. What one place alone refuses is said with status 200. */
export function placementBind(call: Call): Answer {
  const code = required(call, 'PLACEMENT').toUpperCase()
  const handler = required(call, 'HANDLER')
  checkHandler(handler)
  if (!placementCodes(call.state, ['', ...call.scopes]).includes(code))
    throw new RestError('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found')
  const bound = call.app?.placements ?? []
  if (toInt(anyCase(call.params, 'USER_ID')) > 0 && code !== 'PAGE_BACKGROUND_WORKER')
    throw new RestError('ERROR_PLACEMENT_USER_MODE', 'User mode is not available', 200)
  if (
    ['REST_APP_URI', 'PAGE_BACKGROUND_WORKER'].includes(code) &&
    bound.some((placement) => placement.placement === code)
  )
    throw new RestError('ERROR_PLACEMENT_MAX_COUNT', 'Placement max count: 1', 200)
  if (bound.some((placement) => placement.placement === code && placement.handler === handler))
    throw new RestError('ERROR_CORE', 'Unable to set placement handler: Handler already binded')
  const options = keptOptions(code, asMap(anyCase(call.params, 'OPTIONS')))
  const userId = toInt(anyCase(call.params, 'USER_ID'))
  bound.push({ placement: code, handler, langAll: titlesOf(call), options, ...(userId > 0 ? { userId } : {}) })
  return { result: true }
}

/** placement.unbind: each removed handler counts twice. */
export function placementUnbind(call: Call): Answer {
  const code = required(call, 'PLACEMENT').toUpperCase()
  const handler = toText(anyCase(call.params, 'HANDLER'))
  const userId = toInt(anyCase(call.params, 'USER_ID'))
  const app = call.app
  if (!app) return { result: { count: 0 } }
  const kept = app.placements.filter(
    (placement) =>
      placement.placement !== code ||
      (handler !== '' && placement.handler !== handler) ||
      (userId > 0 && placement.userId !== userId),
  )
  const count = 2 * (app.placements.length - kept.length)
  app.placements = kept
  return { result: { count } }
}

/** placement.get: what this app has bound. */
export function placementGet(call: Call): Answer {
  return {
    result: (call.app?.placements ?? []).map((placement) => ({
      placement: placement.placement,
      userId: placement.userId ?? 0,
      handler: placement.handler,
      options: placement.options ?? [],
      title: textIn(placement, 'TITLE', call.user.language),
      description: textIn(placement, 'DESCRIPTION', call.user.language),
      langAll: placement.langAll,
    })),
  }
}

/** Scheme http or https, and a dot in the host. Source: app-lifecycle facts, section 3.3. */
export function checkHandler(handler: string): void {
  const url = URL.canParse(handler) ? new URL(handler) : null
  if (url && !['http:', 'https:'].includes(url.protocol))
    throw new RestError(
      'ERROR_UNSUPPORTED_PROTOCOL',
      `Unsupported event handler protocol (${url.protocol.slice(0, -1)})`,
    )
  if (!url?.hostname.includes('.')) throw new RestError('ERROR_WRONG_HANDLER_URL', 'Wrong handler URL')
}

function required(call: Call, name: string): string {
  const sent = anyCase(call.params, name)
  if (typeof sent === 'object' && sent !== null && Object.keys(sent).length > 0)
    throw new RestError('ERROR_ARGUMENT', `The value of an argument '${name}' must be of type string`, 400, {
      argument: name,
    })
  const value = toText(sent)
  if (value === '') throw refuse.emptyArgument(name)
  return value
}

function titlesOf(call: Call): Placement['langAll'] {
  const all = asMap(anyCase(call.params, 'LANG_ALL'))
  const texts = (map: Record<string, unknown>): Placement['langAll'][string] => ({
    TITLE: toText(anyCase(map, 'TITLE')),
    DESCRIPTION: toText(anyCase(map, 'DESCRIPTION')),
    GROUP_NAME: toText(anyCase(map, 'GROUP_NAME')),
  })
  if (Object.keys(all).length === 0) return { [call.user.language]: texts(call.params) }
  return Object.fromEntries(Object.entries(all).map(([language, text]) => [language, texts(asMap(text))]))
}

function textIn(placement: Placement, kind: 'TITLE' | 'DESCRIPTION', language: Language): string {
  return inLanguage(
    Object.fromEntries(Object.entries(placement.langAll).map(([code, text]) => [code, text[kind]])),
    language,
  )
}
