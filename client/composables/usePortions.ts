import { computed, ref, type ComputedRef } from 'vue'

/** A long list of which a part is on the page. */
export interface Portions<T> {
  shown: ComputedRef<readonly T[]>
  /** How many the next portion brings; 0 when all are shown. */
  next: ComputedRef<number>
  more(): void
  /** Shows at least so much that the entry at this place is there. */
  reveal(place: number): void
}

/** Shows a list in portions: a browser draws some hundred entries at once, and a person reads fewer. */
export function usePortions<T>(list: () => readonly T[], size: number): Portions<T> {
  const most = ref(size)
  return {
    shown: computed(() => (list().length > most.value ? list().slice(0, most.value) : list())),
    next: computed(() => Math.max(0, Math.min(size, list().length - most.value))),
    more() {
      most.value += size
    },
    reveal(place) {
      if (place >= most.value) most.value = Math.ceil((place + 1) / size) * size
    },
  }
}
