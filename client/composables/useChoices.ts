import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Preview, TargetPreview } from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import { consequencesOf, type Consequences, type Existing, type Ticks } from '../consequences.ts'
import { addableFields, firstPipeline, firstTargets, standingClient } from '../first-choice.ts'
import { firstUnfilled, standingFills, withFilled, type Fills, type Wanted } from '../fills.ts'
import type { Person } from '../frame.ts'
import type { OptionTick, OptionTicks } from '../option-ticks.ts'
import { everyRow, standing, type ChosenRows, type OnceMore, type RowChoices } from '../part-quantities.ts'
import type { FilledIn } from '../read-fill.ts'
import { usualResponsible } from '../usual-responsible.ts'

/** What still keeps a person from continuing. */
export type Obstacle =
  | { what: 'target' }
  | { what: 'pipeline'; target: RecordTypeName }
  | { what: 'quantity'; target: RecordTypeName; index: number }
  | { what: 'required'; target: RecordTypeName; field: string }
  | { what: 'known'; target: RecordTypeName }
  | { what: 'nothingLeft'; target: RecordTypeName }

/** What a person has chosen about one preview; choosing costs no request. */
export interface Choices {
  preview: ShallowRef<Preview | null>
  chosen: Readonly<Ref<readonly RecordTypeName[]>>
  ticks: Readonly<Ref<Ticks>>
  pipelines: Readonly<Ref<Partial<Record<RecordTypeName, number>>>>
  rows: Readonly<Ref<ChosenRows>>
  /** What stands in the forms of required fields. */
  fills: Readonly<Ref<Fills>>
  /** Fields that a refusal wanted, asked for from then on. */
  wanted: ShallowRef<Wanted>
  /** The known client to link per target, or a new one; undefined while nobody has chosen. */
  existing: Readonly<Ref<Partial<Record<RecordTypeName, Existing>>>>
  /** Who shall be in charge instead of the person the source names; null: nobody else. */
  responsible: Readonly<ShallowRef<Person | null>>
  /** What is wanted of targets for which nothing is left. */
  onceMore: Readonly<Ref<Partial<Record<RecordTypeName, OnceMore>>>>
  /** Options that lists of the targets lack and shall get. */
  options: Readonly<Ref<OptionTicks>>
  /** The source's activities and comments shall appear in the new cards too. */
  history: Readonly<Ref<boolean>>
  consequences: ComputedRef<Consequences[]>
  /** Null: nothing is missing and *Continue* writes. */
  obstacle: ComputedRef<Obstacle | null>
  choose(type: RecordTypeName, on: boolean): void
  tick(type: RecordTypeName, fields: string[]): void
  tickOptions(type: RecordTypeName, options: OptionTick[]): void
  choosePipeline(type: RecordTypeName, id: number): void
  chooseRows(type: RecordTypeName, choices: RowChoices): void
  chooseOnceMore(type: RecordTypeName, onceMore: OnceMore): void
  chooseHistory(on: boolean): void
  fill(type: RecordTypeName, field: string, filled: FilledIn): void
  chooseExisting(type: RecordTypeName, existing: Existing): void
  /** Null goes back to the person in charge of the source. */
  chooseResponsible(person: Person | null): void
  /** Shows a preview; see below what is kept. `wished` is what the item in the card's menu named. */
  show(next: Preview, wished?: RecordTypeName[]): void
}

