import { readTexts } from './api.js'
import { mountFrame } from './app-frame.js'
import { element } from './element.js'

/**
 * @typedef {{ title?: string, width?: number | null, left?: number | null, label?: { text?: string, bgColor?: string },
 *   closed?: () => void }} SliderSettings
 * @typedef {{ dialog: HTMLDialogElement, panel: HTMLElement, page: HTMLIFrameElement | null, closed: (() => void)[],
 *   leave: () => void }} Slider
 * @typedef {ReturnType<typeof createDesk>} Desk
 */

/**
 * The stack of sliders over the outermost page; pages inside sliders open theirs here too.
 * @param {() => void} refreshPage shows the page below anew, called when no slider covers it any more
 */
export function createDesk(refreshPage) {
  /** @type {Slider[]} */
  const stack = []
  const texts = readTexts()

  /** @param {SliderSettings} settings @returns {Slider} */
  function open({ title = '', width, left, label, closed }) {
    const close = element('button', { className: 'slider-close', type: 'button', ariaLabel: texts.close }, '✕')
    if (label?.text) close.append(element('span', { className: `label ${label.bgColor ?? ''}` }, label.text))
    const panel = element('div', { className: 'slider-panel loading' })
    const dialog = element('dialog', { className: 'slider', ariaLabel: title }, close, panel)
    // Only this desk closes sliders: browsers may close several dialogs at one press of Escape.
    dialog.setAttribute('closedby', 'none')
    dialog.addEventListener('cancel', (event) => event.preventDefault())
    dialog.style.setProperty('--depth', String(stack.length))
    if (width || left) {
      dialog.classList.add('sized')
      dialog.style.setProperty('--width', width ? `${width}px` : `calc(100% - ${left}px)`)
    }
    const slider = { dialog, panel, page: null, closed: closed ? [closed] : [], leave: () => {} }
    close.addEventListener('click', () => closeFrom(slider))
    dialog.addEventListener('click', (event) => event.target === dialog && closeFrom(slider))
    stack.push(slider)
    document.body.append(dialog)
    dialog.showModal()
    return slider
  }

  /** Closes a slider with everything that lies on it. @param {Slider} slider */
  function closeFrom(slider) {
    while (stack.includes(slider)) {
      const top = /** @type {Slider} */ (stack.pop())
      top.dialog.close()
      for (const tell of top.closed) tell()
      top.leave()
      top.dialog.remove()
    }
    const below = stack.at(-1)
    if (below?.page) below.page.contentWindow?.portalPage?.refresh()
    else if (!below) refreshPage()
  }

  const desk = {
    /** Opens a page of the portal. @param {string} address @param {SliderSettings} [settings] */
    openPage(address, settings = {}) {
      const url = new URL(address, location.origin)
      url.searchParams.set('IFRAME', 'Y')
      url.searchParams.set('IFRAME_TYPE', 'SIDE_SLIDER')
      const slider = open(settings)
      const page = element('iframe', { className: 'page-frame', src: url.href, title: settings.title ?? url.pathname })
      slider.page = page
      page.addEventListener('load', () => {
        slider.panel.classList.remove('loading')
        page.title = slider.dialog.ariaLabel = page.contentDocument?.title ?? ''
        page.focus()
      })
      slider.panel.append(page)
    },

    /**
     * Opens an app, or one of its placements.
     * @param {import('./app-frame.js').FrameRequest} request
     * @param {SliderSettings} [settings]
     */
    openApp(request, settings = {}) {
      const slider = open(settings)
      const place = {
        slider: true,
        mobile: false,
        desk,
        setTitle: (/** @type {string} */ title) => void (slider.dialog.ariaLabel = title),
        closeWhenOnTop: (/** @type {() => void} */ closed) => closeWhenOnTop(slider, closed),
        installFinished() {
          closeFrom(slider)
          desk.openApp({ appId: request.appId }, { title: settings.title })
        },
      }
      mountFrame(slider.panel, request, place).then(
        (leave) => (slider.leave = leave),
        (error) => showFailure(slider.panel, error),
      )
    },

    closeTop() {
      const top = stack.at(-1)
      if (top) closeFrom(top)
    },

    isOpen: () => stack.length > 0,

    /** The slider that shows this window's page. @param {Window} view */
    sliderOf: (view) => stack.find((slider) => slider.page?.contentWindow === view),

    closeFrom,
    closeWhenOnTop,
  }

  /** @param {Slider | undefined} slider @param {() => void} closed */
  function closeWhenOnTop(slider, closed) {
    if (!slider || stack.at(-1) !== slider) return
    slider.closed.push(closed)
    closeFrom(slider)
  }

  return desk
}

/** @param {HTMLElement} container @param {unknown} error */
export function showFailure(container, error) {
  container.classList.remove('loading')
  const text = error instanceof Error ? error.message : readTexts().failed
  container.append(element('p', { className: 'notice', role: 'alert' }, text))
}
