import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the page is as narrow as a phone; the same bound as the styles' `sm`. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('(max-width: 639px)')
  const narrow = ref(query.matches)
  const follow = (): void => void (narrow.value = query.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return narrow
}
