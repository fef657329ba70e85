import { cutTexts } from './cut-texts.ts'
import type { MissingOptions, NotShown, Preview, RequiredField, TargetPreview } from './preview.ts'
import type { RecordTypeName } from './record-types.ts'

/** Characters of everything together: what a page can be sent at once, and what a phone can read. */
const mostCharacters = 1_500_000

/** Entries of one target, where a request can name no more of them, and of a whole preview. */
const most = {
  targets: 100,
  clients: 50,
  pipelines: 1000,
  known: 100,
  addableFields: 500,
  addableOptions: 500,
  required: 100,
  optionsOfField: 10_000,
  fields: 2000,
  rows: 5000,
  all: { fields: 20_000, rows: 15_000, options: 20_000 },
}

/** Characters of a name that a request can carry, and of a text to be added to a list. */
const longest = { field: 60, option: 255, optionValue: 1000 }

/**
 * The preview as a page gets it: texts cut for display, lists bounded, and a count of what is not shown. It changes
 * nothing of what is written: the plan is made from what was read, and the fingerprint stands for all of it.
 */
export function cutPreview<P extends Preview>(preview: P): P {
  const kept = keptTargets(preview)
  const names = namesIn(kept, Math.min(most.fields, Math.floor(most.all.fields / kept.length)))
  const mostRows = shareOf(most.all.rows, kept.filter(({ rows }) => rows.length > 0).length, most.rows)
  const choices = kept.flatMap(({ required }) => required.filter(({ options }) => options.length > 0)).length
  const mostOptions = shareOf(most.all.options, choices, most.optionsOfField)
  const clients = preview.source.clients.slice(0, most.clients)
  const notShown = {
    targets: preview.targets.length - kept.length,
    clients: preview.source.clients.length - clients.length,
  }
  const bounded: P = {
    ...preview,
    source: { ...preview.source, clients },
    targets: kept.map((target) => cutTarget(target, { names, mostRows, mostOptions })),
    ...(notShown.targets + notShown.clients > 0 && { notShown }),
  }
  return cutTexts(bounded, mostCharacters)
}

function shareOf(all: number, parts: number, mostOfOne: number): number {
  return Math.min(mostOfOne, Math.floor(all / Math.max(1, parts)))
}

/** What was chosen last, or what the portal would choose, comes before what is merely possible. */
function keptTargets({ targets, preselected, remembered }: Preview): TargetPreview[] {
  if (targets.length <= most.targets) return targets
  const first: readonly RecordTypeName[] = [...(remembered?.targets ?? []), ...preselected]
  const isFirst = ({ type }: TargetPreview): boolean => first.includes(type)
  const kept = new Set([...targets.filter(isFirst), ...targets].slice(0, most.targets))
  return targets.filter((target) => kept.has(target))
}

/**
 * The source fields that are shown. They are the same for all targets: a field that travels into one of them would
 * otherwise be called left behind by another.
 */
function namesIn(targets: readonly TargetPreview[], mostNames: number): ReadonlySet<string> {
  const names = new Set<string>()
  const add = (name: string | null): void => {
    if (name !== null && name.length <= longest.field && names.size < mostNames) names.add(name)
  }
  for (const { missingUserFields, missingOptions } of targets)
    for (const { field } of [...missingUserFields.slice(0, most.addableFields), ...missingOptions]) add(field)
  for (const { transfers } of targets) for (const { sourceField } of transfers) add(sourceField)
  for (const { leftBehind } of targets) for (const { field } of leftBehind) add(field)
  return names
}

interface Room {
  names: ReadonlySet<string>
  mostRows: number
  mostOptions: number
}

function cutTarget(target: TargetPreview, { names, mostRows, mostOptions }: Room): TargetPreview {
  const travelling = <T extends Pick<TargetPreview, 'transfers' | 'leftBehind'>>({ transfers, leftBehind }: T) => ({
    transfers: transfers.filter(({ sourceField: name }) => name === null || names.has(name)).slice(0, most.fields),
    leftBehind: leftBehind.filter(({ field }) => names.has(field)).slice(0, most.fields),
  })
  const cut: TargetPreview = {
    ...target,
    ...travelling(target),
    rows: target.rows.slice(0, mostRows),
    missingUserFields: target.missingUserFields.filter(({ field }) => names.has(field)).slice(0, most.addableFields),
    missingOptions: cutMissingOptions(target.missingOptions, names),
    required: cutRequired(target.required, mostOptions),
    pipelines: target.pipelines.slice(0, most.pipelines),
    known: target.known.slice(0, most.known).map((client) => ({ ...client, ...travelling(client) })),
  }
  const notShown = countNotShown(target, cut)
  return Object.values(notShown).some((count) => count > 0) ? { ...cut, notShown } : cut
}

function cutMissingOptions(missing: readonly MissingOptions[], names: ReadonlySet<string>): MissingOptions[] {
  let room = most.addableOptions
  return missing.flatMap((one) => {
    const texts = one.texts.filter((text) => text.length <= longest.option).slice(0, room)
    if (texts.length === 0 || !names.has(one.field)) return []
    room -= texts.length
    return [{ ...one, texts }]
  })
}

/** A choice without a value cannot be made. */
function cutRequired(required: readonly RequiredField[], mostOptions: number): RequiredField[] {
  const sayable = required.filter(({ field }) => field.length <= longest.field).slice(0, most.required)
  return sayable.map((field) => {
    const sendable = field.options.filter(({ value }) => value !== '' && value.length <= longest.optionValue)
    const options = sendable.slice(0, mostOptions)
    const moreOptions = field.options.length - options.length
    return { ...field, options, ...(moreOptions > 0 && { moreOptions }) }
  })
}

function countNotShown(whole: TargetPreview, cut: TargetPreview): NotShown {
  const lost = (list: 'rows' | 'missingUserFields' | 'required' | 'pipelines' | 'known'): number =>
    whole[list].length - cut[list].length
  const fieldsOf = ({ transfers, leftBehind }: TargetPreview): number => transfers.length + leftBehind.length
  const optionsOf = ({ missingOptions }: TargetPreview): number =>
    missingOptions.reduce((sum, { texts }) => sum + texts.length, 0)
  return {
    fields: fieldsOf(whole) - fieldsOf(cut),
    rows: lost('rows'),
    missingUserFields: lost('missingUserFields'),
    missingOptions: optionsOf(whole) - optionsOf(cut),
    required: lost('required'),
    pipelines: lost('pipelines'),
    known: lost('known'),
  }
}
