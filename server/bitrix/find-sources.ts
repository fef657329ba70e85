import { z } from 'zod'
import type { SourcesAnswer } from '../contract.ts'
import { titleOf } from '../conversion/title.ts'
import {
  mergeFound,
  searchableSources,
  type FoundSource,
  type SearchableSource,
  type SourceSearch,
} from '../conversion/source-search.ts'
import { crmMode, isSimpleCrm } from './crm-mode.ts'
import type { Answer, Command, Rest } from './rest.ts'
import {
  clientCommands,
  clientKinds,
  followCommand,
  matchCommand,
  nameCommand,
  phoneLeadsCommand,
  recentCommand,
  type ClientKind,
} from './source-commands.ts'
import { refuseSource } from './source-refusals.ts'

/** Name of the person's option on the portal that keeps which types they looked among last. */
const rememberedOption = 'createFromSources'
const mostShown = 30

/** What is looked for, and among what. */
export interface SourceWish {
  /** Null: what the person changed last. */
  search: SourceSearch | null
  /** Null: as the person chose last. */
  types: readonly SearchableSource[] | null
  /** The types shall be remembered for the next time. */
  keep: boolean
}

/** Finds records that could become something else, as the person may see them, with one batch. */
export async function findSources(rest: Rest, userId: number, wish: SourceWish): Promise<SourcesAnswer> {
  const { search, types } = wish
  const among = [...(types ?? searchableSources)]
  const answers = await rest.batch(
    { mode: crmMode, ...rememberCommand(wish), ...(search ? searchCommands(search, among) : recents(among, userId)) },
    { halt: false },
  )
  const listed = among.filter((type) => answers.get(type)?.ok && (type !== 'lead' || !isSimpleCrm(answers.get('mode'))))
  const first = answers.get(among[0]!)
  if (listed.length === 0 && !first?.ok) throw refuseSource(first)

  const remembered = types ?? parseTypes(answers.get('remembered'))
  const kept = remembered.filter((type) => listed.includes(type))
  const shown = kept.length > 0 ? kept : listed
  const names = { contact: namesOf('contact', answers), company: namesOf('company', answers) }
  const lists = shown.flatMap((type) =>
    answersFor(type, search, answers).map((items) => items.map((item) => toFound(type, item, names))),
  )
  return { records: mergeFound(lists, mostShown), types: shown, offered: listed }
}

function recents(types: readonly SearchableSource[], userId: number): Record<string, Command> {
  return {
    ...Object.fromEntries(types.map((type) => [type, recentCommand(type, userId)])),
    ...Object.fromEntries(clientKinds.map((kind) => [`${kind}Names`, nameCommand(kind, types)])),
  }
}

function searchCommands(search: SourceSearch, types: readonly SearchableSource[]): Record<string, Command> {
  const followed = types.flatMap((type) =>
    clientKinds.map((kind) => [followKey(type, kind), followCommand(type, kind, search)] as const),
  )
  const lists = [...types, ...followed.map(([key]) => key)]
  return {
    ...Object.fromEntries(types.map((type) => [type, matchCommand(type, search)])),
    ...clientCommands(search),
    ...Object.fromEntries(followed),
    ...(search.phone && types.includes('lead') && { leadByPhone: phoneLeadsCommand(search) }),
    ...Object.fromEntries(clientKinds.map((kind) => [`${kind}Names`, nameCommand(kind, lists)])),
  }
}

const followKey = (type: SearchableSource, kind: ClientKind): string => `${type}By${kind}`

/** What the person chose is kept along with what they asked for; what they chose earlier comes with the first list. */
function rememberCommand({ types, keep }: SourceWish): Record<string, Command> {
  if (!types) return { remembered: { method: 'user.option.get', params: { option: rememberedOption } } }
  const options = { [rememberedOption]: types.join(',') }
  return keep ? { remember: { method: 'user.option.set', params: { options } } } : {}
}

function parseTypes(answer: Answer | undefined): SearchableSource[] {
  const text = answer?.ok && typeof answer.result === 'string' ? answer.result : ''
  return searchableSources.filter((type) => text.split(',').includes(type))
}

const listAnswer = z.object({
  items: z.array(
    z.looseObject({
      id: z.coerce.number(),
      updatedTime: z.string().catch(''),
      opportunity: z.coerce.number().catch(0),
      currencyId: z.string().catch(''),
      contactId: z.coerce.number().catch(0),
      companyId: z.coerce.number().catch(0),
    }),
  ),
})
type Listed = z.output<typeof listAnswer>['items'][number]

function itemsOf(answer: Answer | undefined): Listed[] {
  return (answer?.ok && listAnswer.safeParse(answer.result).data?.items) || []
}

/** The lists of one type; of those found through others only what names a client or a number that was found. */
function answersFor(type: SearchableSource, search: SourceSearch | null, answers: Map<string, Answer>): Listed[][] {
  const own = itemsOf(answers.get(type))
  if (!search) return [own]
  const contacts = foundIds('contact', answers)
  const companies = foundIds('company', answers)
  const leads = foundIds('lead', answers)
  return [
    own,
    itemsOf(answers.get(followKey(type, 'contact'))).filter(({ contactId }) => contacts.has(contactId)),
    itemsOf(answers.get(followKey(type, 'company'))).filter(({ companyId }) => companies.has(companyId)),
    type === 'lead' && search.phone ? itemsOf(answers.get('leadByPhone')).filter(({ id }) => leads.has(id)) : [],
  ]
}

const duplicatesAnswer = z.record(z.string(), z.array(z.coerce.number()))

function foundIds(kind: ClientKind | 'lead', answers: Map<string, Answer>): Set<number> {
  const answer = answers.get(kind)
  if (!answer?.ok) return new Set()
  const byPhone = duplicatesAnswer.safeParse(answer.result).data?.[kind.toUpperCase()]
  return new Set(byPhone ?? itemsOf(answer).map(({ id }) => id))
}

function namesOf(kind: ClientKind, answers: Map<string, Answer>): Map<number, string> {
  const clients = [...itemsOf(answers.get(`${kind}Names`)), ...itemsOf(answers.get(kind))]
  return new Map(clients.map((client) => [client.id, titleOf(kind, client)]))
}

function toFound(type: SearchableSource, item: Listed, names: Record<ClientKind, Map<number, string>>): FoundSource {
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
  const person = [text(item.name), text(item.lastName)].filter(Boolean).join(' ')
  const client =
    names.company.get(item.companyId) || text(item.companyTitle) || names.contact.get(item.contactId) || person
  return {
    type,
    id: item.id,
    title: titleOf(type, item),
    number: text(item.quoteNumber) || null,
    client: client || null,
    total: item.opportunity !== 0 ? { amount: String(item.opportunity), currency: item.currencyId } : null,
    changedAt: item.updatedTime,
  }
}
