import type { Preview, TargetPreview } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { Existing } from './consequences.ts'

/**
 * The targets that are chosen when a preview is shown: those that were chosen before, else those the item in the card's
 * menu named, those remembered from the last time, or those the portal itself would make; as far as they are offered.
 */
export function firstTargets(
  next: Preview,
  wished: readonly RecordTypeName[] | undefined,
  before: readonly RecordTypeName[] = [],
): RecordTypeName[] {
  const possible = next.targets.filter(({ refusal }) => !refusal)
  const kept = before.filter((type) => possible.some((target) => target.type === type))
  const wanted = kept.length > 0 ? kept : (wished ?? rememberedTargets(next) ?? next.preselected)
  // Whoever wished for something else reads why they cannot have it.
  const isOnlyOne = possible.length === 1 && !wished
  return possible.map(({ type }) => type).filter((type) => wanted.includes(type) || isOnlyOne)
}

/** What this person chose last time, as far as it can be chosen now; null when nothing of it can. */
function rememberedTargets({ remembered, targets, combine }: Preview): RecordTypeName[] | null {
  const possible = (remembered?.targets ?? []).filter((type) =>
    targets.some((target) => target.type === type && !target.refusal),
  )
  if (possible.length === 0) return null
  return combine ? possible : possible.slice(0, 1)
}

/** The missing user fields that can be added to a target, which are all ticked at first. */
export function addableFields({ userFieldsRefusal, missingUserFields }: TargetPreview): string[] {
  return userFieldsRefusal ? [] : missingUserFields.map(({ field }) => field)
}

/**
 * What is chosen about a target's known clients: the earlier choice while it stands. The only match is chosen by itself,
 * since the same phone is nearly always the same client and a double is harder to undo. Among several, and about one
 * with another name, the person decides.
 */
export function standingClient(
  earlier: Existing | undefined,
  { known, knownNotices }: TargetPreview,
): Existing | undefined {
  if (known.length === 0) return undefined
  if (earlier === 'new' || known.some(({ id }) => id === earlier)) return earlier
  const [first, ...others] = known
  const isCertain = others.length === 0 && knownNotices.length === 0 && !first!.otherName
  return isCertain ? first!.id : undefined
}

/** The pipeline that is offered first: what the person chose last, unless the administrator's rule comes before it. */
export function firstPipeline(
  { start, notices, pipelines }: TargetPreview,
  last: number | undefined,
): number | undefined {
  const preset = start.pipeline ?? undefined
  const isGone = notices.some(({ code }) => code === 'pipeline_gone')
  const usual =
    start.always && preset !== undefined ? preset : (last ?? preset ?? (isGone ? pipelines[0]?.id : undefined))
  return pipelines.some(({ id }) => id === usual) ? usual : undefined
}

/** The stage a new record starts in. It belongs to the preset pipeline; in another one the portal begins with its first. */
export function startStage({ start, pipelines }: TargetPreview, pipeline: number | undefined): string | null {
  const chosen = pipelines.length > 1 ? pipeline : (start.pipeline ?? undefined)
  return (chosen ?? null) === start.pipeline ? start.stage : null
}

/** Targets that stand beside each other; more of them are set in rows. */
export const mostInRow = 6
const mostTiles = 24

/** The targets that are offered at first: as many as can be looked over, and those that are chosen. */
export function firstTiles(targets: readonly TargetPreview[], chosen: readonly RecordTypeName[]): TargetPreview[] {
  return targets.filter(({ type }, place) => place < mostTiles || chosen.includes(type))
}
