/** No frame comes where nobody looks, as in a window that is still outside the screen: the app does not wait for one. */
const longestMs = 200

/** Settles when what the server drew can be seen, at once where it drew nothing. */
export function untilPainted(): Promise<void> | void {
  if (!document.getElementById('sight')) return
  return new Promise((resolve) => {
    setTimeout(resolve, longestMs)
    // What a frame asks for runs before it is painted, what is asked for there after it.
    requestAnimationFrame(() => setTimeout(resolve))
  })
}
