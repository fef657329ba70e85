import { anyCase, asMap, isTrueInPhp } from '../context.ts'
import { timeBlock, type Answer, type Timing } from './answer.ts'
import { parsePhpQuery, type Params } from './php-query.ts'
import { resolveReferences, type Collected } from './references.ts'
import { RestError } from './rest-error.ts'

/** Most commands a batch carries out; the rest fails one by one. */
const maxCommands = 50

/** The commands of a batch by their key, in their order; a list has the keys 0, 1, 2 … What is no text is no command. */
export function commandsOf(params: Params): Record<string, string> {
  const commands = Object.entries(asMap(anyCase(params, 'cmd')))
  return Object.fromEntries(commands.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** The method a command calls, in lower case. */
export function methodOf(command: string): string {
  return command.split(/[?#]/, 1)[0]?.toLowerCase() ?? ''
}

/** What a command sends along: PHP reads it as an address, so that a # that is not encoded ends it. */
function paramsOf(command: string): Params {
  const [address = ''] = command.split('#', 1)
  const question = address.indexOf('?')
  return question < 0 ? {} : parsePhpQuery(address.slice(question + 1))
}

/**
 * Carries out the commands one after the other; `halt` ends at the first refusal. Never answers an error itself.
 * Source: page "batch" of the REST documentation, and the platform's published source for what counts as a yes.
 */
export async function runBatch(
  params: Params,
  call: (method: string, params: Params, place: number) => Promise<{ answer: Answer; timing: Timing }>,
): Promise<Answer> {
  const collected: Collected = { result: {}, next: {}, total: {}, time: {}, error: {} }
  const halt = isTrueInPhp(anyCase(params, 'halt'))
  const entries = Object.entries(commandsOf(params))
  for (const [index, [key, command]] of entries.entries()) {
    try {
      if (index >= maxCommands) throw new RestError('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
      const method = methodOf(command)
      if (method === 'batch')
        throw new RestError('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', 405)
      const { answer, timing } = await call(method, resolveReferences(paramsOf(command), collected), index + 1)
      collected.result[key] = answer.result
      if (answer.total !== undefined) collected.total[key] = answer.total
      if (answer.next !== undefined) collected.next[key] = answer.next
      collected.time[key] = timeBlock(timing)
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      collected.error[key] = error.toJSON()
      if (halt) break
    }
  }
  const { result, error, total, next, time } = collected
  return { result: { result, result_error: error, result_total: total, result_next: next, result_time: time } }
}
