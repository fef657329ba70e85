import { z } from 'zod'
import { entityTypeIdOf, isSmartTypeId } from '../conversion/smart-types.ts'
import type { SmartType, SmartTypeName, SmartTypes } from '../conversion/smart-types.ts'
import { ceilings } from './ceilings.ts'
import { yesNo } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'

/**
 * What is known of a portal's smart processes, for minutes. It is remembered because a first look cannot learn it: only
 * administrators may list the types with their settings, anybody else gets their numbers (crm.enum.ownertype) among all
 * others at places that differ per portal, so that no reference of a batch can point at them, and only each type itself
 * tells its relations. So a portal without smart processes costs nothing, one whose types are known costs nothing
 * either, and the first look of some minutes costs two requests more.
 */
export interface SmartTypeMemory {
  known(): SmartTypes
  /** The portal refused to describe it to this person. */
  isHidden(name: SmartTypeName): boolean
  /** Null hides it from this person; what is known is the same for everybody. */
  keep(name: SmartTypeName, type: SmartType | null): void
}

/** The command that names every type of the portal; any person may ask. */
export const allTypes: Command = { method: 'crm.enum.ownertype', params: {} }

const number = z.coerce.number().catch(0)
const typesAnswer = z.preprocess(
  (found) => (Array.isArray(found) ? found.slice(0, ceilings.entries) : found),
  z.array(z.looseObject({ ID: number })),
)
/** No more relations of one type are remembered than there may be types. */
const relations = z
  .preprocess(
    (found) => (Array.isArray(found) ? found.slice(0, ceilings.smartTypes) : found),
    z.array(z.looseObject({ entityTypeId: number })),
  )
  .catch([])
const typeAnswer = z.object({
  type: z.looseObject({
    id: z.coerce.number().int(),
    entityTypeId: z.coerce.number(),
    title: z.string(),
    isLinkWithProductsEnabled: yesNo.default(false),
    relations: z.looseObject({ parent: relations, child: relations }).catch({ parent: [], child: [] }),
  }),
})
const mostCommands = 50
/** Titles are kept in memory, and no card shows more of one. */
const longestTitle = 255

/** The smart processes that the answer to `allTypes` names. */
export function namedSmartTypes(named: Answer | undefined): SmartTypeName[] {
  const ids = (named?.ok && typesAnswer.safeParse(named.result).data?.map(({ ID }) => ID)) || []
  return [...new Set(ids.filter(isSmartTypeId).map((id): SmartTypeName => `smart${id}`))]
}

/** Everything known of the portal's smart processes once those named by `allTypes` are asked that were not known yet. */
export async function learnSmartTypes(
  rest: Rest,
  named: Answer | undefined,
  memory: SmartTypeMemory,
): Promise<SmartTypes> {
  const known = memory.known()
  const names = namedSmartTypes(named).slice(0, ceilings.smartTypes)
  const unknown = names.filter((name) => !known[name] && !memory.isHidden(name))
  for (let at = 0; at < unknown.length; at += mostCommands) {
    const part = unknown.slice(at, at + mostCommands)
    const answers = await rest.batch(Object.fromEntries(part.map((name) => [name, describe(name)])), { halt: false })
    for (const name of part) {
      const type = parseType(name, answers.get(name))
      memory.keep(name, type)
      if (type) known[name] = type
    }
  }
  return known
}

const listAnswer = z.object({ types: z.array(z.looseObject({ entityTypeId: z.coerce.number() })) })

/**
 * For administrators, who may list the types: all of them with their relations in the same batch, the first `most` of
 * the list by references to their places in it.
 */
export function listedTypes(most: number): Record<string, Command> {
  const places = Array.from({ length: most }, (_, place) => place)
  return {
    types: { method: 'crm.type.list', params: { order: { id: 'ASC' } } },
    ...Object.fromEntries(places.map((place) => [`type${place}`, { method: describeMethod, params: placeOf(place) }])),
  }
}

const describeMethod = 'crm.type.getByEntityTypeId'
/** The number of the type at a place of the list; a reference that leads nowhere finds no type. */
export const placeOf = (place: number): Command['params'] => ({
  entityTypeId: `$result[types][types][${place}][entityTypeId]`,
})

/** Names of the smart processes that the list names, by their place in it. */
export function parseListed(answers: Map<string, Answer>): (SmartTypeName | null)[] {
  const list = answers.get('types')
  const types = (list?.ok && listAnswer.safeParse(list.result).data?.types) || []
  return types.map(({ entityTypeId: id }) => (isSmartTypeId(id) ? (`smart${id}` as const) : null))
}

/** The smart processes that were listed, with their relations. */
export function parseListedTypes(answers: Map<string, Answer>): SmartTypes {
  const types: SmartTypes = {}
  for (const [place, name] of parseListed(answers).entries()) {
    const type = name && parseType(name, answers.get(`type${place}`))
    if (type) types[name] = type
  }
  return types
}

function describe(name: SmartTypeName): Command {
  return { method: describeMethod, params: { entityTypeId: entityTypeIdOf(name) } }
}

/** A type nobody can make sense of is one this person does not see; what they came for goes on without it. */
function parseType(name: SmartTypeName, answer: Answer | undefined): SmartType | null {
  const type = answer?.ok ? typeAnswer.safeParse(answer.result).data?.type : undefined
  if (!type || type.entityTypeId !== entityTypeIdOf(name)) return null
  return {
    title: type.title.slice(0, longestTitle),
    userFieldEntity: `CRM_${type.id}`,
    hasRows: type.isLinkWithProductsEnabled,
    parents: type.relations.parent.map(({ entityTypeId }) => entityTypeId),
    children: type.relations.child.map(({ entityTypeId }) => entityTypeId),
  }
}
