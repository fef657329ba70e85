import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import type { Robot, RobotRun } from '../crm-state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { checkHandler } from './placements.ts'

/** bizproc.robot.add and bizproc.activity.add: two lists, alike in everything else. */
export function robotAdd(call: Call): Answer {
  const sent = upperKeys(call.params)
  if (Object.keys(sent).length === 0) throw invalid('Empty data!')
  const code = codeOf(call)
  checkHandler(toText(sent.HANDLER))
  if (!hasName(sent.NAME)) throw invalid('Empty activity NAME!')
  checkSettings(sent)
  const appId = call.app?.id ?? 0
  if (ownRobots(call).some((robot) => robot.code === code))
    throw new RestError('ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!')
  call.state.robots.push({
    kind: kindOf(call),
    appId,
    code,
    handler: toText(sent.HANDLER),
    authUserId: toInt(sent.AUTH_USER_ID),
    waits: waits(sent),
    name: sent.NAME as Robot['name'],
    settings: settingsOf(sent),
  })
  return { result: true }
}

/** bizproc.robot.update, bizproc.activity.update. */
export function robotUpdate(call: Call): Answer {
  const robot = robotOf(call)
  const sent = upperKeys(asMap(anyCase(call.params, 'FIELDS')))
  if (Object.keys(sent).length === 0) throw invalid('No fields to update')
  if ('HANDLER' in sent) checkHandler(toText(sent.HANDLER))
  if ('NAME' in sent && !hasName(sent.NAME)) throw invalid('Empty activity NAME!')
  checkSettings(sent)
  if ('HANDLER' in sent) robot.handler = toText(sent.HANDLER)
  if ('AUTH_USER_ID' in sent) robot.authUserId = toInt(sent.AUTH_USER_ID)
  if ('USE_SUBSCRIPTION' in sent) robot.waits = waits(sent)
  if ('NAME' in sent) robot.name = sent.NAME as Robot['name']
  Object.assign(robot.settings, settingsOf(sent))
  return { result: true }
}

/** bizproc.robot.list, bizproc.activity.list: the codes of this app. */
export function robotList(call: Call): Answer {
  return { result: ownRobots(call).map((robot) => robot.code) }
}

/** bizproc.robot.delete, bizproc.activity.delete. */
export function robotDelete(call: Call): Answer {
  const robot = robotOf(call)
  call.state.robots = call.state.robots.filter((known) => known !== robot)
  return { result: true }
}

/** bizproc.event.send: what a robot hands back; each token is good once. */
export function robotAnswer(call: Call): Answer {
  const run = runOf(call)
  run.isDone = true
  run.returned = asMap(anyCase(call.params, 'RETURN_VALUES'))
  const message = toText(anyCase(call.params, 'LOG_MESSAGE'))
  if (message !== '') run.log.push(message)
  return { result: true }
}

/** bizproc.activity.log. */
export function robotLog(call: Call): Answer {
  const message = toText(anyCase(call.params, 'LOG_MESSAGE'))
  const run = runOf(call)
  if (message === '') throw new RestError('ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!')
  run.log.push(message)
  return { result: true }
}

function runOf(call: Call): RobotRun {
  const token = toText(anyCase(call.params, 'EVENT_TOKEN'))
  const run = call.state.robotRuns.find((known) => known.eventToken === token)
  if (!run || run.isDone) throw refuse.adminOnly('Access denied!')
  return run
}

function codeOf(call: Call): string {
  const code = toText(anyCase(call.params, 'CODE'))
  if (code === '') throw invalid('Empty activity code!')
  if (!/^[a-z0-9._-]+$/i.test(code)) throw invalid('Wrong activity code!')
  return code
}

function robotOf(call: Call): Robot {
  const code = codeOf(call)
  const robot = ownRobots(call).find((known) => known.code === code)
  if (!robot) throw new RestError('ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!')
  return robot
}

function kindOf({ method }: Call): Robot['kind'] {
  return method.startsWith('bizproc.activity.') ? 'activity' : 'robot'
}

function ownRobots(call: Call): Robot[] {
  return call.state.robots.filter(({ appId, kind }) => appId === call.app?.id && kind === kindOf(call))
}

function hasName(name: unknown): boolean {
  return toText(name) !== '' || Object.keys(asMap(name)).length > 0
}

/** Only an explicit N does not wait. Source: USE_SUBSCRIPTION of bizproc.robot.add. */
function waits(sent: Params): boolean {
  return toText(sent.USE_SUBSCRIPTION).toUpperCase() !== 'N'
}

const kept = ['DESCRIPTION', 'PROPERTIES', 'RETURN_PROPERTIES', 'DOCUMENT_TYPE', 'FILTER', 'USE_PLACEMENT']

function settingsOf(sent: Params): Params {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => kept.includes(name)))
}

function checkSettings(sent: Params): void {
  for (const list of [sent.PROPERTIES, sent.RETURN_PROPERTIES]) {
    if (list === undefined) continue
    if (typeof list !== 'object' || list === null) throw invalid('Wrong properties array!')
    for (const [key, property] of Object.entries(list)) {
      if (!/^[a-z]\w*$/i.test(key)) throw invalid(`Wrong property key (${key})!`)
      if (!hasName(anyCase(asMap(property), 'Name'))) throw invalid(`Empty property NAME (${key})!`)
    }
  }
  if (sent.FILTER !== undefined && (typeof sent.FILTER !== 'object' || sent.FILTER === null))
    throw invalid('Wrong activity FILTER!')
  if (sent.DOCUMENT_TYPE !== undefined && asList(sent.DOCUMENT_TYPE).length !== 3)
    throw invalid('Wrong activity DOCUMENT_TYPE!')
}

function invalid(text: string): RestError {
  return new RestError('ERROR_ACTIVITY_VALIDATION_FAILURE', text)
}

function upperKeys(map: Params): Params {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toUpperCase(), value]))
}
