import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ConvertRequest, FirstPreview } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview, TargetPreview } from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Api } from '../api.ts'
import { consequencesOf, type Consequences, type Ticks } from '../consequences.ts'
import { RequestFailed, toFailure, type Failure } from '../failure.ts'
import type { Person } from '../frame.ts'
import { requestedRows, standing, type ChosenRows, type RowChoices } from '../part-quantities.ts'
import { carryOut, follow, usualPace, type Pace } from './carry-out.ts'

/** What still keeps a person from continuing. */
export type Obstacle =
  | { what: 'target' }
  | { what: 'pipeline'; target: RecordTypeName }
  | { what: 'quantity'; target: RecordTypeName; index: number }

/** One conversion as the page shows and steers it. */
export interface ConversionState {
  preview: Readonly<ShallowRef<Preview | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  /** The record changed since it was shown, and what is shown now is new. */
  outdated: Readonly<Ref<boolean>>
  chosen: Readonly<Ref<readonly RecordTypeName[]>>
  ticks: Readonly<Ref<Ticks>>
  pipelines: Readonly<Ref<Partial<Record<RecordTypeName, number>>>>
  rows: Readonly<Ref<ChosenRows>>
  /** Who shall be in charge instead of the person the source names; null: nobody else. */
  responsible: Readonly<ShallowRef<Person | null>>
  consequences: ComputedRef<Consequences[]>
  /** Null: nothing is missing and *Continue* writes. */
  obstacle: ComputedRef<Obstacle | null>
  writing: Readonly<Ref<boolean>>
  /** As far as it is known, while writing and after. */
  conversion: Readonly<ShallowRef<Conversion | null>>
  choose(type: RecordTypeName, on: boolean): void
  tick(type: RecordTypeName, fields: string[]): void
  choosePipeline(type: RecordTypeName, id: number): void
  chooseRows(type: RecordTypeName, choices: RowChoices): void
  /** Null goes back to the person in charge of the source. */
  chooseResponsible(person: Person | null): void
  continue(): Promise<void>
  /** Asks once more what became of a conversion whose end nobody saw. */
  lookAgain(): Promise<void>
  /** Reads the record anew and goes back to the choice. */
  reload(): Promise<void>
}

