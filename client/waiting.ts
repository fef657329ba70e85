import { computed, reactive } from 'vue'

/** How many seconds each waiting request of this page was asked to wait. */
const waits = reactive(new Map<symbol, number>())

/** How many seconds our server has asked this page to wait; 0 while nothing waits. */
export const secondsToWait = computed(() => Math.max(0, ...waits.values()))

/** Waits as long as our server asked; the page shows it meanwhile. */
export async function waitOut(seconds: number): Promise<void> {
  const wait = Symbol('wait')
  waits.set(wait, seconds)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  waits.delete(wait)
}
