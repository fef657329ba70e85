import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ConvertRequest, FirstPreview } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview, TargetPreview } from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Api } from '../api.ts'
import { consequencesOf, type Consequences, type Ticks } from '../consequences.ts'
import { RequestFailed, toFailure, type Failure } from '../failure.ts'
import { carryOut, follow, usualPace, type Pace } from './carry-out.ts'

/** What still keeps a person from continuing. */
export type Obstacle = { what: 'target' } | { what: 'pipeline'; target: RecordTypeName }

/** One conversion as the page shows and steers it. */
export interface ConversionState {
  preview: Readonly<ShallowRef<Preview | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  /** The record changed since it was shown, and what is shown now is new. */
  outdated: Readonly<Ref<boolean>>
  chosen: Readonly<Ref<readonly RecordTypeName[]>>
  ticks: Readonly<Ref<Ticks>>
  pipelines: Readonly<Ref<Partial<Record<RecordTypeName, number>>>>
  consequences: ComputedRef<Consequences[]>
  /** Null: nothing is missing and *Continue* writes. */
  obstacle: ComputedRef<Obstacle | null>
  writing: Readonly<Ref<boolean>>
  /** As far as it is known, while writing and after. */
  conversion: Readonly<ShallowRef<Conversion | null>>
  choose(type: RecordTypeName, on: boolean): void
  tick(type: RecordTypeName, fields: string[]): void
  choosePipeline(type: RecordTypeName, id: number): void
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
  const writing = ref(false)
  const conversion = shallowRef<Conversion | null>(null)

  const consequences = computed(() => (preview.value ? consequencesOf(preview.value, chosen.value, ticks.value) : []))
  const obstacle = computed<Obstacle | null>(() => {
    if (chosen.value.length === 0) return { what: 'target' }
    const open = consequences.value.find(
      ({ target }) => mustChoosePipeline(target) && !(target.type in pipelines.value),
    )
    return open ? { what: 'pipeline', target: open.target.type } : null
  })

  /** Shows a preview; choices made before are kept as far as they still stand. */
  function show(next: Preview): void {
    const possible = next.targets.filter(({ refusal }) => !refusal)
    const kept = chosen.value.filter((type) => possible.some((target) => target.type === type))
    const wanted = kept.length > 0 ? kept : next.preselected
    chosen.value = possible.map(({ type }) => type).filter((type, _, all) => wanted.includes(type) || all.length === 1)
    for (const target of next.targets) {
      const addable = target.userFieldsRefusal ? [] : target.missingUserFields.map(({ field }) => field)
      const known = preview.value?.targets.find(({ type }) => type === target.type)?.missingUserFields
      const before = ticks.value[target.type] ?? []
      ticks.value[target.type] = addable.filter(
        (field) => before.includes(field) || !known?.some((missing) => missing.field === field),
      )
      const id = pipelines.value[target.type]
      if (!target.pipelines.some((pipeline) => pipeline.id === id)) delete pipelines.value[target.type]
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
    return {
      // Made by the click: a click delivered twice is one conversion.
      requestId: crypto.randomUUID(),
      fingerprint,
      targets: targets.map(({ type }) => type),
      addUserFields: Object.fromEntries(
        targets.map(({ type }) => [type, ticks.value[type] ?? []]).filter(([, fields]) => fields!.length > 0),
      ),
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

/** With several pipelines nobody but the person decides. */
export function mustChoosePipeline({ pipelines }: TargetPreview): boolean {
  return pipelines.length > 1
}