/** The acts of the convert page. Choosing costs no request; only `continue`, `lookAgain` and `reload` do. */
export function useConversion(first: FirstPreview | null, api: Api, pace: Pace = usualPace): ConversionState {
  const preview = shallowRef<Preview | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const outdated = ref(false)
  const chosen = ref<RecordTypeName[]>([])
  const ticks = ref<Ticks>({})
  const pipelines = ref<Partial<Record<RecordTypeName, number>>>({})
  const rows = ref<ChosenRows>({})
  const responsible = shallowRef<Person | null>(null)
  const writing = ref(false)
  const conversion = shallowRef<Conversion | null>(null)

  const consequences = computed(() =>
    preview.value ? consequencesOf(preview.value, chosen.value, ticks.value, rows.value) : [],
  )
  const obstacle = computed<Obstacle | null>(() => {
    if (chosen.value.length === 0) return { what: 'target' }
    for (const { target, products } of consequences.value) {
      if (mustChoosePipeline(target) && !(target.type in pipelines.value))
        return { what: 'pipeline', target: target.type }
      const wrong = products.lines.find(({ fault }) => fault)
      if (wrong) return { what: 'quantity', target: target.type, index: wrong.row.index }
    }
    return null
  })

  /**
   * Shows a preview; choices made before are kept as far as they still stand. Where there are none, those remembered
   * from the last time are taken as far as they are still offered.
   */
  function show(next: Preview): void {
    const possible = next.targets.filter(({ refusal }) => !refusal)
    const kept = chosen.value.filter((type) => possible.some((target) => target.type === type))
    const wanted = kept.length > 0 ? kept : (rememberedTargets(next) ?? next.preselected)
    chosen.value = possible.map(({ type }) => type).filter((type, _, all) => wanted.includes(type) || all.length === 1)
    for (const target of next.targets) {
      const earlier = preview.value?.targets.find(({ type }) => type === target.type)
      const addable = target.userFieldsRefusal ? [] : target.missingUserFields.map(({ field }) => field)
      const known = earlier?.missingUserFields
      const before = ticks.value[target.type] ?? []
      ticks.value[target.type] = addable.filter(
        (field) => before.includes(field) || !known?.some((missing) => missing.field === field),
      )
      const offered = (id: number | undefined): boolean => target.pipelines.some((pipeline) => pipeline.id === id)
      const last = next.remembered?.pipelines[target.type]
      if (!offered(pipelines.value[target.type])) delete pipelines.value[target.type]
      if (last !== undefined && offered(last)) pipelines.value[target.type] ??= last
      rows.value[target.type] = standing(rows.value[target.type] ?? {}, earlier?.rows ?? [], target.rows)
    }
    preview.value = next
    failure.value = null
  }

  async function reload(): Promise<void> {
    conversion.value = null
    try {
      show(await api.preview())
    } catch (error) {
      failure.value = toFailure(error)
    }
  }

  function request(fingerprint: string): ConvertRequest {
    const targets = consequences.value.map(({ target }) => target)
    const changedRows = consequences.value.map(
      ({ target, products }) => [target.type, requestedRows(products)] as const,
    )
    return {
      // Made by the click: a click delivered twice is one conversion.
      requestId: crypto.randomUUID(),
      fingerprint,
      targets: targets.map(({ type }) => type),
      addUserFields: Object.fromEntries(
        targets
          .map(({ type, reuse }) => [type, reuse ? [] : (ticks.value[type] ?? [])] as const)
          .filter(([, fields]) => fields.length > 0),
      ),
      rows: Object.fromEntries(changedRows.filter(([, lines]) => lines !== null)),
      ...(responsible.value && { responsibleId: responsible.value.id }),
      pipelines: Object.fromEntries(
        targets.filter(mustChoosePipeline).map(({ type }) => [type, pipelines.value[type]]),
      ),
    }
  }

  async function write(work: (seen: (conversion: Conversion) => void) => Promise<Conversion>): Promise<void> {
    writing.value = true
    failure.value = null
    outdated.value = false
    try {
      conversion.value = await work((seen) => (conversion.value = seen))
    } catch (error) {
      conversion.value = null
      if (error instanceof RequestFailed && error.code === 'plan_outdated') {
        await reload()
        outdated.value = failure.value === null
      } else failure.value = toFailure(error)
    } finally {
      writing.value = false
    }
  }

  if (first === null) failure.value = { code: 'offline', message: 'The page ended before the preview.' }
  else if ('error' in first) failure.value = first.error
  else show(first.preview)

  return {
    preview,
    failure,
    outdated,
    chosen,
    ticks,
    pipelines,
    rows,
    responsible,
    consequences,
    obstacle,
    writing,
    conversion,
    choose(type, on) {
      const target = preview.value?.targets.find((one) => one.type === type)
      if (!target || target.refusal || writing.value) return
      const others = preview.value?.combine ? chosen.value.filter((one) => one !== type) : []
      chosen.value = on ? [...others, type] : others
    },
    tick(type, fields) {
      ticks.value[type] = fields
    },
    choosePipeline(type, id) {
      pipelines.value[type] = id
    },
    chooseRows(type, choices) {
      rows.value[type] = choices
    },
    chooseResponsible(person) {
      // The portal's dialog may answer late; what is being written no longer changes.
      if (writing.value) return
      responsible.value = person?.id === preview.value?.source.responsible?.id ? null : person
    },
    async continue() {
      const seenPreview = preview.value
      if (writing.value || obstacle.value || !seenPreview) return
      const body = request(seenPreview.fingerprint)
      await write((seen) => carryOut(api, body, seen, pace))
    },
    async lookAgain() {
      const known = conversion.value
      if (writing.value || !known) return
      const unheardOf = new RequestFailed('conversion_not_found', 'The server knows no such request.')
      const short = { ...pace, giveUp: 2 * pace.noTrace }
      await write((seen) => follow(api, known.requestId, seen, short, unheardOf))
    },
    reload,
  }
}

/** What this person chose last time, as far as it can be chosen now; null when nothing of it can. */
function rememberedTargets({ remembered, targets, combine }: Preview): RecordTypeName[] | null {
  const possible = (remembered?.targets ?? []).filter((type) =>
    targets.some((target) => target.type === type && !target.refusal),
  )
  if (possible.length === 0) return null
  return combine ? possible : possible.slice(0, 1)
}

/** With several pipelines nobody but the person decides. */
export function mustChoosePipeline({ pipelines }: TargetPreview): boolean {
  return pipelines.length > 1
}
