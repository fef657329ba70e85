import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Language, MappingAnswer } from '../../server/contract.ts'
import type { Problem } from '../../server/conversion/mapping-problems.ts'
import type { Pair } from '../../server/conversion/mapping.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'
import { toDraft, wishesOf, type Draft } from '../mapping-draft.ts'

/** What the draft on the page came from, as far as it is not simply what is in force. */
export type DraftOrigin = { kind: 'file'; name: string } | { kind: 'version'; version: number } | null

/** How the fields of a pair are mapped, as an administrator is changing it. */
export interface MappingState {
  answer: Readonly<ShallowRef<MappingAnswer | null>>
  draft: Readonly<ShallowRef<Draft>>
  origin: Readonly<ShallowRef<DraftOrigin>>
  /** The page shows something that is not in force yet. */
  isChanged: ComputedRef<boolean>
  /** Somebody has worked on it, which whatever is opened next would undo. */
  isEdited: ComputedRef<boolean>
  failure: Readonly<ShallowRef<Failure | null>>
  busy: Readonly<Ref<boolean>>
  saved: Readonly<Ref<boolean>>
  /** Reads a pair, or an earlier version of it, and forgets what was changed. */
  open(pair: Pair, version?: number): Promise<void>
  change(draft: Draft): void
  save(): Promise<void>
  /** Shows what a file would make of its pair. */
  read(file: File): Promise<void>
  /** What is in force, as a file; null when it cannot be had. */
  file(): Promise<Blob | null>
}

/** Opens the mapping; `open` reads it. */
export function useMapping(
  api: Pick<Api, 'mapping' | 'saveMapping' | 'mappingFile' | 'readMappingFile'>,
  language: Language,
): MappingState {
  const answer = shallowRef<MappingAnswer | null>(null)
  const draft = shallowRef<Draft>([])
  const origin = shallowRef<DraftOrigin>(null)
  const untouched = shallowRef<Draft>(draft.value)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  const saved = ref(false)
  const isEdited = computed(() => draft.value !== untouched.value)

  async function act<T>(work: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    failure.value = null
    saved.value = false
    try {
      return await work()
    } catch (error) {
      failure.value = toFailure(error)
      return null
    } finally {
      busy.value = false
    }
  }

  function show(read: MappingAnswer, from: DraftOrigin): void {
    answer.value = read
    origin.value = from
    draft.value = toDraft(language, read)
    untouched.value = draft.value
  }

  /** The server names what it refuses by its place among the exceptions. */
  function blame(details: unknown): void {
    const { problems = [] } = (details ?? {}) as { problems?: (Problem & { place: number })[] }
    draft.value = draft.value.map((entry, place) => {
      const problem = problems.find((one) => one.place === place)
      return problem ? { ...entry, problem } : entry
    })
  }

  return {
    answer,
    draft,
    origin,
    isChanged: computed(() => origin.value !== null || isEdited.value),
    isEdited,
    failure,
    busy,
    saved,
    open: async (pair, version) => {
      await act(async () =>
        show(await api.mapping(pair, version), version === undefined ? null : { kind: 'version', version }),
      )
    },
    change(changed) {
      draft.value = changed
      saved.value = false
    },
    save: async () => {
      await act(async () => {
        const exceptions = wishesOf(draft.value)
        const known = answer.value
        if (!exceptions || !known) return
        show(await api.saveMapping(known.pair, { after: known.version, exceptions }), null)
        saved.value = true
      })
      if (failure.value?.code === 'mapping_refused') blame(failure.value.details)
    },
    read: async (file) => {
      await act(async () => show(await api.readMappingFile(await file.text()), { kind: 'file', name: file.name }))
    },
    file: () => act(() => api.mappingFile(answer.value!.pair)),
  }
}
