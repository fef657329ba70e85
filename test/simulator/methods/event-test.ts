import type { Call } from '../context.ts'
import type { Answer } from '../wire/answer.ts'

/** event.test: sends what was given to the app's own handlers of ONAPPTEST. Source: "Test handler" of the events pages. */
export function eventTest(call: Call): Answer {
  call.raise('ONAPPTEST', { QUERY: call.params })
  return { result: 1 }
}
