import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { OpenedRecord, SourcesAnswer } from '../../server/contract.ts'
import type { FoundSource, SearchableSource } from '../../server/conversion/source-search.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'

/** The search for a record to begin with, as the main page shows and steers it. */
export interface SourcesState {
  /** What stands in the search field. */
  search: Readonly<Ref<string>>
  /** Null until the first list has come. */
  records: Readonly<ShallowRef<FoundSource[] | null>>
  /** What the list answers to; empty: what changed last. */
  answered: Readonly<Ref<string>>
  offered: Readonly<ShallowRef<SearchableSource[]>>
  types: Readonly<ShallowRef<SearchableSource[]>>
  loading: Readonly<Ref<boolean>>
  failure: Readonly<ShallowRef<Failure | null>>
  /** The record being read. */
  opening: Readonly<ShallowRef<FoundSource | null>>
  /** Takes what is typed, and looks once there is a pause. */
  type(text: string): void
  /** Looks at once. */
  look(): Promise<void>
  /** Empties the search and looks at once, for what changed last. */
  startOver(): Promise<void>
  toggle(type: SearchableSource): Promise<void>
  open(record: FoundSource): Promise<OpenedRecord | null>
}

/** So long a pause in typing, in milliseconds, makes a search. */
const usualPause = 300

/** Opens the search with what the page brought along; without it `look` reads the first list. */
export function useSources(
  api: Pick<Api, 'sources' | 'open'>,
  first: SourcesAnswer | null,
  pause = usualPause,
): SourcesState {
  const search = ref('')
  const answered = ref('')
  const records = shallowRef(first?.records ?? null)
  const offered = shallowRef(first?.offered ?? [])
  const types = shallowRef(first?.types ?? [])
  const loading = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const opening = shallowRef<FoundSource | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function look(keep = false): Promise<void> {
    clearTimeout(timer)
    const turn = ++asked
    const text = search.value.trim()
    const known = offered.value.length > 0
    loading.value = true
    failure.value = null
    try {
      const answer = await api.sources({ search: text, keep, ...(known && { types: types.value }) })
      if (turn !== asked) return // something else has been typed since
      records.value = answer.records
      answered.value = text
      if (known) return
      offered.value = answer.offered
      types.value = answer.types
    } catch (error) {
      if (turn === asked) failure.value = toFailure(error)
    } finally {
      if (turn === asked) loading.value = false
    }
  }

  return {
    search,
    records,
    answered,
    offered,
    types,
    loading,
    failure,
    opening,
    type(text) {
      search.value = text
      asked++ // whatever is still on its way answers something else
      loading.value = true
      clearTimeout(timer)
      timer = setTimeout(() => void look(), pause)
    },
    look: () => look(),
    startOver() {
      search.value = ''
      return look()
    },
    toggle(type) {
      const on = offered.value.filter((one) => (one === type) !== types.value.includes(one))
      // To look among nothing is to look among everything.
      types.value = on.length > 0 ? on : offered.value
      return look(true)
    },
    async open(record) {
      if (opening.value) return null
      opening.value = record
      failure.value = null
      try {
        return await api.open(record)
      } catch (error) {
        failure.value = toFailure(error)
        return null
      } finally {
        opening.value = null
      }
    },
  }
}
