import { anyCase, toText, type Call } from '../context.ts'
import type { Answer } from '../wire/answer.ts'
import { RestError } from '../wire/rest-error.ts'

/** What this portal's plan contains. Source: feature.get. */
const features = new Set(['rest_offline_extended', 'rest_auth_connector'])

/** feature.get: any user. */
export function featureGet(call: Call): Answer {
  const code = toText(anyCase(call.params, 'code'))
  if (code === '') throw new RestError('CODE_EMPTY', "CODE can't be empty")
  return { result: { value: features.has(code) ? 'Y' : 'N' } }
}
