import { defineAsyncComponent, h, type Component } from 'vue'
import ErrorNotice from './components/ErrorNotice.vue'
import { useTexts } from './texts.ts'

const rest: (() => Promise<unknown>)[] = []

const errorComponent = (): unknown => h(ErrorNotice, { heading: 'h2', failure: { code: 'offline', message: '' } })
const loadingComponent = {
  setup() {
    const { t } = useTexts()
    return (): unknown => h('p', { role: 'status', class: 'text-md text-(--ui-color-base-2)' }, t('picker.loading'))
  },
}

/**
 * A part the first screen does without: fetched once the page has been painted, or the moment it is needed; not ahead
 * where few people need it. Until it is there it says so, and when it cannot be fetched it says that.
 */
export function later<T extends Component>(loader: () => Promise<{ default: T }>, { ahead = true } = {}): T {
  if (ahead) rest.push(loader)
  return defineAsyncComponent<T>({ loader, errorComponent, loadingComponent })
}

/** Fetches what the first screen did without, so that later nobody waits, nor depends on a connection that is gone. */
export function fetchRest(): void {
  const fetchAll = (): void => rest.splice(0).forEach((load) => void load().catch(() => {}))
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 2000 })
  else setTimeout(fetchAll, 500)
}
