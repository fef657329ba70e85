import type { Frame } from './frame.ts'

/**
 * Opens a card in the portal's slider when the portal takes it, else the link does what links do. What is no address of
 * the portal is not opened.
 */
export async function followLink(frame: Frame, path: string, event: MouseEvent): Promise<void> {
  if (event.ctrlKey || event.metaKey || event.shiftKey || frame.hasPlainLinks()) return
  event.preventDefault()
  const address = frame.addressOf(path)
  if (address !== null && !(await frame.openCard(path))) window.open(address, '_blank', 'noopener')
}
