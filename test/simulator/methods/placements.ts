import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import { factsOf, typesOf } from '../crm/record-types.ts'
import { inLanguage, type Placement, type PortalState } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { RestError } from '../wire/rest-error.ts'
import { keptOptions } from './placement-options.ts'

/** Places in the cards, lists and timelines of every type; suffixes of `placement.list`. */
const crmPlaces = [
  'DETAIL_TOOLBAR',
  'DETAIL_TAB',
  'DETAIL_ACTIVITY',
  'LIST_MENU',
  'LIST_TOOLBAR',
  'ACTIVITY_TIMELINE_MENU',
]

const portalPlaces = ['LEFT_MENU', 'REST_APP_URI', 'PAGE_BACKGROUND_WORKER', 'IMMOBILE_CONTEXT_MENU']

function placementCodes(state: PortalState): string[] {
  const codes = typesOf(state).map((type) => factsOf(state, type).code)
  return [...crmPlaces.flatMap((place) => codes.map((code) => `CRM_${code}_${place}`)), ...portalPlaces]
}

/** placement.list: what can be bound on this portal. */
export function placementList(call: Call): Answer {
  const scope = toText(anyCase(call.params, 'scope'))
  return {
    result: placementCodes(call.state).filter((code) => scope === '' || (scope === 'crm') === code.startsWith('CRM_')),
  }
}

/** placement.bind: one handler may stand once in a place. */
export function placementBind(call: Call): Answer {
  const code = required(call, 'PLACEMENT').toUpperCase()
  const handler = required(call, 'HANDLER')
  if (!placementCodes(call.state).includes(code))
    throw new RestError('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found')
  checkHandler(handler)
  const bound = call.app?.placements ?? []
  if (anyCase(call.params, 'USER_ID') !== undefined && code !== 'PAGE_BACKGROUND_WORKER')
    throw new RestError('ERROR_PLACEMENT_USER_MODE', 'User mode is not available')
  if (
    ['REST_APP_URI', 'PAGE_BACKGROUND_WORKER'].includes(code) &&
    bound.some((placement) => placement.placement === code)
  )
    throw new RestError('ERROR_PLACEMENT_MAX_COUNT', 'Placement max count')
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
  const app = call.app
  if (!app) return { result: { count: 0 } }
  const kept = app.placements.filter(
    (placement) => placement.placement !== code || (handler !== '' && placement.handler !== handler),
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
      title: titleIn(placement, call.user.language),
      description: '',
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
  const value = toText(anyCase(call.params, name))
  if (value === '') throw new RestError('ERROR_ARGUMENT', `Argument '${name}' is null or empty`)
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

function titleIn(placement: Placement, language: string): string {
  return inLanguage(
    Object.fromEntries(Object.entries(placement.langAll).map(([code, text]) => [code, text.TITLE])),
    language === 'en' ? 'en' : 'de',
  )
}