/** The choices of one page; while `writing`, what is being written no longer changes. */
export function useChoices(writing: Readonly<Ref<boolean>>): Choices {
  const preview = shallowRef<Preview | null>(null)
  const chosen = ref<RecordTypeName[]>([])
  const ticks = ref<Ticks>({})
  const pipelines = ref<Partial<Record<RecordTypeName, number>>>({})
  const rows = ref<ChosenRows>({})
  const fills = ref<Fills>({})
  const wanted = shallowRef<Wanted>({})
  const existing = ref<Partial<Record<RecordTypeName, Existing>>>({})
  const responsible = shallowRef<Person | null>(null)
  const options = ref<OptionTicks>({})
  const onceMore = ref<Partial<Record<RecordTypeName, OnceMore>>>({})
  const history = ref(true)

  const consequences = computed(() =>
    preview.value
      ? consequencesOf(
          preview.value,
          chosen.value,
          ticks.value,
          rows.value,
          wanted.value,
          existing.value,
          options.value,
          onceMore.value,
        )
      : [],
  )
  const obstacle = computed<Obstacle | null>(() => {
    if (chosen.value.length === 0) return { what: 'target' }
    for (const { target, products, required } of consequences.value) {
      if (target.known.length > 0 && existing.value[target.type] === undefined)
        return { what: 'known', target: target.type }
      if (target.exhausted && !products.changed && onceMore.value[target.type] === undefined)
        return { what: 'nothingLeft', target: target.type }
      if (mustChoosePipeline(target) && !(target.type in pipelines.value))
        return { what: 'pipeline', target: target.type }
      const wrong = products.lines.find(({ fault }) => fault)
      if (wrong) return { what: 'quantity', target: target.type, index: wrong.row.index }
      const empty = firstUnfilled(required, fills.value[target.type])
      if (empty) return { what: 'required', target: target.type, field: empty.field }
    }
    return null
  })

  /**
   * Shows a preview; choices made before are kept as far as they still stand. Where there are none, those remembered
   * from the last time are taken as far as they are still offered.
   */
  function show(next: Preview, wished?: RecordTypeName[]): void {
    chosen.value = firstTargets(next, wished, chosen.value)
    for (const target of next.targets) {
      const earlier = preview.value?.targets.find(({ type }) => type === target.type)
      const known = earlier?.missingUserFields
      const before = ticks.value[target.type] ?? []
      ticks.value[target.type] = addableFields(target).filter(
        (field) => before.includes(field) || !known?.some((missing) => missing.field === field),
      )
      const offered = (id: number | undefined): boolean => target.pipelines.some((pipeline) => pipeline.id === id)
      if (!offered(pipelines.value[target.type])) delete pipelines.value[target.type]
      const first = firstPipeline(target, next.remembered?.pipelines[target.type])
      if (first !== undefined) pipelines.value[target.type] ??= first
      existing.value[target.type] = standingClient(existing.value[target.type], target)
      if (!target.exhausted) delete onceMore.value[target.type]
      rows.value[target.type] = standing(rows.value[target.type] ?? {}, earlier?.rows ?? [], target.rows)
      fills.value[target.type] = standingFills(fills.value[target.type], earlier?.required ?? [], target.required)
    }
    preview.value = next
  }

  return {
    preview,
    chosen,
    ticks,
    pipelines,
    rows,
    fills,
    wanted,
    existing,
    responsible,
    options,
    onceMore,
    history,
    consequences,
    obstacle,
    choose(type, on) {
      const target = preview.value?.targets.find((one) => one.type === type)
      if (!target || target.refusal || writing.value) return
      const others = preview.value?.combine ? chosen.value.filter((one) => one !== type) : []
      chosen.value = on ? [...others, type] : others
    },
    tick(type, fields) {
      ticks.value[type] = fields
    },
    tickOptions(type, chosenOptions) {
      options.value[type] = chosenOptions
    },
    choosePipeline(type, id) {
      pipelines.value[type] = id
    },
    chooseRows(type, choices) {
      rows.value[type] = choices
    },
    chooseOnceMore(type, choice) {
      const target = preview.value?.targets.find((one) => one.type === type)
      if (!target) return
      onceMore.value[type] = choice
      rows.value[type] = choice === 'all' ? everyRow(target) : {}
    },
    chooseHistory(on) {
      history.value = on
    },
    fill(type, field, filled) {
      fills.value[type] = withFilled(fills.value[type], field, filled)
    },
    chooseExisting(type, choice) {
      existing.value[type] = choice
    },
    chooseResponsible(person) {
      // The portal's dialog may answer late; what is being written no longer changes.
      if (writing.value) return
      const usual = preview.value ? usualResponsible(preview.value, chosen.value) : []
      responsible.value = usual.length === 1 && usual[0]!.id === person?.id ? null : person
    },
    show,
  }
}

/** With several pipelines nobody but the person decides. */
export function mustChoosePipeline({ pipelines }: TargetPreview): boolean {
  return pipelines.length > 1
}
