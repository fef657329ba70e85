import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { HistoryEntry, OpenedRecord, ResumeRefusal, ResumeRequest } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'
import { everything, toQuery, type JournalFilter } from '../journal-filter.ts'
import { bringToEnd, interrupted, undoAll, usualPace, type Pace } from './carry-out.ts'

/** The history as the main page shows and steers it. */
export interface JournalState {
  filter: Readonly<ShallowRef<JournalFilter>>
  /** Null until the first page has come. */
  entries: Readonly<ShallowRef<HistoryEntry[] | null>>
  isAdmin: Readonly<Ref<boolean>>
  hasMore: Readonly<Ref<boolean>>
  loading: Readonly<Ref<boolean>>
  failure: Readonly<ShallowRef<Failure | null>>
  /** The conversion something is being done with, and the one it failed with. */
  busy: Readonly<Ref<string | null>>
  failed: Readonly<ShallowRef<{ requestId: string; failure: Failure } | null>>
  narrow(filter: JournalFilter): Promise<void>
  load(): Promise<void>
  more(): Promise<void>
  /** Finishes a conversion that was interrupted, with what a refusal asked for. */
  resume(entry: HistoryEntry, more?: ResumeRequest): Promise<void>
  undo(entry: HistoryEntry): Promise<void>
  /** Leaves a half conversion as it is. */
  keep(entry: HistoryEntry): Promise<void>
  /** Reads what it was made from anew, to choose again what is to be created; null when that did not work. */
  open(entry: HistoryEntry): Promise<OpenedRecord | null>
  /** The history, as far as it is not filtered out, as a file; null when there is none to be had. */
  file(): Promise<Blob | null>
}

type JournalApi = Pick<Api, 'history' | 'historyFile' | 'resume' | 'undo' | 'keep' | 'open'>

/** Opens the history; `load` reads its first page. */
export function useJournal(api: JournalApi, pace: Pace = usualPace): JournalState {
  const filter = shallowRef(everything)
  const entries = shallowRef<HistoryEntry[] | null>(null)
  const isAdmin = ref(false)
  const next = ref<string | null>(null)
  const hasMore = ref(false)
  const loading = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref<string | null>(null)
  const failed = shallowRef<{ requestId: string; failure: Failure } | null>(null)
  let asked = 0

  async function read(after: string | null): Promise<void> {
    const turn = ++asked
    loading.value = true
    failure.value = null
    try {
      const place = after === null ? {} : { after: after as `${string}~${string}` }
      const answer = await api.history({ ...toQuery(filter.value), ...place })
      if (turn !== asked) return // the filter has changed since
      entries.value = after === null ? answer.entries : [...(entries.value ?? []), ...answer.entries]
      isAdmin.value = answer.isAdmin
      next.value = answer.next
      hasMore.value = answer.next !== null
    } catch (error) {
      if (turn === asked) failure.value = toFailure(error)
    } finally {
      if (turn === asked) loading.value = false
    }
  }

  function put(entry: HistoryEntry): void {
    const { requestId } = entry.conversion
    entries.value = (entries.value ?? []).map((one) => (one.conversion.requestId === requestId ? entry : one))
  }

  async function during<T>(entry: HistoryEntry, work: () => Promise<T>): Promise<T | null> {
    const { requestId } = entry.conversion
    if (busy.value) return null
    busy.value = requestId
    try {
      return await work()
    } catch (error) {
      const failure = toFailure(error)
      failed.value = { requestId, failure }
      const { conversion } = (failure.details ?? {}) as Partial<ResumeRefusal>
      if (conversion) put(changed(entry, conversion))
      return null
    } finally {
      busy.value = null
    }
  }

  async function act(entry: HistoryEntry, work: () => Promise<HistoryEntry>): Promise<void> {
    await during(entry, async () => {
      failed.value = null
      put(await work())
    })
  }

  const nothing = (): void => {}
  const changed = (entry: HistoryEntry, conversion: Conversion): HistoryEntry => ({ ...entry, conversion, kept: false })

  return {
    filter,
    entries,
    isAdmin,
    hasMore,
    loading,
    failure,
    busy,
    failed,
    async narrow(wanted) {
      filter.value = wanted
      await read(null)
    },
    load: () => read(null),
    async more() {
      if (next.value && !loading.value) await read(next.value)
    },
    resume: (entry, more = {}) =>
      act(entry, async () => {
        return changed(entry, await bringToEnd(api, interrupted(entry.conversion), nothing, pace, more))
      }),
    undo: (entry) => act(entry, async () => changed(entry, await undoAll(api, entry.conversion, nothing, pace))),
    keep: (entry) =>
      act(entry, async () => ({ ...entry, conversion: await api.keep(entry.conversion.requestId), kept: true })),
    open: (entry) => during(entry, () => api.open(entry.source)),
    async file() {
      failure.value = null
      try {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
        return await api.historyFile({ ...toQuery(filter.value), timeZone })
      } catch (error) {
        failure.value = toFailure(error)
        return null
      }
    },
  }
}
