import type { RecordedRequest } from './simulator.ts'
import type { Portal } from './call-method.ts'
import { asMap, toText } from './context.ts'
import { corsHeaders } from './wire/answer.ts'
import { authorise } from './wire/authorise.ts'
import type { Params } from './wire/php-query.ts'
import { RestError } from './wire/rest-error.ts'
import { readRestRequest } from './wire/rest-request.ts'

const ownAddress = /^\/+rest\/+api(?=\/)/

/** Both names of the one method of REST 3.0 this portal has. */
const describing = ['documentation', 'rest.documentation.openapi']

/** Whether a request speaks REST 3.0: its address has `api/` behind `/rest/`. */
export function isRestThree(request: Request): boolean {
  return ownAddress.test(new URL(request.url).pathname)
}

/**
 * Answers one HTTP request of REST 3.0, in the form of its own: this portal has none of the methods moved there but
 * their description. Source: "Overview of REST 3.0"; code of an unknown method as the official JS SDK knows it.
 */
export async function answerRestThree(
  { state, limits, faults, record }: Portal & { record(request: RecordedRequest): void },
  request: Request,
  source: string,
): Promise<Response> {
  const address = new URL(request.url)
  address.pathname = address.pathname.replace(ownAddress, '/rest')
  const text = request.method === 'GET' ? '' : await request.clone().text()
  const read = await readRestRequest(new Request(address, request))
  const { method, params } = read
  const recorded: RecordedRequest = { method, userId: 0, params, commands: {}, status: 200, error: null }
  record(recorded)
  try {
    faults.checkBusy()
    limits.countRequest(source)
    recorded.userId = authorise(state, read).user.id
    if (text !== '' && !isJson(text)) throw refusal('INVALIDJSON', 'The request body is not valid JSON')
    if (describing.includes(method)) return Response.json(description(), { headers: corsHeaders })
    if (method === 'batch' && !isListOfCalls(params))
      throw refusal('INVALIDSELECT', 'A batch is a list of calls with method and query')
    const missing = method === 'batch' ? methodOfFirst(params) : method
    throw refusal('METHODNOTFOUND', `Method \`${missing}\` not found`, 404)
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    recorded.status = error.status
    recorded.error = error.code
    const { code, message, status } = error
    return Response.json({ error: { code, message } }, { status, headers: corsHeaders })
  }
}

function refusal(name: string, text: string, status = 400): RestError {
  return new RestError(`BITRIX_REST_V3_EXCEPTION_${name}EXCEPTION`, text, status)
}

/**
 * A batch is a list of calls, or a map with the keys 0, 1, 2 …, which PHP cannot tell from a list: the official JS SDK
 * spreads its list into a map to put the token beside it.
 */
function isListOfCalls(params: Params): boolean {
  return Object.keys(params).length > 0 && Object.keys(params).every((key, index) => key === String(index))
}

/** The portal names the command it stumbled over. */
function methodOfFirst(calls: Params): string {
  return toText(asMap(calls['0']).method).toLowerCase()
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** Unlike other answers this one has no `result` around it. */
function description(): Record<string, unknown> {
  return {
    openapi: '3.0.0',
    info: { title: 'Bitrix24 REST V3 API', version: '1.0.0' },
    tags: [{ name: 'rest', description: 'rest module methods' }],
    paths: Object.fromEntries(describing.map((name) => [`/${name}`, {}])),
  }
}
