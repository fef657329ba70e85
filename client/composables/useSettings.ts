import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { SettingsAnswer, SettingsSaved } from '../../server/contract.ts'
import type { Settings } from '../../server/conversion/settings.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'
import { isSame } from '../settings-draft.ts'

/** What an administrator decides, as the main page shows it. */
export interface SettingsState {
  /** What is kept and what there is to decide about; null until it was read. */
  answer: Readonly<ShallowRef<SettingsAnswer | null>>
  /** The settings as the form shows them. */
  draft: Readonly<ShallowRef<Settings | null>>
  /** The form shows something that is not kept yet. */
  isChanged: ComputedRef<boolean>
  busy: Readonly<Ref<boolean>>
  failure: Readonly<ShallowRef<Failure | null>>
  /** What became of what was saved last, until something is changed again. */
  saved: Readonly<ShallowRef<SettingsSaved | null>>
  /** Names of people chosen since, by id. */
  people: Readonly<Ref<Record<string, string>>>
  load(): Promise<void>
  change(draft: Settings): void
  discard(): void
  save(): Promise<void>
}

/** Opens the settings; `load` reads them. */
export function useSettings(api: Pick<Api, 'settings' | 'saveSettings'>): SettingsState {
  const answer = shallowRef<SettingsAnswer | null>(null)
  const draft = shallowRef<Settings | null>(null)
  const busy = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const saved = shallowRef<SettingsSaved | null>(null)
  const people = ref<Record<string, string>>({})
  const isChanged = computed(() => answer.value !== null && !isSame(draft.value, answer.value.settings))

  async function act(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = toFailure(error)
    } finally {
      busy.value = false
    }
  }

  return {
    answer,
    draft,
    isChanged,
    busy,
    failure,
    saved,
    people,
    load: () =>
      act(async () => {
        answer.value = await api.settings()
        draft.value = answer.value.settings
        people.value = { ...answer.value.people }
        saved.value = null
      }),
    change(next) {
      // What is being saved no longer changes.
      if (busy.value) return
      draft.value = next
      saved.value = null
    },
    discard() {
      draft.value = answer.value?.settings ?? null
      failure.value = null
    },
    save: () =>
      act(async () => {
        if (!answer.value || !draft.value) return
        saved.value = await api.saveSettings({ settings: draft.value, version: answer.value.version })
        const { settings, version } = saved.value
        answer.value = { ...answer.value, settings, version, saved: saved.value.saved }
        draft.value = settings
      }),
  }
}
