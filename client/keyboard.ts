/** What answers Enter or Escape by itself; a tick box or a choice does not, so there the key means the page. */
const ownKeys = 'a, button:not([role="checkbox"]):not([role="radio"]), summary, select, textarea, [role="listbox"]'

/** Whether Enter or Escape is meant for the whole page and not for the element it was pressed on. */
export function isForThePage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented && event.key === 'Escape') return false
  if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false
  const element = event.target instanceof Element ? event.target : null
  if (event.key === 'Enter') return !element?.closest(`${ownKeys}, input[type="search"]`)
  // An open list closes itself first.
  return event.key === 'Escape' && !document.querySelector('[role="listbox"]')
}
