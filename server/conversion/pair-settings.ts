import type { Reason } from './reasons.ts'
import { recordType, type RecordTypeName } from './record-types.ts'
import { isSourceType, relatedTargets, schemeOf, schemes, type SourceTypeName } from './schemes.ts'
import type { PairSettings, Settings } from './settings.ts'
import type { SmartTypeName, SmartTypes } from './smart-types.ts'
import type { Snapshot, TargetSnapshot } from './snapshot.ts'

/** What holds for a pair nobody has decided anything about. */
export const usualPair: PairSettings = {
  on: true,
  start: { pipeline: null, stage: null, always: false },
  responsible: { rule: 'source' },
}

/** What holds for one pair. */
export function pairSettings({ pairs }: Settings, source: SourceTypeName, target: RecordTypeName): PairSettings {
  return pairs[`${source}>${target}`] ?? usualPair
}

/** All pairs of a portal with these smart processes, by source. */
export function pairsOf(smartTypes: SmartTypes): { source: SourceTypeName; targets: RecordTypeName[] }[] {
  const sources = [...Object.keys(schemes), ...Object.keys(smartTypes)].filter((name) => isSourceType(name))
  return sources
    .map((source) => ({
      source,
      targets: [...new Set([...schemeOf(source).targets, ...relatedTargets(source, smartTypes)])],
    }))
    .filter(({ targets }) => targets.length > 0)
}

/** The rules that say something about this source, or about any. */
function rulesOf({ pairs }: Settings, source?: SourceTypeName): [RecordTypeName, PairSettings][] {
  const named = Object.entries(pairs).map(([name, rule]) => [...name.split('>'), rule] as const)
  return named.flatMap(([from, target, rule]) =>
    source === undefined || from === source ? [[target as RecordTypeName, rule as PairSettings]] : [],
  )
}

/** The people whom rules put in charge by name; those for one source, or all. */
export function appointed(settings: Settings, source?: SourceTypeName): number[] {
  const rules = rulesOf(settings, source).map(([, { responsible }]) => responsible)
  return [...new Set(rules.flatMap((rule) => (rule.rule === 'person' ? [rule.id] : [])))]
}

/** Tells whether a rule for this source puts whoever converts in charge. */
export function usesConverter(settings: Settings, source: SourceTypeName): boolean {
  return rulesOf(settings, source).some(([, { responsible }]) => responsible.rule === 'converter')
}

/** Dictionaries of the stages that rules for this source name. */
export function namedStages(settings: Settings, source: SourceTypeName): string[] {
  const rules = rulesOf(settings, source).filter(([, { start }]) => start.stage !== null)
  const dictionaries = rules.map(([target, { start }]) => stageDictionary(target, start.pipeline))
  return [...new Set(dictionaries.filter((dictionary) => dictionary !== null))]
}

/** Who is in charge of a new record and why; without an id the person the source names. */
interface InCharge {
  id: number | null
  reason: Reason | null
  /** Told before anything is written: a person who was to be in charge no longer works here. */
  notice: Reason | null
}

/** Who is in charge of a new record by the rule; where that person has left, the source's, else the one who converts. */
export function responsibleBy(
  { source, ruling, staff, names, dismissed }: Pick<Snapshot, 'source' | 'ruling' | 'staff' | 'names' | 'dismissed'>,
  target: RecordTypeName,
): InCharge {
  const { responsible } = pairSettings(ruling.settings, source.type, target)
  const reason = { code: 'responsible_by_rule' } as const
  // The person who converts is at work, even where the portal does not tell their name.
  if (responsible.rule === 'converter') return { id: ruling.actorId, reason, notice: null }
  if (responsible.rule === 'person' && staff.has(String(responsible.id)))
    return { id: responsible.id, reason, notice: null }
  const owner = String(source.item.assignedById ?? '')
  if (dismissed.includes(owner)) {
    const left = { code: 'responsible_left', details: { name: names.user.get(owner) ?? `#${owner}` } } as const
    return { id: ruling.actorId, reason: left, notice: left }
  }
  return { id: null, reason: null, notice: responsible.rule === 'person' ? { code: 'responsible_gone' } : null }
}

/** Where new records of a type start by the administrator's rule, as far as the portal still has it. */
export interface Start {
  /** Offered first; null: the rule names none. */
  pipeline: number | null
  always: boolean
  /** Holds in that pipeline only. */
  stage: { code: string; name: string } | null
  /** What the rule names and the portal no longer has. */
  notices: Reason[]
}

/** Reads the rule for where a new record starts against what the portal has now. */
export function startBy(
  { source, ruling, dictionaries }: Pick<Snapshot, 'source' | 'ruling' | 'dictionaries'>,
  type: RecordTypeName,
  { pipelines }: Pick<TargetSnapshot, 'pipelines'>,
): Start {
  const { pipeline, stage, always } = pairSettings(ruling.settings, source.type, type).start
  if (pipeline !== null && !pipelines?.some(({ id }) => id === pipeline))
    return { pipeline: null, always: false, stage: null, notices: [{ code: 'pipeline_gone' }] }
  const name = stage && dictionaries.get(stageDictionary(type, pipeline) ?? '')?.get(stage)
  return {
    pipeline,
    always: always && pipeline !== null,
    stage: stage && name ? { code: stage, name } : null,
    notices: stage && !name ? [{ code: 'stage_gone' }] : [],
  }
}

/** The pipeline and stage a new record is created with, by the person's choice first; both may be left to the portal. */
export function startFields(start: Start, chosen: number | undefined): { categoryId?: number; stageId?: string } {
  const pipeline = chosen ?? start.pipeline
  return {
    ...(pipeline === null ? {} : { categoryId: pipeline }),
    ...(start.stage && pipeline === start.pipeline ? { stageId: start.stage.code } : {}),
  }
}

/**
 * Dictionary that holds the stages of a pipeline, or of a type without pipelines; null for types without stages. The
 * first pipeline of deals is number 0, and its dictionary the type's own.
 */
export function stageDictionary(type: RecordTypeName, pipeline: number | null): string | null {
  const { stageDictionary: base } = recordType(type)
  return base && pipeline ? `${base}_${pipeline}` : base
}

/** Smart processes whose cards may have our item: those something can be created from. */
export function possibleCards(smartTypes: SmartTypes): SmartTypeName[] {
  return pairsOf(smartTypes).flatMap(({ source }) => (source in smartTypes ? [source as SmartTypeName] : []))
}
