import { anyCase, isTrueInPhp, toText, type Call } from '../context.ts'
import type { Answer } from '../wire/answer.ts'
import { clientMethods } from './client-methods.ts'
import type { MethodRow } from './method-row.ts'
import { portalMethods } from './portal-methods.ts'
import { recordMethods } from './record-methods.ts'
import { anyone, isGranted, type Right } from './rights.ts'
import { settingMethods } from './setting-methods.ts'
import { timelineMethods } from './timeline-methods.ts'

export interface Method {
  /** All of these must have been granted; the basic methods need none. */
  scopes: readonly string[]
  right: Right
  handler: (call: Call) => Answer
}

/** Every method of this portal, family by family: adding one is adding a row. */
const rows: MethodRow[] = [
  ['methods', '', anyone, methodList],
  ['method.get', '', anyone, methodGet],
  ...portalMethods,
  ...recordMethods,
  ...timelineMethods,
  ...clientMethods,
  ...settingMethods,
]

/** The method table by name, in lower case. */
export const methods: Record<string, Method> = Object.fromEntries(
  rows.map(([name, scopes, right, handler]) => [name, { scopes: split(scopes), right, handler }]),
)

/** methods: those of one scope, the common ones where it is empty, all with `full`, else what the granted scopes reach. */
function methodList(call: Call): Answer {
  const scope = anyCase(call.params, 'scope')
  const isFull = isTrueInPhp(anyCase(call.params, 'full'))
  const isListed = (scopes: string[]): boolean =>
    scope === undefined ? isFull || isGranted(call.scopes, scopes) : scopes.join() === toText(scope)
  return {
    result: rowsOf(call)
      .filter(([, scopes]) => isListed(split(scopes)))
      .map(([name]) => name),
  }
}

/** method.get: about scopes only, not about rights. */
function methodGet(call: Call): Answer {
  const row = rowsOf(call).find(([name]) => name === toText(anyCase(call.params, 'name')))
  return {
    result: { isExisting: row !== undefined, isAvailable: row !== undefined && isGranted(call.scopes, split(row[1])) },
  }
}

/** An on-premise portal may lack what its modules do not have yet. */
function rowsOf({ state }: Call): MethodRow[] {
  return rows.filter(([name]) => !state.missingMethods.has(name))
}

function split(scopes: string): string[] {
  return scopes.split(' ').filter(Boolean)
}
