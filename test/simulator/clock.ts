/** Where a portal takes its time from, in milliseconds since 1970, and how it lets time pass. */
export interface Clock {
  now(): number
  wait(ms: number): Promise<void>
}

/** A clock somebody can put forward. */
export interface MovableClock extends Clock {
  advance(ms: number): void
}

/** The machine's time, put forward on demand; waiting really waits. */
export function openClock(): MovableClock {
  let ahead = 0
  return {
    // Finer than a millisecond, because most calls take less.
    now: () => performance.timeOrigin + performance.now() + ahead,
    wait: (ms) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve()),
    advance: (ms) => void (ahead += ms),
  }
}

/** A clock that stands still until it is put forward; whoever waits puts it forward, so nobody loses time. */
export function stillClock(start = Date.parse('2026-05-14T10:05:20Z')): MovableClock {
  let time = start
  return {
    now: () => time,
    wait: (ms) => Promise.resolve(void (time += ms)),
    advance: (ms) => void (time += ms),
  }
}
