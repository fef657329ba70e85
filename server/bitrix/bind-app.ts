import { z } from 'zod'
import type { SetupItem } from '../contract.ts'
import type { Settings } from '../conversion/settings.ts'
import type { SmartTypes } from '../conversion/smart-types.ts'
import { AppError } from '../errors.ts'
import { partsOf, sendPart } from './chain.ts'
import { crmMode, isSimpleCrm } from './crm-mode.ts'
import { check, yesNo } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { listedTypes, parseListedTypes } from './smart-types.ts'

/** Where the portal shows us and what it tells us, as it is bound or shall be bound. */
export interface Bindings {
  placements: { placement: string; handler: string; titles: Record<string, string> }[]
  events: { event: string; handler: string }[]
}

/** What the installer needs to know of a portal. */
export interface PortalAbilities {
  isAdmin: boolean
  language: string
  version: number
  /** The app as the portal keeps it: `F`ree, `D`emo, `T`rial, `P`aid, `L`ocal or `S`ubscription. */
  status: string | null
  /** The portal's own plan, such as `de_ent10000`. */
  license: string | null
  installed: boolean
  scopes: string[]
  /** Of those that were asked about. */
  missingMethods: string[]
  /** Simple CRM mode: there are no leads. */
  isSimpleCrm: boolean
  /** Null when the portal does not say. */
  placements: string[] | null
  /** Known where the menus name what each item creates. */
  smartTypes: SmartTypes
  bound: Bindings
}

/** Bindings by name alone, and why they are told. */
export type BindingItems = Record<keyof Bindings, SetupItem[]>

/** What could not be bound, and what could not be removed. */
export type BindRefusals = Record<'absent' | 'stale', BindingItems>

const placementsAnswer = z.array(
  z.looseObject({
    placement: z.string(),
    handler: z.string(),
    // PHP sends an empty map as [].
    langAll: z
      .union([z.record(z.string(), z.looseObject({ TITLE: z.string().nullish() })), z.array(z.unknown())])
      .nullish(),
  }),
)
const eventsAnswer = z.array(z.looseObject({ event: z.string(), handler: z.string().nullish() }))
const appAnswer = z.looseObject({
  VERSION: z.coerce.number().int().catch(1),
  LANGUAGE_ID: z.string().catch('en'),
  STATUS: z.string().nullable().catch(null),
  LICENSE: z.string().nullable().catch(null),
  INSTALLED: yesNo.catch(false),
})
const names = z.array(z.string())
/** Smart processes beyond these get no item of their own: a batch takes fifty commands, and some ask about methods. */
const mostTypes = 35
/** Scopes are asked about by themselves, so only whether the portal knows the method counts. */
const methodAnswer = z.looseObject({ isExisting: z.boolean() })

/** Reads in one batch who asks, what this portal offers, these methods included, and what of ours is bound already. */
export async function readAbilities(
  rest: Rest,
  { menu }: Pick<Settings, 'menu'>,
  methods: readonly string[] = [],
): Promise<PortalAbilities> {
  const answers = await rest.batch(
    {
      admin: { method: 'user.admin', params: {} },
      app: { method: 'app.info', params: {} },
      scopes: { method: 'scope', params: {} },
      // Without a scope: those of ours, and those that belong to none, such as links and the mobile app's chat.
      placements: { method: 'placement.list', params: {} },
      mode: crmMode,
      boundPlacements,
      boundEvents: { method: 'event.get', params: {} },
      // Not by `methods`: its page says to use this one instead, and the platform leaves newer families, such as
      // crm.item.*, out of that list.
      ...Object.fromEntries(methods.map((name, i) => [`method${i}`, { method: 'method.get', params: { name } }])),
      ...(menu === 'perTarget' && listedTypes(mostTypes)),
    },
    { halt: false },
  )
  const resultOf = (key: string): unknown => {
    const answer = answers.get(key)
    return answer?.ok ? answer.result : undefined
  }
  const read = <T extends z.ZodType>(key: string, schema: T, method: string): z.output<T> | null =>
    resultOf(key) === undefined ? null : check(schema, resultOf(key), method)

  const app = read('app', appAnswer, 'app.info')
  const events = read('boundEvents', eventsAnswer, 'event.get') ?? []
  return {
    isAdmin: resultOf('admin') === true,
    language: app?.LANGUAGE_ID ?? 'en',
    version: app?.VERSION ?? 1,
    status: app?.STATUS ?? null,
    license: app?.LICENSE ?? null,
    installed: app?.INSTALLED ?? false,
    scopes: read('scopes', names, 'scope') ?? [],
    // A portal that does not say, or not in words we understand, is taken to have it.
    missingMethods: methods.filter((_, i) => methodAnswer.safeParse(resultOf(`method${i}`)).data?.isExisting === false),
    isSimpleCrm: isSimpleCrm(answers.get('mode')),
    placements: read('placements', names, 'placement.list'),
    smartTypes: parseListedTypes(answers),
    bound: {
      placements: parsePlacements(answers.get('boundPlacements')),
      // Offline events have no handler; we bind none.
      events: events.flatMap(({ event, handler }) => (handler ? [{ event, handler }] : [])),
    },
  }
}

