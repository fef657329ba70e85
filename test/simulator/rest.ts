import type { RecordedRequest } from './simulator.ts'
import { downloadFile } from './crm/files.ts'
import type { OrderedFaults } from './faults.ts'
import { methods } from './methods/method-table.ts'
import { isGranted } from './methods/rights.ts'
import type { PortalState, User } from './state.ts'
import { unixTime } from './time.ts'
import { corsHeaders, refusal, success, type Answer } from './wire/answer.ts'
import { authorise, type Caller } from './wire/authorise.ts'
import { commandsOf, methodOf, runBatch } from './wire/batch.ts'
import type { Params } from './wire/php-query.ts'
import { RestError } from './wire/rest-error.ts'
import { readRestRequest } from './wire/rest-request.ts'

interface Rest {
  state: PortalState
  faults: OrderedFaults
  record(request: RecordedRequest): void
  raise(user: User, event: string, data: Record<string, unknown>): void
}

/** Answers one HTTP request under `/rest/`. */
export async function answerRest(rest: Rest, request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders })
  const start = unixTime()
  const read = await readRestRequest(request)
  if (read.method === 'crm.controller.item.getfile') return downloadFile(rest.state, read.params.token)
  const commands = read.method === 'batch' ? commandsOf(read.params) : {}
  const named = [read.method, ...Object.values(commands).map(methodOf)]
  if (rest.faults.isLost(named)) return Response.error()
  const recorded: RecordedRequest = {
    method: read.method,
    userId: 0,
    params: read.params,
    commands,
    status: 200,
    error: null,
  }
  rest.record(recorded)
  try {
    rest.faults.checkBusy()
    const caller = authorise(rest.state, read)
    recorded.userId = caller.user.id
    const call = (method: string, params: Params): Answer => callMethod(rest, caller, method, params)
    if (read.method === 'batch') rest.faults.checkRefused('batch', caller.user.id, read.params)
    const answer = read.method === 'batch' ? runBatch(read.params, call) : call(read.method, read.params)
    return rest.faults.isDropped(named) ? Response.error() : success(answer, start)
  } catch (error) {
    const refused =
      error instanceof RestError ? error : new RestError('INTERNAL_SERVER_ERROR', 'Internal server error', 500)
    if (refused !== error) console.error(error)
    recorded.status = refused.status
    recorded.error = String(refused.code)
    return rest.faults.isDropped(named) ? Response.error() : refusal(refused)
  }
}

function callMethod(rest: Rest, caller: Caller, name: string, params: Params): Answer {
  const method = methods[name]
  if (!method) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404)
  if (!isGranted(caller.scopes, method.scopes))
    throw new RestError(
      'insufficient_scope',
      `The request requires higher privileges than provided by the ${caller.app ? 'access' : 'webhook'} token`,
      403,
    )
  rest.faults.checkRefused(name, caller.user.id, params)
  const call = {
    ...caller,
    state: rest.state,
    method: name,
    params,
    raise: (event: string, data: Record<string, unknown>) => rest.raise(caller.user, event, data),
  }
  method.right(call)
  return method.handler(call)
}
