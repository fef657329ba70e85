import { shallowRef, type ShallowRef } from 'vue'
import type { InstallProgress, InstallStep } from '../../server/contract.ts'

/** One line of the checklist as a page shows it; `waiting` as long as it has not begun. */
export type SetupLine = InstallProgress | { name: InstallStep['name']; state: 'waiting' }

const names = ['scopes', 'methods', 'placements', 'events', 'portal'] as const satisfies InstallStep['name'][]
/** Looked up first, and at once: they are under way before our server can have told anything. */
const first: readonly string[] = ['scopes', 'methods'] satisfies InstallStep['name'][]

/** The checklist while the app is being set up. */
export interface SetupLines {
  lines: Readonly<ShallowRef<SetupLine[]>>
  begin(): void
  /** A step began or ended. */
  turn(step: InstallProgress): void
  /** Nothing more is heard: nobody knows what became of what was under way; what has ended stays as it was told. */
  breakOff(): void
}

/** Opens a checklist of which nothing has begun. */
export function openSetupLines(): SetupLines {
  const lines = shallowRef<SetupLine[]>(names.map((name) => ({ name, state: 'waiting' })))
  return {
    lines,
    begin: () => {
      lines.value = names.map((name) => ({ name, state: first.includes(name) ? 'running' : 'waiting' }))
    },
    turn: (step) => {
      lines.value = lines.value.map((line) => (line.name === step.name ? step : line))
    },
    breakOff: () => {
      lines.value = lines.value.map((line) => (line.state === 'running' ? { name: line.name, state: 'waiting' } : line))
    },
  }
}
