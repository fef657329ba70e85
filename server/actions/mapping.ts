import { readFieldsAndTypes } from '../bitrix/read-fields.ts'
import { readPeople } from '../bitrix/read-people.ts'
import type { MappingAnswer, MappingChange } from '../contract.ts'
import { describeMapping } from '../conversion/describe-mapping.ts'
import { readMappingFile, resolveFile, toMappingFile } from '../conversion/mapping-file.ts'
import { breaks, problemsOf, toldProblems, type Sides } from '../conversion/mapping-problems.ts'
import { mappingTable } from '../conversion/mapping-table.ts'
import { type Exception, type Pair } from '../conversion/mapping.ts'
import { pairsOf } from '../conversion/pair-settings.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { SavedMapping } from '../storage/mappings.ts'
import { titlesOf } from './history.ts'

const versionsShown = 20

/**
 * Shows an administrator how a pair is mapped, field by field: what is in force, or an earlier version to go back to.
 * Nothing is saved. One request, and one more where smart processes have to be learned.
 */
export async function readMapping(portal: Portal, pair: Pair, version?: number): Promise<MappingAnswer> {
  const seen = await look(portal, pair)
  const shown = version === undefined ? seen.versions[0] : await portal.mappings.find(pair, version)
  if (version !== undefined && !shown) throw new AppError('invalid_request', 'There is no such version.')
  const exceptions = shown?.exceptions ?? []
  if (version === undefined && seen.sides && shown)
    await portal.mappingChecks.save({
      ...pair,
      version: shown.version,
      problems: toldProblems(exceptions, seen.sides),
    })
  return toAnswer(seen, exceptions)
}

/** Saves what an administrator wants, unless another one was faster or something of it cannot be. One request. */
export async function saveMapping(portal: Portal, pair: Pair, { after, exceptions }: MappingChange) {
  const seen = await look(portal, pair)
  if (!seen.sides) throw new AppError('mapping_refused', 'The portal does not have this pair.', { problems: [] })
  const described = describeMapping(exceptions, seen.sides)
  const problems = [...problemsOf(described, seen.sides)].filter(([, problem]) => breaks(problem))
  if (problems.length > 0)
    throw new AppError('mapping_refused', 'Some exceptions cannot be followed.', {
      problems: problems.map(([place, problem]) => ({ place, ...problem })),
    })
  const version = await portal.mappings.save(pair, { after, exceptions: described, savedBy: portal.actor.userId })
  if (version === null) throw new AppError('mapping_outdated', 'Somebody else saved this mapping meanwhile.')
  await portal.mappingChecks.save({ ...pair, version, problems: [] })
  const versions = await portal.mappings.versions(pair, versionsShown)
  return toAnswer({ ...seen, versions }, described)
}

/** Shows what a file would make of its pair on this portal; nothing is saved. One request. */
export async function readImport(portal: Portal, text: string): Promise<MappingAnswer> {
  const file = readMappingFile(text)
  if ('faults' in file)
    throw new AppError('mapping_file_unreadable', 'This is no file of a mapping.', { faults: file.faults.slice(0, 20) })
  const pair = { source: file.source, target: file.target }
  const seen = await look(portal, pair)
  if (!seen.sides || !seen.pairs.some(({ source, target }) => source === pair.source && target === pair.target))
    throw new AppError('mapping_refused', 'The portal does not have this pair.', { problems: [] })
  const { wishes, ...leftOut } = resolveFile(file, seen.sides, portal.address.domain)
  return { ...toAnswer(seen, describeMapping(wishes, seen.sides)), ...leftOut }
}

/** The mapping in force of a pair as a file. One request, for the right to have it. */
export async function exportMapping(portal: Portal, pair: Pair): Promise<string> {
  const { isAdmin } = await readPeople(portal.rest, [])
  if (!isAdmin) throw adminRequired()
  const [latest] = await portal.mappings.versions(pair, 1)
  return toMappingFile(pair, latest?.exceptions ?? [], portal.address.domain)
}

type Look = Pick<MappingAnswer, 'pair' | 'pairs' | 'typeNames'> & {
  versions: SavedMapping[]
  people: ReadonlyMap<number, string>
  /** Null where one of the types cannot be read. */
  sides: Sides | null
}

async function look(portal: Portal, pair: Pair): Promise<Look> {
  const versions = await portal.mappings.versions(pair, versionsShown)
  const people = [...new Set([portal.actor.userId, ...versions.map(({ savedBy }) => savedBy)])]
  const types = [pair.source, pair.target]
  const read = await readFieldsAndTypes(portal.rest, types, people, portal.smartTypes)
  if (!read.isAdmin) throw adminRequired()
  const [source, target] = [read.fields[pair.source], read.fields[pair.target]]
  return {
    pair,
    pairs: pairsOf(read.smartTypes).flatMap(({ source: from, targets }) =>
      targets.map((into) => ({ source: from, target: into })),
    ),
    typeNames: titlesOf(read.smartTypes),
    versions,
    people: read.names,
    sides: source && target ? { source, target, targetType: pair.target, dictionaries: read.dictionaries } : null,
  }
}

function toAnswer({ sides, people, versions, ...rest }: Look, exceptions: readonly Exception[]): MappingAnswer {
  const problems = sides ? problemsOf(exceptions, sides) : new Map()
  return {
    ...rest,
    version: versions[0]?.version ?? 0,
    table: sides && mappingTable(rest.pair, sides),
    exceptions: exceptions.map((exception, place) => ({ exception, problem: problems.get(place) ?? null })),
    unknown: [],
    people: [],
    versions: versions.map(({ version, savedAt, savedBy, exceptions: saved }) => ({
      version,
      savedAt: savedAt.toISOString(),
      person: { id: savedBy, name: people.get(savedBy) ?? null },
      count: saved.length,
    })),
  }
}

function adminRequired(): AppError {
  return new AppError('admin_required', 'Only administrators decide where fields go.')
}
