import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import { isClassicType } from '../crm/classic-fields.ts'
import { factsOf, findType } from '../crm/record-types.ts'
import { mayConfigure } from '../crm/rights.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

/** crm.item.details.configuration.get: null while nobody arranged the card. */
export function cardConfigurationGet(call: Call): Answer {
  return { result: call.state.cardLayouts.get(keyOf(call, 'read')) ?? null }
}

/** crm.item.details.configuration.set: the whole card at once; for everybody only by administrators. */
export function cardConfigurationSet(call: Call): Answer {
  const key = keyOf(call, 'write')
  call.state.cardLayouts.set(key, readSections(anyCase(call.params, 'data')))
  return { result: true }
}

/** A card is a list of sections, each with its elements; the first slip is told by its place. */
function readSections(sent: unknown): Params[] {
  if (typeof sent !== 'object' || sent === null) throw refuse.classic("Parameter 'data' must be array.")
  if (!Array.isArray(sent)) throw refuse.classic('The data must be indexed array.')
  if (sent.length === 0) throw refuse.classic('There are no data to write.')
  return sent.map((entry, index) => {
    const section = { elements: [], ...asMap(entry), type: toText(asMap(entry).type) || 'section' }
    const at = `Section at index ${index}`
    if (section.type !== 'section')
      throw refuse.classic(`${at} have type '${section.type}'. The expected type is 'section'.`)
    if (nameIn(section, 'name') === '') throw refuse.classic(`${at} does not have name.`)
    if (nameIn(section, 'title') === '') throw refuse.classic(`${at} does not have title.`)
    const nameless = asList(section.elements).findIndex((element) => nameIn(asMap(element), 'name') === '')
    if (nameless >= 0)
      throw refuse.classic(`Element at index ${nameless} in section at index ${index} does not have name.`)
    return section
  })
}

function nameIn(map: Params, name: string): string {
  return toText(map[name]).trim()
}

/** crm.item.details.configuration.reset. */
export function cardConfigurationReset(call: Call): Answer {
  call.state.cardLayouts.delete(keyOf(call, 'write'))
  return { result: true }
}

/** crm.item.details.configuration.forceCommonScopeForAll: nobody keeps an arrangement of their own. */
export function cardConfigurationForce(call: Call): Answer {
  if (!mayConfigure(call.user)) throw refuse.classicAccessDenied()
  const { entityTypeId, variant } = cardOf(call)
  for (const key of call.state.cardLayouts.keys())
    if (key.startsWith(`${entityTypeId} P `) && key.endsWith(` ${variant}`)) call.state.cardLayouts.delete(key)
  return { result: true }
}

/** Cards of deals, leads and smart processes differ by pipeline or kind of lead. */
const extras = ['dealCategoryId', 'categoryId', 'leadCustomerType']

function keyOf(call: Call, what: 'read' | 'write'): string {
  const { entityTypeId, variant } = cardOf(call)
  const scope = toText(anyCase(call.params, 'scope')).toUpperCase() === 'C' ? 'C' : 'P'
  const userId = toInt(anyCase(call.params, 'userId')) || call.user.id
  const isForeign = scope === 'P' ? userId !== call.user.id : what === 'write'
  if (isForeign && !mayConfigure(call.user)) throw refuse.classicAccessDenied()
  return `${entityTypeId} ${scope} ${scope === 'C' ? 0 : userId} ${variant}`
}

/** The classic families say in their own name whose card is meant. */
function cardOf(call: Call): { entityTypeId: number; variant: string } {
  const family = call.method.split('.')[1] ?? ''
  const entityTypeId = isClassicType(family)
    ? factsOf(call.state, family).entityTypeId
    : toInt(anyCase(call.params, 'entityTypeId'))
  if (entityTypeId === 0) throw refuse.classic("Parameter 'entityTypeId' is not defined")
  if (!findType(call.state, 'entityTypeId', entityTypeId))
    throw refuse.classic(`The entity type '${entityTypeId}' is not supported in current context.`)
  const sent = asMap(anyCase(call.params, 'extras'))
  return { entityTypeId, variant: extras.map((name) => toText(sent[name])).join('|') }
}
