import { defineAsyncComponent, h, shallowRef, type Component } from 'vue'
import LatePart from './components/LatePart.vue'

const rest: (() => Promise<unknown>)[] = []

/**
 * A part the first screen does without: fetched once the page has been painted, or the moment it is needed; not ahead
 * where few people need it. Until it is there it says so, and when it cannot be fetched it says that and offers to try
 * again: a tunnel on a train shall cost nobody what they have entered.
 */
export function later<T extends Component>(loader: () => Promise<{ default: T }>, { ahead = true } = {}): T {
  if (ahead) rest.push(loader)
  const retry = shallowRef<(() => void) | null>(null)
  let failure: Error | null = null
  const loadingComponent = (): unknown =>
    h(LatePart, {
      failed: retry.value !== null,
      onRetry: () => {
        const again = retry.value
        retry.value = null
        again?.()
      },
    })
  return defineAsyncComponent<T>({
    loader: () => (failure ? fetchAnew(failure, loader) : loader()),
    loadingComponent,
    // Neither failing nor trying again by itself leaves the part on its way, and the choice to whoever looks at it.
    onError(error, again) {
      failure = error
      retry.value = again
    },
  })
}

/**
 * A browser never fetches a script again under an address that failed once, and Vite never asks twice for styles; so
 * what failed gets another address. The error names it, of Chromium and Firefox for a script, of Vite for styles.
 */
async function fetchAnew<M>({ message }: Error, loader: () => Promise<M>): Promise<M> {
  const [file, kind] = /[^\s"']+\.(js|css)\b/.exec(message) ?? []
  const href = `${file}?again=${Date.now()}`
  if (kind === 'js') return (await import(/* @vite-ignore */ href)) as M
  if (kind !== 'css') return loader()
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }))
  return loader().catch((error: Error) => fetchAnew(error, loader))
}

/** Fetches what the first screen did without, so that later nobody waits, nor depends on a connection that is gone. */
export function fetchRest(): void {
  const fetchAll = (): void => rest.splice(0).forEach((load) => void load().catch(() => {}))
  // Safari does not tell when it is idle.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 2000 })
  else setTimeout(fetchAll, 500)
}
