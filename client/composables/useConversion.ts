import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { FirstPreview, PreviewAnswer, ResumeRefusal, ResumeRequest, Unfinished } from '../../server/contract.ts'
import { preparedBy, type Conversion } from '../../server/conversion/outcome.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Api } from '../api.ts'
import { RequestFailed, toFailure, type Failure } from '../failure.ts'
import { wantedBy } from '../fills.ts'
import { needsNobody, onlyTarget } from '../one-click.ts'
import { requestOf } from '../request-of.ts'
import { bringToEnd, carryOut, interrupted, stayWith, undoAll, usualPace, type Pace } from './carry-out.ts'
import { useChoices, type Choices } from './useChoices.ts'

/** One conversion as the page shows and steers it. */
export interface ConversionState extends Omit<Choices, 'show' | 'wanted'> {
  failure: Readonly<ShallowRef<Failure | null>>
  /** The record changed since it was shown, and what is shown now is new. */
  outdated: Readonly<Ref<boolean>>
  /** Fields and texts of lists that exist since, although the record changed before anything else was made. */
  prepared: Readonly<ShallowRef<string[]>>
  writing: Readonly<Ref<boolean>>
  /** As far as it is known, while writing and after. */
  conversion: Readonly<ShallowRef<Conversion | null>>
  /** The conversion that was begun from what the page shows; null for every other one. */
  begunHere: Readonly<Ref<string | null>>
  /** Earlier conversions of this record that did not come to their end, newest first. */
  unfinished: Readonly<ShallowRef<Unfinished[]>>
  /** Goes on by itself where the page was opened to make something at once, or to show what was made so before. */
  begin(): Promise<void>
  continue(): Promise<void>
  /** Carries on with a conversion that was interrupted; without one, with the conversion at hand. */
  resume(more?: ResumeRequest, which?: Conversion): Promise<void>
  /** Deletes what a conversion has made; without one, the conversion at hand. */
  undo(which?: Conversion): Promise<void>
  /** Leaves all unfinished conversions as they are. */
  keep(): Promise<void>
  /** Reads the record anew and goes back to the choice. */
  reload(): Promise<void>
}

/** The acts of the convert page: only they cost requests. */
export function useConversion(first: FirstPreview | null, api: Api, pace: Pace = usualPace): ConversionState {
  const writing = ref(false)
  const { show, wanted, ...choices } = useChoices(writing)
  const { preview, obstacle } = choices
  const failure = shallowRef<Failure | null>(null)
  const outdated = ref(false)
  const prepared = shallowRef<string[]>([])
  const conversion = shallowRef<Conversion | null>(null)
  const begunHere = ref<string | null>(null)
  const unfinished = shallowRef<Unfinished[]>([])

  const wish = first && 'preview' in first ? first.wish : undefined

  function open(next: PreviewAnswer, wished?: RecordTypeName[]): void {
    show(next, wished)
    unfinished.value = next.unfinished
    begunHere.value = null
    failure.value = null
  }

  async function reload(): Promise<void> {
    conversion.value = null
    try {
      open(await api.preview())
    } catch (error) {
      failure.value = toFailure(error)
    }
  }

  /** What was begun stays in sight with why it stopped; only what changed before anything was made is chosen anew. */
  async function stop(error: unknown, begun: Conversion | null): Promise<void> {
    const standing = standingOf(error) ?? begun
    conversion.value = standing
    if (!(error instanceof RequestFailed && error.code === 'plan_outdated')) {
      failure.value = toFailure(error)
      return
    }
    await reload()
    outdated.value = failure.value === null
    prepared.value = standing ? preparedBy(standing) : []
  }

  async function write(work: (seen: (conversion: Conversion) => void) => Promise<Conversion>): Promise<void> {
    writing.value = true
    failure.value = null
    outdated.value = false
    let begun: Conversion | null = null
    try {
      conversion.value = await work((seen) => {
        conversion.value = seen
        // One that runs may yet turn out to have been refused before its first write.
        begun = seen.outcome === 'running' ? begun : seen
      })
      if (preview.value) wanted.value = wantedBy(conversion.value, preview.value.source.type, wanted.value)
    } catch (error) {
      await stop(error, begun)
    } finally {
      writing.value = false
    }
  }

  /** What fails here leaves the conversion as it was. */
  async function carryOnWith(
    which: Conversion | undefined,
    work: (known: Conversion, seen: (conversion: Conversion) => void) => Promise<Conversion>,
  ): Promise<void> {
    const known = which ?? conversion.value
    if (writing.value || !known) return
    writing.value = true
    failure.value = null
    conversion.value = known
    try {
      conversion.value = await work(known, (seen) => (conversion.value = seen))
      unfinished.value = unfinished.value.filter((one) => one.conversion.requestId !== known.requestId)
    } catch (error) {
      await stop(error, known)
    } finally {
      writing.value = false
    }
  }

  async function convert(requestId?: string): Promise<void> {
    const seenPreview = preview.value
    if (writing.value || obstacle.value || !seenPreview) return
    const body = requestOf({ show, wanted, ...choices }, seenPreview.fingerprint, requestId)
    begunHere.value = body.requestId
    await write((seen) => carryOut(api, body, seen, pace))
  }

  if (first === null) failure.value = { code: 'offline', message: 'The page ended before the preview.' }
  else if ('error' in first) failure.value = first.error
  else open(first.preview, wish?.targets ?? undefined)

  return {
    ...choices,
    failure,
    outdated,
    prepared,
    writing,
    conversion,
    begunHere,
    unfinished,
    async begin() {
      const { requestId, made } = wish?.atOnce ?? {}
      // The same opening of the page has begun it before; the frame was loaded again.
      if (made) return write((seen) => stayWith(api, made, seen, pace))
      if (!requestId || !wish || !first || 'error' in first) return
      const wished = wish.targets ?? onlyTarget(first.preview)
      if (!needsNobody(first.preview, wished, choices.consequences.value)) return
      // Nobody has seen which empty fields the target lacks, so none of them is created.
      for (const type of wished) choices.tick(type, [])
      await convert(requestId)
    },
    continue: () => convert(),
    resume: (more = {}, which) =>
      carryOnWith(which, (known, seen) => bringToEnd(api, interrupted(known), seen, pace, more)),
    undo: (which) => carryOnWith(which, (known, seen) => undoAll(api, known, seen, pace)),
    async keep() {
      failure.value = null
      try {
        for (const { conversion: half } of unfinished.value) await api.keep(half.requestId)
        unfinished.value = []
      } catch (error) {
        failure.value = toFailure(error)
      }
    },
    reload,
  }
}

/** How a conversion stands that a refusal tells of. */
function standingOf(error: unknown): Conversion | null {
  const details = error instanceof RequestFailed ? error.details : null
  return (details as Partial<ResumeRefusal> | null | undefined)?.conversion ?? null
}
