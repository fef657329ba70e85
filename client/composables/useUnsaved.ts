import { onBeforeUnmount, onMounted } from 'vue'

/** Closing a page would lose what is not saved; the browser asks first where it may. */
export function useUnsaved(isUnsaved: () => boolean): void {
  const askFirst = (event: BeforeUnloadEvent): void => {
    if (isUnsaved()) event.preventDefault()
  }
  onMounted(() => addEventListener('beforeunload', askFirst))
  onBeforeUnmount(() => removeEventListener('beforeunload', askFirst))
}
