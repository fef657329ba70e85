import { readerLanguages } from '../state.ts'
import { peopleOf } from '../system-user.ts'
import type { Language, PortalState, User } from '../state.ts'

/** `auto` follows the browser. */
export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** `mobile` shows what the mobile client shows: its pages, and apps in its web view. */
export const views = ['web', 'mobile'] as const
type View = (typeof views)[number]

/** Who looks at the portal, and how. */
export interface Visitor {
  person: User
  language: Language
  theme: Theme
  view: View
}

const cookieName = 'simulated_portal'

/** Reads the visitor from the portal's cookie; without one it is the first active person in their own language. */
export function readVisitor(request: Request, state: PortalState): Visitor {
  const [personId, language, theme, view] = readCookie(request).split('.')
  const people = peopleOf(state).filter((user) => user.active)
  const person = people.find((user) => user.id === Number(personId)) ?? people[0]
  if (!person) throw new Error('The simulated portal has no active person to show its pages to; add one first.')
  return {
    person,
    language: oneOf(readerLanguages, language) ?? person.language,
    theme: oneOf(themes, theme) ?? 'auto',
    view: oneOf(views, view) ?? 'web',
  }
}

/**
 * Remembers what the bar at the top sent. The language becomes the person's own, as on a portal, so that REST answers
 * them in the language they see.
 */
export function rememberVisitor(form: URLSearchParams, state: PortalState, now: Visitor): string {
  const asked = state.users.get(Number(form.get('person')))
  const person = asked?.active ? asked : now.person
  const language = oneOf(readerLanguages, form.get('language')) ?? now.language
  const theme = oneOf(themes, form.get('theme')) ?? now.theme
  const view = oneOf(views, form.get('view')) ?? now.view
  person.language = language
  return `${cookieName}=${person.id}.${language}.${theme}.${view}; Path=/; HttpOnly; SameSite=Lax`
}

function readCookie(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === cookieName)?.[1] ?? ''
}

function oneOf<Known extends string>(known: readonly Known[], value: string | null | undefined): Known | undefined {
  return known.find((one) => one === value)
}