/** The command that tells where the app is bound; for administrators. */
export const boundPlacements: Command = { method: 'placement.get', params: {} }

/** Where the app is bound; nowhere when the portal does not say. */
export function parsePlacements(answer: Answer | undefined): Bindings['placements'] {
  const bound = answer?.ok ? check(placementsAnswer, answer.result, 'placement.get') : []
  return bound.map(({ placement, handler, langAll }) => ({ placement, handler, titles: toTitles(langAll) }))
}

/** What is bound but not wanted, and what is wanted but not bound. Pure. */
export function compareBindings(bound: Bindings, wanted: Bindings): { stale: Bindings; absent: Bindings } {
  return {
    stale: {
      placements: bound.placements.filter((has) => !wanted.placements.some((wants) => isSamePlacement(has, wants))),
      events: bound.events.filter((has) => !wanted.events.some((wants) => isSameEvent(has, wants))),
    },
    absent: {
      placements: wanted.placements.filter((wants) => !bound.placements.some((has) => isSamePlacement(has, wants))),
      events: wanted.events.filter((wants) => !bound.events.some((has) => isSameEvent(has, wants))),
    },
  }
}

/** The places and events of bindings. */
export function itemsOf({ placements, events }: Bindings): BindingItems {
  return {
    placements: placements.map(({ placement }) => ({ code: placement, refusal: null })),
    events: events.map(({ event }) => ({ code: event, refusal: null })),
  }
}

/** Removes what is bound but not wanted, then binds what is wanted but not bound: any number of times, with one result. */
export async function bindApp(rest: Rest, bound: Bindings, wanted: Bindings): Promise<BindRefusals> {
  const { stale, absent } = compareBindings(bound, wanted)
  const commands: [string, Command][] = [
    ...stale.placements.map(({ placement, handler }, i) =>
      command(`unbindPlacement${i}`, 'placement.unbind', { PLACEMENT: placement, HANDLER: handler }),
    ),
    ...stale.events.map(({ event, handler }, i) => command(`unbindEvent${i}`, 'event.unbind', { event, handler })),
    ...absent.placements.map(({ placement, handler, titles }, i) =>
      command(`bindPlacement${i}`, 'placement.bind', {
        PLACEMENT: placement,
        HANDLER: handler,
        LANG_ALL: toLangAll(titles),
      }),
    ),
    ...absent.events.map(({ event, handler }, i) => command(`bindEvent${i}`, 'event.bind', { event, handler })),
  ]
  const answers = new Map<string, Answer>()
  // A title names a smart process in its administrator's own words, which a batch might take for a reference.
  for (const part of partsOf(Object.fromEntries(commands)))
    for (const [key, answer] of await sendPart(rest, Object.fromEntries(part), { halt: false }))
      answers.set(key, answer)
  const refusalsOf = (bindings: Bindings, verb: 'bind' | 'unbind'): BindingItems => {
    const { placements, events } = itemsOf(bindings)
    return {
      placements: placements.flatMap(({ code }, i) => refusalOf(code, answers.get(`${verb}Placement${i}`))),
      events: events.flatMap(({ code }, i) => refusalOf(code, answers.get(`${verb}Event${i}`))),
    }
  }
  return { absent: refusalsOf(absent, 'bind'), stale: refusalsOf(stale, 'unbind') }
}

const command = (key: string, method: string, params: Record<string, unknown>): [string, Command] => [
  key,
  { method, params },
]

function refusalOf(code: string, answer: Answer | undefined): SetupItem[] {
  if (!answer) throw new AppError('unexpected_answer', 'The portal did not answer a binding.')
  // Somebody else installs at the same moment: it is bound, and that is what was wanted.
  if (answer.ok || /already binded/i.test(answer.message)) return []
  return [{ code, refusal: answer.message || answer.code }]
}

const isSameEvent = (a: Bindings['events'][number], b: Bindings['events'][number]): boolean =>
  a.event.toUpperCase() === b.event.toUpperCase() && a.handler === b.handler

function isSamePlacement(a: Bindings['placements'][number], b: Bindings['placements'][number]): boolean {
  if (a.placement.toUpperCase() !== b.placement.toUpperCase() || a.handler !== b.handler) return false
  const titled = new Set([...Object.keys(a.titles), ...Object.keys(b.titles)])
  return [...titled].every((language) => a.titles[language] === b.titles[language])
}

function toTitles(langAll: z.output<typeof placementsAnswer>[number]['langAll']): Record<string, string> {
  if (!langAll || Array.isArray(langAll)) return {}
  return Object.fromEntries(Object.entries(langAll).flatMap(([code, { TITLE }]) => (TITLE ? [[code, TITLE]] : [])))
}

function toLangAll(titles: Record<string, string>): Record<string, { TITLE: string }> {
  return Object.fromEntries(Object.entries(titles).map(([code, TITLE]) => [code, { TITLE }]))
}
