import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/**
 * Counts whole seconds down to 0, from a new beginning whenever `from` names one, and calls `atEnd` there once. Ends with
 * the component it was called in.
 */
export function useCountDown(from: () => number | undefined, atEnd: () => void = () => {}): Readonly<Ref<number>> {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function begin(seconds = 0): void {
    clearInterval(timer)
    left.value = seconds
    if (seconds <= 0) return
    // By the clock: a tab in the background is given fewer turns.
    const end = Date.now() + seconds * 1000
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      if (left.value > 0) return
      clearInterval(timer)
      atEnd()
    }, 250)
  }

  watch(from, begin, { immediate: true })
  onBeforeUnmount(() => clearInterval(timer))
  return left
}
