import { z } from 'zod'
import { appointed, namedStages, usesConverter } from '../conversion/pair-settings.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Ruling } from '../conversion/snapshot.ts'
import { parseDictionaries } from './parse.ts'
import type { Answer, Command } from './rest.ts'

const peopleAnswer = z.array(
  z.looseObject({
    ID: z.coerce.string(),
    NAME: z.string().nullish(),
    LAST_NAME: z.string().nullish(),
    ACTIVE: z.unknown(),
  }),
)

const stagesKey = (index: number): string => `stages${index}`

/** Asks for the people and the stages that the administrator's rules for this source name; mostly for nothing. */
export function rulingCommands(source: SourceTypeName, { settings, actorId }: Ruling): Record<string, Command> {
  const people = [...appointed(settings, source), ...(usesConverter(settings, source) ? [actorId] : [])]
  const stages = namedStages(settings, source).map((dictionary, index): [string, Command] => [
    stagesKey(index),
    { method: 'crm.status.list', params: { filter: { ENTITY_ID: dictionary }, order: { SORT: 'ASC' } } },
  ])
  return {
    ...(people.length > 0 && { staff: { method: 'user.get', params: { ID: people } } }),
    ...Object.fromEntries(stages),
  }
}

/** Names of those at work among them; an answer nobody understands names nobody. */
export function readStaff(answer: Answer | undefined): Record<string, string> {
  const people = (answer?.ok && peopleAnswer.safeParse(answer.result).data) || []
  // Portals spell the flag true, "Y" or "1"; the dismissed are inactive.
  const isActive = ({ ACTIVE }: (typeof people)[number]): boolean =>
    ![false, 'N', '0', 'false'].includes(ACTIVE as string)
  return Object.fromEntries(
    people
      .filter(isActive)
      .map(({ ID, NAME, LAST_NAME }) => [ID, [NAME, LAST_NAME].filter(Boolean).join(' ').trim() || `#${ID}`]),
  )
}

/** The stages that were asked for, by dictionary and code. */
export function readStages(
  source: SourceTypeName,
  { settings }: Ruling,
  answers: Map<string, Answer>,
): Record<string, Record<string, string>> {
  const found = namedStages(settings, source).map((_, index) => {
    const answer = answers.get(stagesKey(index))
    return answer?.ok ? parseDictionaries(answer.result) : {}
  })
  return Object.assign({}, ...found)
}
