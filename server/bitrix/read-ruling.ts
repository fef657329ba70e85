import { z } from 'zod'
import { mappedDictionaries } from '../conversion/mapping.ts'
import { appointed, namedStages, usesConverter } from '../conversion/pair-settings.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Dictionaries, NamesById, Ruling } from '../conversion/snapshot.ts'
import { parseDictionaries } from './parse.ts'
import { isAtWork } from './read-people.ts'
import type { Answer, Command } from './rest.ts'

const peopleAnswer = z.array(
  z.looseObject({
    ID: z.coerce.string(),
    NAME: z.string().nullish(),
    LAST_NAME: z.string().nullish(),
    ACTIVE: z.unknown().optional(),
  }),
)

/** The name of this one place in the batch. */
const dictionaryKey = (index: number): string => `dictionary${index}`

/** Dictionaries the administrator's rules speak of, by name, since a list of all of them may end after a page. */
function namedDictionaries(source: SourceTypeName, { settings, mappings }: Ruling): string[] {
  return [...new Set([...namedStages(settings, source), ...mappedDictionaries(mappings)])]
}

/** Asks for the people and the dictionaries that the administrator's rules for this source name; mostly for nothing. */
export function rulingCommands(source: SourceTypeName, ruling: Ruling): Record<string, Command> {
  const { settings, actorId } = ruling
  const people = [...appointed(settings, source), ...(usesConverter(settings, source) ? [actorId] : [])]
  const dictionaries = namedDictionaries(source, ruling).map((dictionary, index): [string, Command] => [
    dictionaryKey(index),
    { method: 'crm.status.list', params: { filter: { ENTITY_ID: dictionary }, order: { SORT: 'ASC' } } },
  ])
  return {
    ...(people.length > 0 && { staff: { method: 'user.get', params: { ID: people } } }),
    ...Object.fromEntries(dictionaries),
  }
}

/** Names of those at work among them; an answer nobody understands names nobody. */
export function readStaff(answer: Answer | undefined): NamesById {
  const people = (answer?.ok && peopleAnswer.safeParse(answer.result).data) || []
  return new Map(
    people
      .filter(isAtWork)
      .map(({ ID, NAME, LAST_NAME }) => [ID, [NAME, LAST_NAME].filter(Boolean).join(' ').trim() || `#${ID}`]),
  )
}

/** The dictionaries that were asked for, by name and code. */
export function readDictionaries(source: SourceTypeName, ruling: Ruling, answers: Map<string, Answer>): Dictionaries {
  return new Map(
    namedDictionaries(source, ruling).flatMap((_, index) => {
      const answer = answers.get(dictionaryKey(index))
      return answer?.ok ? [...parseDictionaries(answer.result)] : []
    }),
  )
}
