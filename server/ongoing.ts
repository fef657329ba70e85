import { AppError } from './errors.ts'

/** Work that goes on although nobody waits for its answer any more; the process ends only after it. */
export interface Ongoing {
  /** Begins work on a portal, unless the process is about to end. */
  begin<T>(work: () => Promise<T>): Promise<T>
  /** Remembers work that has begun. */
  track<T>(work: Promise<T>): Promise<T>
  /** From now on nothing begins. */
  leave(): void
  readonly isLeaving: boolean
  finished(): Promise<void>
}

/** Opens an empty list of ongoing work. */
export function createOngoing(): Ongoing {
  const works = new Set<Promise<void>>()
  const ignore = (): void => undefined
  let isLeaving = false

  function track<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(ignore, ignore)
    works.add(settled)
    void settled.then(() => works.delete(settled))
    return work
  }

  return {
    async begin(work) {
      if (isLeaving) throw new AppError('restarting', 'This process is about to end and begins nothing more.')
      return track(work())
    },
    track,
    leave: () => void (isLeaving = true),
    get isLeaving() {
      return isLeaving
    },
    async finished() {
      while (works.size > 0) await Promise.all(works)
    },
  }
}
