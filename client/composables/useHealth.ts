import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { HealthAnswer } from '../../server/contract.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'
import { openSetupLines, type SetupLine } from './setup-lines.ts'

/** How the app is doing, as the main page shows it. */
export interface HealthState {
  health: Readonly<ShallowRef<HealthAnswer | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  busy: Readonly<Ref<boolean>>
  /** The checklist: as it was found, and while a repair is under way, as that goes. */
  lines: ComputedRef<readonly SetupLine[]>
  /** What is shown was found right after a repair. */
  isAfterRepair: Readonly<Ref<boolean>>
  check(): Promise<void>
  /** Sets everything up again, as the installer does, and looks. */
  repair(): Promise<void>
}

/** Opens the state of the app; `check` reads it. */
export function useHealth(api: Pick<Api, 'health' | 'install'>): HealthState {
  const health = shallowRef<HealthAnswer | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  const isAfterRepair = ref(false)
  const repairing = ref(false)
  const setup = openSetupLines()

  async function act(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    isAfterRepair.value = false
    try {
      await work()
    } catch (error) {
      failure.value = toFailure(error)
    } finally {
      busy.value = false
      repairing.value = false
    }
  }

  return {
    health,
    failure,
    busy,
    lines: computed(() => (repairing.value ? setup.lines.value : (health.value?.checks ?? []))),
    isAfterRepair,
    check: () => act(async () => void (health.value = await api.health())),
    repair: () =>
      act(async () => {
        repairing.value = true
        setup.begin()
        await api.install(setup.turn)
        health.value = await api.health()
        isAfterRepair.value = true
      }),
  }
}
