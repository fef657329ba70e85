import { askPortal, readTexts } from './api.js'
import { commands } from './commands.js'
import { parseMessage, toAnswer } from './message.js'

/**
 * What a page asks for: an app's own page, or one of its placements with what the placement hands over.
 * @typedef {{ appId: number, placement?: string, handler?: string, options?: Record<string, unknown>,
 *   opener?: string }} FrameRequest
 *
 * Where a frame stands and what the portal's page around it can do for it.
 * @typedef {{ slider: boolean, mobile: boolean, desk: import('./sliders.js').Desk, setTitle(title: string): void,
 *   closeWhenOnTop(closed: () => void): void, installFinished(finished: boolean): void }} Place
 */

/**
 * Puts an app into a container the way the portal does: a named frame, a hidden form that posts the sign-in into it,
 * and an ear for its commands. Resolves to what takes the ear away again.
 * @param {HTMLElement} container
 * @param {FrameRequest} request
 * @param {Place} place
 */
export async function mountFrame(container, request, place) {
  /** @type {import('./api.js').Frame} */
  const frame = await askPortal('frame', request)
  const iframe = document.createElement('iframe')
  iframe.name = `${location.host}|${location.protocol === 'https:' ? 1 : 0}|${frame.appSid}`
  iframe.title = frame.title
  iframe.className = 'app-frame'
  iframe.allow = 'geolocation *; microphone *; camera *; autoplay *;'
  iframe.addEventListener('load', () => container.classList.remove('loading'))
  container.classList.add('loading')
  container.append(iframe)

  /** @param {MessageEvent} event */
  const listen = (event) => {
    const message = event.origin === frame.origin ? parseMessage(event.data) : null
    if (message?.appSid !== frame.appSid) return
    const command = Object.hasOwn(commands, message.command) ? commands[message.command] : undefined
    if (!command || command.denied?.(frame, place) || frame.silent.includes(message.command)) return
    /** @param {unknown} [result] */
    const answer = (result) =>
      message.callback !== '' &&
      iframe.contentWindow?.postMessage(toAnswer(message.callback, result), { targetOrigin: frame.origin })
    void command.run({ params: message.params, answer, frame, iframe, request, place, texts: readTexts() })
  }
  window.addEventListener('message', listen)
  postInto(iframe, frame)
  iframe.focus()
  return () => window.removeEventListener('message', listen)
}

/** @param {HTMLIFrameElement} iframe @param {import('./api.js').Frame} frame */
function postInto(iframe, frame) {
  const form = document.createElement('form')
  Object.assign(form, { method: 'POST', action: frame.action, target: iframe.name, hidden: true })
  for (const [name, value] of Object.entries(frame.fields)) {
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name, value })
    form.append(input)
  }
  iframe.after(form)
  form.submit()
}
