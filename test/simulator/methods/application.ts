import { asMap, toText, type Call } from '../context.ts'
import { describeGrant } from '../oauth/auth-server.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'

/**
 * app.info on the portal; a webhook learns only its scopes. Where portal and auth server share one address, the answer
 * also holds what the auth server says, so that clients of either understand it. Source: app-lifecycle facts, 1.6 and 2.5.
 */
export function appInfo({ app, grant, state, scopes }: Call): Answer {
  if (!app || !grant) return { result: { SCOPE: [...scopes], LICENSE: state.license } }
  return {
    result: {
      ...(state.origin === state.authOrigin ? describeGrant(state, app, grant) : {}),
      ID: app.id,
      CODE: app.clientId,
      VERSION: app.version,
      STATUS: app.status,
      INSTALLED: app.installed,
      PAYMENT_EXPIRED: 'N',
      DAYS: null,
      LANGUAGE_ID: state.language,
      LICENSE: state.license,
      LICENSE_TYPE: state.license.split('_')[1],
      LICENSE_FAMILY: state.license.split('_')[1]?.replace(/\d+$/, ''),
    },
  }
}

/** app.option.get: everybody may read them. */
export function appOptionGet(call: Call): Answer {
  return readOption(call, call.app?.options ?? {})
}

/** app.option.set: administrators only. */
export function appOptionSet(call: Call): Answer {
  const sent = sentOptions(call)
  if (!call.user.admin) throw refuse.adminOnly('Access denied! Administrator authorization required')
  Object.assign(call.app?.options ?? {}, sent)
  return { result: true }
}

/** user.option.get. */
export function userOptionGet(call: Call): Answer {
  return readOption(call, call.app?.userOptions.get(call.user.id) ?? {})
}

/** user.option.set. */
export function userOptionSet(call: Call): Answer {
  const sent = sentOptions(call)
  call.app?.userOptions.set(call.user.id, { ...call.app.userOptions.get(call.user.id), ...sent })
  return { result: true }
}

function readOption({ params: { option } }: Call, options: Record<string, unknown>): Answer {
  return { result: option === undefined || option === null ? { ...options } : (options[toText(option)] ?? null) }
}

/** The options may stand in `options` or bare. */
function sentOptions(call: Call): Record<string, unknown> {
  const options = call.params.options === undefined ? call.params : asMap(call.params.options)
  if (Object.keys(options).length === 0) throw refuse.emptyArgument('options')
  return options
}

/** server.time. */
export function serverTime({ state }: Call): Answer {
  return { result: shown(nowUtc(state.clock)) }
}
