import type { Frame } from './frame.ts'

/** Opens a card in the portal's slider when the portal takes it, else the link does what links do. */
export async function followLink(frame: Frame, path: string, event: MouseEvent): Promise<void> {
  if (event.ctrlKey || event.metaKey || event.shiftKey || frame.hasPlainLinks()) return
  event.preventDefault()
  if (!(await frame.openCard(path))) window.open(frame.addressOf(path), '_blank', 'noopener')
}
