/**
 * Asks at most once at a time, and not again until an answer is `ms` old: all who ask meanwhile get the same answer, or
 * the same failure.
 */
export function shareAnswer<T>(ask: () => Promise<T>, ms: number, now: () => number = Date.now): () => Promise<T> {
  let shared: Promise<T> | null = null
  let until = 0
  return () => {
    if (shared && now() < until) return shared
    const asked = ask()
    // As long as it is under way it is not old.
    until = Infinity
    shared = asked
    const settle = (): void => void (until = now() + ms)
    asked.then(settle, settle)
    return asked
  }
}
