import { stageDictionary } from '../conversion/pair-settings.ts'
import type { Pipeline } from '../conversion/preview.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { NamesById } from '../conversion/snapshot.ts'
import type { SmartTypeName, SmartTypes } from '../conversion/smart-types.ts'
import type { StartChoice } from '../contract.ts'
import { boundPlacements, parsePlacements, type Bindings } from './bind-app.ts'
import { crmMode, isSimpleCrm } from './crm-mode.ts'
import { parseDictionaries, parsePipelines } from './parse.ts'
import { readStaff } from './read-ruling.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { listedTypes, parseListed, parseListedTypes, placeOf } from './smart-types.ts'

/** What an administrator can decide about, as the portal has it. */
export interface Decidable {
  isAdmin: boolean
  isSimpleCrm: boolean
  smartTypes: SmartTypes
  starts: Partial<Record<RecordTypeName, StartChoice[]>>
  /** Names of those of the people at work. */
  staff: NamesById
  bound: Bindings['placements']
}

const standard = ['deal', 'quote', 'invoice'] as const
/** Two commands each and fifty in a batch; what stands behind them in the list keeps the usual settings. */
const mostTypes = 17
/** Pages of fifty stages and other dictionary entries. */
const pages = Array.from({ length: 8 }, (_, page) => page * 50)

/** Reads in one batch who asks, all pipelines and stages, the smart processes, and the names of these people. */
export async function readDecidable(rest: Rest, people: readonly number[]): Promise<Decidable> {
  const pipelinesOf = (entityTypeId: unknown): Command => ({ method: 'crm.category.list', params: { entityTypeId } })
  const commands: Record<string, Command> = {
    admin: { method: 'user.admin', params: {} },
    mode: crmMode,
    boundPlacements,
    ...(people.length > 0 && { staff: { method: 'user.get', params: { ID: people } } }),
    dealPipelines: pipelinesOf(recordType('deal').entityTypeId),
    invoicePipelines: pipelinesOf(recordType('invoice').entityTypeId),
    ...listedTypes(mostTypes),
  }
  for (let place = 0; place < mostTypes; place++)
    commands[`pipelines${place}`] = pipelinesOf(placeOf(place).entityTypeId)
  for (const start of pages)
    commands[`stages${start}`] = { method: 'crm.status.list', params: { order: { SORT: 'ASC' }, start } }
  const answers = await rest.batch(commands, { halt: false })

  const stages = pages.reduce((all: Stages, start) => join(all, answers.get(`stages${start}`)), new Map())
  const places = parseListed(answers)
  const keyOf = (type: RecordTypeName): string =>
    places.includes(type as SmartTypeName) ? `pipelines${places.indexOf(type as SmartTypeName)}` : `${type}Pipelines`
  const smartTypes = parseListedTypes(answers)
  const types = [...standard, ...(Object.keys(smartTypes) as SmartTypeName[])]
  const admin = answers.get('admin')
  return {
    isAdmin: admin?.ok === true && admin.result === true,
    isSimpleCrm: isSimpleCrm(answers.get('mode')),
    smartTypes,
    starts: Object.fromEntries(types.map((type) => [type, toStarts(type, answers.get(keyOf(type)), stages)])),
    staff: readStaff(answers.get('staff')),
    bound: parsePlacements(answers.get('boundPlacements')),
  }
}

type Stages = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Entries of one dictionary may stand on two pages. */
function join(all: Stages, answer: Answer | undefined): Stages {
  const page = answer?.ok ? [...parseDictionaries(answer.result)] : []
  return new Map([
    ...all,
    ...page.map(([name, entries]) => [name, new Map([...(all.get(name) ?? []), ...entries])] as const),
  ])
}

/** A type without pipelines starts in a stage of its own. */
function toStarts(type: RecordTypeName, answer: Answer | undefined, stages: Stages): StartChoice[] {
  const pipelines: (Pick<Pipeline, 'name'> & { id: number | null })[] = answer?.ok
    ? parsePipelines(answer.result)
    : [{ id: null, name: '' }]
  return pipelines.map(({ id, name }) => ({
    pipeline: id,
    name,
    stages: [...(stages.get(stageDictionary(type, id) ?? '') ?? [])].map(([code, text]) => ({ code, name: text })),
  }))
}
