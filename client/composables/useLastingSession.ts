import { onBeforeUnmount } from 'vue'
import type { Api } from '../api.ts'

/** A session lasts an hour; one turn that fails leaves time for another. */
const everyMs = 25 * 60_000

/** Keeps the session of an open page from ending, however long somebody works or thinks without asking our server. */
export function useLastingSession(api: Pick<Api, 'stay'>): void {
  const timer = setInterval(() => void api.stay().catch(() => {}), everyMs)
  onBeforeUnmount(() => clearInterval(timer))
}
