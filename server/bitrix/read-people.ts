import { z } from 'zod'
import type { NamesById } from '../conversion/snapshot.ts'
import { readYesNo } from '../conversion/yes-no.ts'
import type { Answer, Command, Rest } from './rest.ts'

/** Names by person, as far as the portal tells them. */
export type Names = ReadonlyMap<number, string>

const peopleAnswer = z.array(
  z.looseObject({
    ID: z.coerce.number(),
    NAME: z.string().nullish(),
    LAST_NAME: z.string().nullish(),
    ACTIVE: z.unknown().optional(),
  }),
)
/** The portal answers people in pages of fifty, and takes fifty commands at once. */
const pageSize = 50

/** The name of this one place in the batch. */
const keyOf = (page: number) => `people${page}` as const

/** Reads in one batch whether the person may administer the portal, and what people are called. At most 2,000 people. */
export async function readPeople(rest: Rest, ids: Iterable<number>): Promise<{ isAdmin: boolean; names: Names }> {
  const wanted = [...new Set(ids)]
  const commands: Record<string, Command> = { admin: { method: 'user.admin', params: {} } }
  for (let at = 0; at < wanted.length; at += pageSize)
    commands[keyOf(at)] = { method: 'user.get', params: { ID: wanted.slice(at, at + pageSize) } }
  const answers = await rest.batch(commands, { halt: false })
  const admin = answers.get('admin')
  const named = Object.keys(commands).flatMap((key) => (key === 'admin' ? [] : namesIn(answers.get(key))))
  return { isAdmin: admin?.ok === true && admin.result === true, names: new Map(named) }
}

/**
 * Names of those not known yet; one request where there are any, none otherwise. Where the portal refuses it, nobody is
 * named. At most the first fifty.
 */
export async function readMoreNames(rest: Rest, ids: readonly number[], known: NamesById): Promise<[string, string][]> {
  const wanted = ids.filter((id) => !known.has(String(id))).slice(0, pageSize)
  if (wanted.length === 0) return []
  const named = namesIn(await rest.call({ method: 'user.get', params: { ID: wanted } }))
  return named.map(([id, name]) => [String(id), name])
}

/** Names in the answer of user.get. Without a name a person is shown by number, so an answer nobody understands hides nothing else. */
export function namesIn(answer: Answer | undefined): [number, string][] {
  const people = (answer?.ok && peopleAnswer.safeParse(answer.result).data) || []
  return people.flatMap(({ ID, NAME, LAST_NAME }) => {
    const name = [NAME, LAST_NAME].filter(Boolean).join(' ').trim()
    return name ? [[ID, name]] : []
  })
}

/** Tells by a person's ACTIVE, in any spelling, whether they work here; where the portal does not say, they do. */
export function isAtWork({ ACTIVE }: { ACTIVE?: unknown }): boolean {
  return readYesNo(ACTIVE) !== 'N'
}

/** Ids of those in the answer of user.get who no longer work here. */
export function dismissedIn(answer: Answer | undefined): string[] {
  const people = (answer?.ok && peopleAnswer.safeParse(answer.result).data) || []
  return people.filter((person) => !isAtWork(person)).map(({ ID }) => String(ID))
}
