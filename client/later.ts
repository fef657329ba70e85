import { defineAsyncComponent, h, type Component } from 'vue'
import ErrorNotice from './components/ErrorNotice.vue'

const rest: (() => Promise<unknown>)[] = []

/** A part the first screen does without: fetched once the page has been painted, or the moment it is needed. */
export function later<T extends Component>(loader: () => Promise<{ default: T }>): T {
  rest.push(loader)
  const errorComponent = (): unknown => h(ErrorNotice, { heading: 'h2', failure: { code: 'offline', message: '' } })
  return defineAsyncComponent<T>({ loader, errorComponent })
}

/** Fetches what the first screen did without, so that later nobody waits, nor depends on a connection that is gone. */
export function fetchRest(): void {
  const fetchAll = (): void => rest.splice(0).forEach((load) => void load().catch(() => {}))
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 2000 })
  else setTimeout(fetchAll, 500)
}
