import type { RecordedRequest } from './simulator.ts'
import { callMethod, methodNamed, TimeIsUp, type Portal } from './call-method.ts'
import type { Trouble } from './fault-orders.ts'
import { answerRestThree, isRestThree } from './rest-three.ts'
import { toText } from './context.ts'
import { downloadFile } from './crm/files.ts'
import { spoilAnswer } from './hostile/spoil-answer.ts'
import { badGateway, corsHeaders, gatewayTimeout, refusal, success, type Answer, type Timing } from './wire/answer.ts'
import { authorise } from './wire/authorise.ts'
import { commandsOf, methodOf, runBatch } from './wire/batch.ts'
import type { Params } from './wire/php-query.ts'
import { RestError } from './wire/rest-error.ts'
import { readRestRequest, type RestRequest } from './wire/rest-request.ts'
import { inXml } from './wire/xml.ts'

interface Rest extends Portal {
  record(request: RecordedRequest): void
}

/** Answers one HTTP request under `/rest/`; `source` is the address it came from. */
export async function answerRest(rest: Rest, request: Request, source: string): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders })
  if (isRestThree(request)) return answerRestThree(rest, request, source)
  const start = rest.state.clock.now()
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
  const response = await carryOut(rest, read, source, start, recorded)
  if (rest.faults.isDropped(named)) return Response.error()
  const { answers } = rest.faults
  const inBatch = Object.values(commands).map(methodOf)
  const order = answers.take([read.method]) ?? answers.take(inBatch, ({ change }) => change === undefined)
  if (order && response.type !== 'error') return spoilAnswer(response, order)
  return read.format === 'xml' ? inXml(response) : response
}

async function carryOut(
  rest: Rest,
  read: RestRequest,
  source: string,
  start: number,
  recorded: RecordedRequest,
): Promise<Response> {
  const deadline = rest.limits.deadline()
  const troubles = new Set<Trouble>()
  try {
    rest.faults.checkBusy()
    rest.limits.countRequest(source)
    if (read.method !== 'batch') methodNamed(read.method, rest.state.missingMethods)
    const caller = authorise(rest.state, read)
    recorded.userId = caller.user.id
    const call = async (method: string, params: Params, command = 0): Promise<{ answer: Answer; timing: Timing }> => {
      await rest.faults.reach(method, 'before')
      const connectorId = toText(params.auth_connector ?? read.params.auth_connector)
      const done = await callMethod(rest, caller, { method, params, deadline, command, connectorId })
      for (const trouble of rest.faults.carriedOut(method)) troubles.add(trouble)
      await rest.faults.reach(method, 'after')
      const order = command > 0 ? rest.faults.answers.take([method], ({ change }) => change !== undefined) : undefined
      return order?.change ? { ...done, answer: order.change(done.answer) as Answer } : done
    }
    const { answer, timing } =
      read.method === 'batch'
        ? await batch(rest, read.params, caller.user.id, call)
        : await call(read.method, read.params)
    for (const [trouble, spoil] of Object.entries(spoiled)) if (troubles.has(trouble as Trouble)) return await spoil()
    return success(answer, { ...timing, start, finish: rest.state.clock.now() })
  } catch (error) {
    if (error instanceof TimeIsUp) {
      recorded.status = 504
      return gatewayTimeout()
    }
    const refused = error instanceof RestError ? error : internalError()
    if (refused !== error) console.error(error)
    recorded.status = refused.status
    recorded.error = refused.code
    return refusal(refused)
  }
}

/** A batch costs nothing by itself, its commands do. Source: REST API limits. */
async function batch(
  rest: Rest,
  params: Params,
  userId: number,
  call: (method: string, params: Params, command: number) => Promise<{ answer: Answer; timing: Timing }>,
): Promise<{ answer: Answer; timing: Timing }> {
  rest.faults.checkRefused({ method: 'batch', userId, params, command: 0 })
  const start = rest.state.clock.now()
  const answer = await runBatch(params, call)
  const finish = rest.state.clock.now()
  const free = { operating: 0, operatingResetAt: Math.floor(start / 1000) + 600 }
  return { answer, timing: { start, finish, processing: finish - start, ...free } }
}

/** What becomes of the answer after trouble, the worst first. */
const spoiled: Partial<Record<Trouble, () => Response | Promise<Response>>> = {
  silence: () => new Promise(() => {}),
  dropAnswer: () => Response.error(),
  gatewayTimeout,
  badGateway,
  serverError() {
    throw internalError()
  },
}

function internalError(): RestError {
  return new RestError('INTERNAL_SERVER_ERROR', 'Internal server error', 500)
}
