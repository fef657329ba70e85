import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { FirstPreview, PreviewAnswer, Unfinished } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Api } from '../api.ts'
import { RequestFailed, toFailure, type Failure } from '../failure.ts'
import { wantedBy, type RequestedFills } from '../fills.ts'
import { needsNobody, onlyTarget } from '../one-click.ts'
import { requestOf } from '../request-of.ts'
import { bringToEnd, carryOut, stayWith, undoAll, usualPace, type Pace } from './carry-out.ts'
import { useChoices, type Choices } from './useChoices.ts'

/** One conversion as the page shows and steers it. */
export interface ConversionState extends Omit<Choices, 'show' | 'wanted'> {
  failure: Readonly<ShallowRef<Failure | null>>
  /** The record changed since it was shown, and what is shown now is new. */
  outdated: Readonly<Ref<boolean>>
  writing: Readonly<Ref<boolean>>
  /** As far as it is known, while writing and after. */
  conversion: Readonly<ShallowRef<Conversion | null>>
  /** An earlier conversion of this record that did not come to its end. */
  unfinished: Readonly<ShallowRef<Unfinished | null>>
  /** Goes on by itself where the page was opened to make something at once, or to show what was made so before. */
  begin(): Promise<void>
  continue(): Promise<void>
  /** Carries on with what was interrupted: the conversion at hand, else the unfinished one. */
  resume(fills?: RequestedFills): Promise<void>
  /** Deletes what the conversion at hand, else the unfinished one, has made. */
  undo(): Promise<void>
  /** Leaves the unfinished conversion as it is. */
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
  const conversion = shallowRef<Conversion | null>(null)
  const unfinished = shallowRef<Unfinished | null>(null)

  const wish = first && 'preview' in first ? first.wish : undefined

  function open(next: PreviewAnswer, wished?: RecordTypeName[]): void {
    show(next, wished)
    unfinished.value = next.unfinished
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

  async function showAnew(): Promise<void> {
    await reload()
    outdated.value = failure.value === null
  }

  async function write(work: (seen: (conversion: Conversion) => void) => Promise<Conversion>): Promise<void> {
    writing.value = true
    failure.value = null
    outdated.value = false
    try {
      conversion.value = await work((seen) => (conversion.value = seen))
      if (preview.value) wanted.value = wantedBy(conversion.value, preview.value.source.type, wanted.value)
    } catch (error) {
      conversion.value = null
      if (error instanceof RequestFailed && error.code === 'plan_outdated') await showAnew()
      else failure.value = toFailure(error)
    } finally {
      writing.value = false
    }
  }

  /** What fails here leaves the conversion as it was. */
  async function carryOnWith(
    work: (known: Conversion, seen: (conversion: Conversion) => void) => Promise<Conversion>,
  ): Promise<void> {
    const known = conversion.value ?? unfinished.value?.conversion
    if (writing.value || !known) return
    writing.value = true
    failure.value = null
    conversion.value = known
    try {
      conversion.value = await work(known, (seen) => (conversion.value = seen))
      unfinished.value = null
    } catch (error) {
      conversion.value = known
      if (error instanceof RequestFailed && error.code === 'plan_outdated') await showAnew()
      else failure.value = toFailure(error)
    } finally {
      writing.value = false
    }
  }

  async function convert(requestId?: string): Promise<void> {
    const seenPreview = preview.value
    if (writing.value || obstacle.value || !seenPreview) return
    const body = requestOf({ show, wanted, ...choices }, seenPreview.fingerprint, requestId)
    await write((seen) => carryOut(api, body, seen, pace))
  }

  if (first === null) failure.value = { code: 'offline', message: 'The page ended before the preview.' }
  else if ('error' in first) failure.value = first.error
  else open(first.preview, wish?.targets ?? undefined)

  return {
    ...choices,
    failure,
    outdated,
    writing,
    conversion,
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
    resume: (given = {}) =>
      carryOnWith((known, seen) => bringToEnd(api, interrupted(known), seen, pace, { fills: given })),
    undo: () => carryOnWith((known, seen) => undoAll(api, known, seen, pace)),
    async keep() {
      if (unfinished.value && !writing.value) await api.keep(unfinished.value.conversion.requestId)
      unfinished.value = null
    },
    reload,
  }
}

/** Whoever asks to go on wants it tried, whatever stopped it before. */
function interrupted(conversion: Conversion): Conversion {
  return { ...conversion, outcome: 'unknown' }
}
