import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { HealthAnswer } from '../../server/contract.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'

/** How the app is doing, as the main page shows it. */
export interface HealthState {
  health: Readonly<ShallowRef<HealthAnswer | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  busy: Readonly<Ref<boolean>>
  /** Everything was set up again and is in place. */
  repaired: Readonly<Ref<boolean>>
  check(): Promise<void>
  /** Sets everything up again, as the installer does, and looks. */
  repair(): Promise<void>
}

/** Opens the state of the app; `check` reads it. */
export function useHealth(api: Pick<Api, 'health' | 'install'>): HealthState {
  const health = shallowRef<HealthAnswer | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  const repaired = ref(false)

  async function act(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    repaired.value = false
    try {
      await work()
    } catch (error) {
      failure.value = toFailure(error)
    } finally {
      busy.value = false
    }
  }

  return {
    health,
    failure,
    busy,
    repaired,
    check: () => act(async () => void (health.value = await api.health())),
    repair: () =>
      act(async () => {
        const { complete } = await api.install(() => {})
        health.value = await api.health()
        repaired.value = complete
      }),
  }
}
