import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import { findType } from '../crm/record-types.ts'
import { mayConfigure } from '../crm/rights.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'

/** crm.item.details.configuration.get: null while nobody arranged the card. */
export function cardConfigurationGet(call: Call): Answer {
  return { result: call.state.cardLayouts.get(keyOf(call, 'read')) ?? null }
}

/** crm.item.details.configuration.set: the whole card at once; for everybody only by administrators. */
export function cardConfigurationSet(call: Call): Answer {
  const key = keyOf(call, 'write')
  const data = anyCase(call.params, 'data')
  if (!Array.isArray(data)) throw refuse.classic("Parameter 'data' must be array.")
  call.state.cardLayouts.set(key, data)
  return { result: true }
}

/** crm.item.details.configuration.reset. */
export function cardConfigurationReset(call: Call): Answer {
  call.state.cardLayouts.delete(keyOf(call, 'write'))
  return { result: true }
}

/** Cards of deals, leads and smart processes differ by pipeline or kind of lead. */
const extras = ['dealCategoryId', 'categoryId', 'leadCustomerType']

function keyOf(call: Call, what: 'read' | 'write'): string {
  const entityTypeId = toInt(anyCase(call.params, 'entityTypeId'))
  if (entityTypeId === 0) throw refuse.classic("Parameter 'entityTypeId' is not defined")
  if (!findType(call.state, 'entityTypeId', entityTypeId))
    throw refuse.classic(`The entity type '${entityTypeId}' is not supported in current context.`)
  const scope = toText(anyCase(call.params, 'scope')).toUpperCase() === 'C' ? 'C' : 'P'
  const userId = toInt(anyCase(call.params, 'userId')) || call.user.id
  const isForeign = scope === 'P' ? userId !== call.user.id : what === 'write'
  if (isForeign && !mayConfigure(call.user)) throw refuse.classicAccessDenied()
  const variant = extras.map((name) => toText(asMap(anyCase(call.params, 'extras'))[name])).join('|')
  return `${entityTypeId} ${scope} ${scope === 'C' ? 0 : userId} ${variant}`
}
