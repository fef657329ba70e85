import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { InstallAnswer } from '../../server/contract.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'
import { openSetupLines, type SetupLine } from './setup-lines.ts'

/** The installer's checklist and its one act, which may be repeated. */
export interface InstallState {
  lines: Readonly<ShallowRef<SetupLine[]>>
  answer: Readonly<ShallowRef<InstallAnswer | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  running: Readonly<Ref<boolean>>
  install(): Promise<void>
  /** Ends the installation without what this portal lacks. */
  goOn(): void
}

/** Sets the app up and calls `finish`: by itself when everything is in place, else when the person wants to go on. */
export function useInstall(api: Pick<Api, 'install'>, finish: () => Promise<void>): InstallState {
  const { lines, begin, turn, breakOff } = openSetupLines()
  const answer = shallowRef<InstallAnswer | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const running = ref(false)

  /** The portal reloads us when the installation ends, so this is not waited for. */
  function goOn(): void {
    finish().catch((error: unknown) => (failure.value = toFailure(error)))
  }

  async function install(): Promise<void> {
    if (running.value) return
    running.value = true
    failure.value = null
    answer.value = null
    begin()
    try {
      answer.value = await api.install(turn)
      if (answer.value.complete) goOn()
    } catch (error) {
      failure.value = toFailure(error)
      breakOff()
    } finally {
      running.value = false
    }
  }

  return { lines, answer, failure, running, install, goOn }
}
