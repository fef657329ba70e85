import { askPortal } from './api.js'
import { selectAccess, selectCrm, selectUser } from './dialogs.js'
import { resolveOpenPath } from './open-path.js'

/**
 * @typedef {import('./api.js').Frame} Frame
 * @typedef {import('./app-frame.js').Place} Place
 * @typedef {{ params: any, answer(result?: unknown): unknown, frame: Frame, iframe: HTMLIFrameElement,
 *   request: import('./app-frame.js').FrameRequest, place: Place, texts: Record<string, string> }} Call
 * @typedef {{ run(call: Call): unknown, denied?(frame: Frame, place: Place): boolean }} Command
 */

/** Where a frame may have the card or the list around it refreshed. Source: widgets, interaction with the interface. */
const reloads = /^CRM_\w+_(DETAIL_TAB|DETAIL_ACTIVITY|LIST_MENU)$/

/** Frames that are a part of a card and take their own height in it. Source: page of resizeWindow, field report. */
const embedded = /^(CRM_\w+_DETAIL_TAB|USERFIELD_TYPE)$/

/** @param {Frame} frame */
const inPlacement = (frame) => frame.placement !== 'DEFAULT'

/**
 * The commands of the window protocol. What is not in this table, and what is denied, is never answered: the portal
 * keeps silent, and an app has to live with it.
 * @type {Record<string, Command>}
 */
export const commands = {
  getInitData: {
    run({ frame, answer }) {
      answer(frame.init)
      frame.init = { ...frame.init, FIRST_RUN: false }
    },
  },
  setInstall: {
    async run({ request, params, answer }) {
      await askPortal(`apps/${request.appId}/first-run`, {})
      answer(params)
    },
  },
  setInstallFinish: {
    // Never answered: the page with the frame is gone before an answer could matter.
    async run({ request, place, params }) {
      const { finished } = await askPortal(`apps/${request.appId}/finish-install`, {
        installed: params.value !== false,
      })
      place.installFinished(finished)
    },
  },
  refreshAuth: {
    async run({ request, frame, answer, texts }) {
      try {
        const tokens = await askPortal(`apps/${request.appId}/tokens`, {})
        frame.init = { ...frame.init, ...tokens }
        answer(tokens)
      } catch {
        window.alert(texts.tokensFailed)
      }
    },
  },
  setAppOption: {
    denied: (frame) => !frame.init.IS_ADMIN,
    async run({ request, params, answer }) {
      answer(await askPortal(`apps/${request.appId}/option`, params))
    },
  },
  setUserOption: {
    async run({ request, params, answer }) {
      await askPortal(`apps/${request.appId}/user-option`, params)
      answer(params)
    },
  },
  resizeWindow: {
    denied: (frame, place) => place.slider && !embedded.test(frame.placement),
    run({ iframe, params, answer }) {
      iframe.style.width = params.width === '100%' ? '100%' : `${Number.parseInt(params.width, 10) || 100}px`
      const height = Number.parseInt(params.height, 10)
      if (height > 0) iframe.style.height = `${height}px`
      const { width, height: shown } = iframe.getBoundingClientRect()
      answer({ width, height: shown })
    },
  },
  setTitle: {
    denied: inPlacement,
    run({ place, params, answer }) {
      place.setTitle(String(params.title ?? ''))
      answer(params)
    },
  },
  setScroll: {
    denied: (frame, place) => inPlacement(frame) || place.slider,
    run({ params, answer }) {
      if (params.scroll >= 0) window.scrollTo(window.scrollX, Number.parseInt(params.scroll, 10))
      answer(params)
    },
  },
  reloadWindow: {
    denied: inPlacement,
    run: () => window.location.reload(),
  },
  openApplication: {
    // It needs the browser's side panel; whether the mobile client has one is not documented, so none is pretended.
    denied: (_frame, place) => place.mobile,
    run({ request, place, params, answer }) {
      const settings = Object.entries(params).filter(([name]) => name.startsWith('bx24_'))
      const options = Object.entries(params).filter(([name]) => !name.startsWith('bx24_'))
      const wanted = Object.fromEntries(settings)
      place.desk.openApp(
        { appId: request.appId, options: Object.fromEntries(options), opener: location.pathname + location.search },
        {
          title: typeof wanted.bx24_title === 'string' ? wanted.bx24_title : undefined,
          width: numberOrNull(wanted.bx24_width),
          left: numberOrNull(wanted.bx24_leftBoundary),
          label: wanted.bx24_label,
          closed: () => answer(),
        },
      )
    },
  },
  closeApplication: {
    run: ({ place, answer }) => place.closeWhenOnTop(() => answer()),
  },
  openPath: {
    run({ frame, place, params, answer }) {
      const page = resolveOpenPath(params.path, { origin: location.origin, clientId: frame.clientId })
      if (place.mobile || /ipad|iphone|android|mobile|touch/i.test(navigator.userAgent))
        answer({ result: 'error', errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE' })
      else if (!page) answer({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' })
      else place.desk.openPage(page.url, { width: page.width, closed: () => answer({ result: 'close' }) })
    },
  },
  selectUser: { run: selectUser },
  selectAccess: { run: selectAccess },
  selectCRM: { run: selectCrm },
  getInterface: {
    // No place here has events of its own, so placementBindEvent finds nothing to bind and, as in the portal, stays
    // without an answer.
    run: ({ frame, answer }) => answer({ command: reloads.test(frame.placement) ? ['reloadData'] : [], event: [] }),
  },
  reloadData: {
    // Refreshes the card or list around the frame, which shows nothing unsaved here.
    denied: (frame) => !reloads.test(frame.placement),
    run: ({ answer }) => answer(),
  },
}

/** Sizes count only as numbers. @param {unknown} value */
function numberOrNull(value) {
  return typeof value === 'number' ? value : null
}
