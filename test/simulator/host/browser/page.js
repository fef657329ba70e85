import { mountFrame } from './app-frame.js'
import { createDesk, showFailure } from './sliders.js'

/** Addresses the portal opens in a slider instead of leaving the page. */
const inSlider =
  /^\/((crm\/(lead|deal|contact|company|type\/\d+)\/details|company\/personal\/user)\/\d+|marketplace\/view\/[^/]+)\/$/

/** The mobile client has no sliders: what it opens, it opens instead of the page. */
const mobile = document.body.classList.contains('mobile')

const deskWindow = findDeskWindow()
if (deskWindow === window) window.portalDesk = createDesk(refresh)
const desk = /** @type {import('./sliders.js').Desk} */ (deskWindow.portalDesk)
window.portalPage = { refresh }

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null
  const item = /** @type {HTMLElement | null} */ (target?.closest('button[data-app]'))
  const link = /** @type {HTMLAnchorElement | null} */ (target?.closest('a[href]'))
  closeMenus(target)
  if (item) openPlacement(item)
  else if (link && opensInSlider(link, event)) {
    event.preventDefault()
    desk.openPage(link.href, { title: link.textContent.trim() })
  }
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || document.querySelector('dialog.choice[open]')) return
  const menu = document.querySelector('details.menu[open]')
  if (menu) {
    closeMenus(null)
    menu.querySelector('summary')?.focus()
  } else desk.closeTop()
})

document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLSelectElement) event.target.form?.requestSubmit()
})

document.addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target)
  if (!('stays' in form.dataset)) return
  event.preventDefault()
  void sendAndStay(form, event.submitter)
})

for (const container of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('section[data-app]'))) {
  const { app, placement, options } = container.dataset
  const request = { appId: Number(app), placement, options: JSON.parse(options ?? '{}') }
  mountFrame(container, request, placeOf(container)).catch((error) => showFailure(container, error))
}

/** The window whose sliders all pages of this portal share: the outermost one with the same origin. */
function findDeskWindow() {
  /** @type {Window} */
  let view = window
  try {
    while (view.parent !== view && view.parent.portalDesk) view = view.parent
  } catch {
    // The page around belongs to somebody else: this is the outermost window of the portal.
  }
  return view
}

/** @param {HTMLAnchorElement} link @param {MouseEvent} event */
function opensInSlider(link, event) {
  const plainClick = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
  const isOwnNavigation = link.target !== '' || link.closest('nav') !== null
  return !mobile && plainClick && !isOwnNavigation && link.origin === location.origin && inSlider.test(link.pathname)
}

/** @param {HTMLElement} item */
function openPlacement(item) {
  const { app, placement, handler, options } = item.dataset
  closeMenus(null)
  desk.openApp(
    {
      appId: Number(app),
      placement,
      handler,
      options: JSON.parse(options ?? '{}'),
      opener: location.pathname + location.search,
    },
    { title: item.textContent.trim() },
  )
}

/** @param {Element | null} except */
function closeMenus(except) {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!except || !menu.contains(except)) menu.removeAttribute('open')
}

/** @param {HTMLElement} container @returns {import('./app-frame.js').Place} */
function placeOf(container) {
  const slider = desk.sliderOf(window)
  return {
    slider: slider !== undefined,
    mobile,
    desk,
    setTitle(title) {
      const heading = document.getElementById('pagetitle')
      if (heading) heading.textContent = title
    },
    closeWhenOnTop: (closed) => desk.closeWhenOnTop(slider, closed),
    installFinished(finished) {
      if (slider) {
        desk.closeFrom(slider)
        desk.openApp({ appId: Number(container.dataset.app) })
        return
      }
      const url = new URL(location.href)
      url.searchParams.set('install_finished', finished ? 'Y' : 'N')
      location.assign(url)
    },
  }
}

/** Shows the page's content anew without leaving it; a page that is an app keeps its frame. */
async function refresh() {
  if (document.querySelector('section[data-app]')) return
  const answer = await fetch(location.href)
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main')
  if (fresh) document.querySelector('main')?.replaceWith(document.adoptNode(fresh))
}

/**
 * Sends a form of the bar and shows what it changed, while the page and the app in it stay as they are.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
async function sendAndStay(form, submitter) {
  const fields = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)])
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) })
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[role=status]')
  form.querySelector('[role=status]')?.replaceChildren(...(fresh?.childNodes ?? []))
}
