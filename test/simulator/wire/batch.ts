import { asMap, toText } from '../context.ts'
import { timeBlock, type Answer, type Timing } from './answer.ts'
import { parsePhpQuery, type Params } from './php-query.ts'
import { resolveReferences, type Collected } from './references.ts'
import { RestError } from './rest-error.ts'

/** Most commands a batch carries out; the rest fails one by one. */
const maxCommands = 50

/** The commands of a batch by their key, in their order; a list has the keys 0, 1, 2 … */
export function commandsOf(params: Params): Record<string, string> {
  return Object.fromEntries(Object.entries(asMap(params.cmd)).map(([key, command]) => [key, toText(command)]))
}

/** The method a command calls, in lower case. */
export function methodOf(command: string): string {
  return command.split('?', 1)[0]?.trim().toLowerCase() ?? ''
}

/**
 * Carries out the commands one after the other; `halt` ends at the first refusal. Never answers an error itself.
 * Source: page "batch" of the REST documentation.
 */
export async function runBatch(
  params: Params,
  call: (method: string, params: Params, place: number) => Promise<{ answer: Answer; timing: Timing }>,
): Promise<Answer> {
  const collected: Collected & { result_time: Params } = {
    result: {},
    result_error: {},
    result_total: {},
    result_next: {},
    result_time: {},
  }
  const halt = ['1', 'true', 'y', 'Y'].includes(String(params.halt ?? 0))
  const entries = Object.entries(commandsOf(params))
  for (const [index, [key, command]] of entries.entries()) {
    try {
      if (index >= maxCommands) throw new RestError('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
      const method = methodOf(command)
      if (method === 'batch')
        throw new RestError('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', 405)
      const question = command.indexOf('?')
      const raw = question < 0 ? {} : parsePhpQuery(command.slice(question + 1))
      const { answer, timing } = await call(method, resolveReferences(raw, collected), index + 1)
      collected.result[key] = answer.result
      if (answer.total !== undefined) collected.result_total[key] = answer.total
      if (answer.next !== undefined) collected.result_next[key] = answer.next
      collected.result_time[key] = timeBlock(timing)
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      collected.result_error[key] = error.toJSON()
      if (halt) break
    }
  }
  return { result: collected }
}
