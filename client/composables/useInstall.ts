import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { InstallAnswer, InstallProgress, InstallStep } from '../../server/contract.ts'
import type { Api } from '../api.ts'
import { toFailure, type Failure } from '../failure.ts'

/** One line of the checklist as a page shows it; `waiting` as long as it has not begun. */
export type SetupLine = InstallProgress | { name: InstallStep['name']; state: 'waiting' }

const names = ['scopes', 'methods', 'placements', 'events', 'portal'] as const satisfies InstallStep['name'][]
/** Looked up first, and at once: they are under way before our server can have told anything. */
const first: readonly string[] = ['scopes', 'methods'] satisfies InstallStep['name'][]

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
  const lines = shallowRef<SetupLine[]>(names.map((name) => ({ name, state: 'waiting' })))
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
    lines.value = names.map((name) => ({ name, state: first.includes(name) ? 'running' : 'waiting' }))
    try {
      answer.value = await api.install((step) => {
        lines.value = lines.value.map((line) => (line.name === step.name ? step : line))
      })
      if (answer.value.complete) goOn()
    } catch (error) {
      failure.value = toFailure(error)
      // Nobody knows what became of those; what has ended stays as it is told.
      lines.value = lines.value.map((line) => (line.state === 'running' ? { name: line.name, state: 'waiting' } : line))
    } finally {
      running.value = false
    }
  }

  return { lines, answer, failure, running, install, goOn }
}
