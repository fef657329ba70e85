/** Work that goes on although nobody waits for its answer any more; the process ends only after it. */
export interface Ongoing {
  track<T>(work: Promise<T>): Promise<T>
  finished(): Promise<void>
}

/** Opens an empty list of ongoing work. */
export function createOngoing(): Ongoing {
  const works = new Set<Promise<void>>()
  const ignore = (): void => undefined
  return {
    track(work) {
      const settled = work.then(ignore, ignore)
      works.add(settled)
      void settled.then(() => works.delete(settled))
      return work
    },
    async finished() {
      while (works.size > 0) await Promise.all(works)
    },
  }
}
