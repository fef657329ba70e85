/**
 * Makes styles of what the page merely preloads, so that it kept nobody from seeing the skeleton; settles when all of
 * them hold. A part that never arrives leaves the page plain, but usable.
 */
export async function applyStyles(): Promise<void> {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="preload"][as="style"]')
  await Promise.all([...links].map(apply))
}

function apply(link: HTMLLinkElement): Promise<unknown> {
  return new Promise((resolve) => {
    // A load without a sheet is the end of the preload.
    link.onload = () => link.sheet && resolve(null)
    link.onerror = resolve
    link.rel = 'stylesheet'
  })
}
