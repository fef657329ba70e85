import type { Browser, BrowserContext, Frame, Page } from '@playwright/test'
import { projectPath } from '../../server/config.ts'
import { launchBrowser } from '../browser.ts'
import { openDatabases } from './databases.ts'
import { environmentFor, freePort, startPortal, startServer, type PortalProcess } from './processes.ts'
import { compare, type Goal, type Row } from './results.ts'
import { openSlowLine, type SlowLine } from './slow-line.ts'
import { addSource } from './sources.ts'

const part = 'page'

/** A middling mobile connection: 1.6 Mbit/s, 150 ms there and back. */
const connection = { roundTripMs: 150, bytesPerSecond: 200_000 }

/** How long the portal takes: nothing, which shows what the page itself costs, and as a portal at work does. */
const portals = {
  'portal answers at once': { latencyMs: 0, commandLatencyMs: 0 },
  'portal takes 100 ms and 30 ms per command': { latencyMs: 100, commandLatencyMs: 30 },
}

interface Load {
  bytes: number
  requests: number
  /** Milliseconds since the portal posted its form into the frame. */
  firstPaint: number
  /** What the page was opened for can be read. */
  visible: number
  /** The app stands and the portal's window has answered, where it is asked, so that a click can be carried out. */
  usable: number
  longTasks: number
}

/** Weight and speed of our page with its preview, against a page of the same kit that shows one button. */
export async function benchPage({ quick }: { quick: boolean }): Promise<Row[]> {
  const appPort = await freePort()
  const line = await openSlowLine(appPort, connection)
  const portal = await startPortal(['--app-url', `${line.url}/app`])
  const databases = await openDatabases()
  const { environment } = databases.find(({ isProduction }) => isProduction)!
  const settings = { ...environmentFor(portal.info), ...environment, PUBLIC_URL: line.url }
  const server = await startServer(settings, { port: appPort })
  const minimal = await startServer({}, { program: projectPath('dist/bench/minimal-server.js') })
  const otherLine = await openSlowLine(Number(new URL(minimal.url).port), connection)
  const otherPortal = await startPortal(['--app-url', `${otherLine.url}/app`])
  const browser = await launchBrowser()
  try {
    const id = await addSource(portal, 'deal')
    const pages = {
      // The names of what can be created, the last words of the preview that every record has: in the words that come
      // with it, or in the app where that is sooner.
      ours: {
        portal,
        line,
        id,
        shown: '#sight .tile, #app fieldset label',
        app: '#app fieldset label',
        asksPortal: true,
      },
      minimal: { portal: otherPortal, line: otherLine, id: 1, shown: 'button', app: 'button', asksPortal: false },
    }
    await load(browser, pages.ours) // the first card of a portal also learns its smart processes
    const rows: Row[] = []
    for (const [speed, latency] of Object.entries(portals)) {
      await portal.control('PATCH settings', latency)
      const loads: Record<'cold' | 'warm', Record<keyof typeof pages, Load[]>> = {
        cold: { ours: [], minimal: [] },
        warm: { ours: [], minimal: [] },
      }
      for (let round = 0; round < (quick ? 3 : 9); round++)
        for (const name of round % 2 ? (['ours', 'minimal'] as const) : (['minimal', 'ours'] as const)) {
          const { cold, warm } = await load(browser, pages[name])
          loads.cold[name].push(cold)
          loads.warm[name].push(warm)
        }
      for (const state of ['cold', 'warm'] as const)
        rows.push(
          ...(latency.latencyMs === 0 ? toRows(state, loads[state]) : toWaits(`${state}, ${speed}`, loads[state])),
        )
    }
    return rows
  } finally {
    await browser.close()
    for (const one of [line, otherLine]) await one.close()
    for (const one of [server, minimal, portal, otherPortal]) await one.stop()
    for (const database of databases) await database.drop()
  }
}

interface PageToLoad {
  portal: PortalProcess
  line: SlowLine
  id: number
  /** What is on the page when it shows what it was opened for. */
  shown: string
  /** What is on it when its app stands. */
  app: string
  /** It wants an answer of the portal's window before a click can be carried out. */
  asksPortal: boolean
}

/** Opens a card's menu item twice: in a fresh browser, and once more with what that one has kept. */
async function load(browser: Browser, page: PageToLoad): Promise<{ cold: Load; warm: Load }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    return { cold: await loadOnce(context, page), warm: await loadOnce(context, page) }
  } finally {
    await context.close()
  }
}

async function loadOnce(
  context: BrowserContext,
  { portal, line, id, shown, app, asksPortal }: PageToLoad,
): Promise<Load> {
  const page = await context.newPage()
  line.takeBytes()
  await page.addInitScript(watch, { 'bench-visible': shown, 'bench-app': app })
  await page.goto(`${portal.info.hostPage}?placement=CRM_DEAL_DETAIL_TOOLBAR&id=${id}`)
  // The frame that shows it must have been painted: an element may be there long before.
  const marks = ['bench-visible', 'bench-app', ...(asksPortal ? ['bench-answered'] : [])]
  await page.waitForSelector('iframe[name*="|"]', { state: 'attached' })
  const opened = await frameFrom(page, line.url)
  await opened.waitForFunction((names) => names.every((name) => performance.getEntriesByName(name).length > 0), marks, {
    timeout: 60_000,
  })
  // What comes after the first sight, such as the portal's library, belongs to the weight too.
  await page.waitForLoadState('networkidle')
  const seen = await opened.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime
    const { longTasks } = window as unknown as { longTasks: number }
    const requests = performance.getEntriesByType('resource').length + 1
    const [paint, visible, stands] = [at('first-contentful-paint'), at('bench-visible'), at('bench-app')]
    return { paint, visible, stands, answered: at('bench-answered'), longTasks, requests }
  })
  await page.close()
  const { paint: firstPaint, visible, stands, answered = 0, longTasks, requests } = seen
  if (visible === undefined || stands === undefined || firstPaint === undefined)
    throw new Error(`${line.url} was not painted.`)
  return {
    bytes: line.takeBytes(),
    requests,
    firstPaint,
    // Nothing is seen before anything is painted, however early its frame began.
    visible: Math.max(visible, firstPaint),
    usable: Math.max(stands, answered),
    longTasks,
  }
}

/** The frame that shows the app, once it has gone where the portal sent it. */
async function frameFrom(page: Page, origin: string): Promise<Frame> {
  const find = (): Frame | undefined => page.frames().find((one) => one.url().startsWith(origin))
  return find() ?? page.waitForEvent('framenavigated', (frame) => frame.url().startsWith(origin))
}

/** Runs in every frame before its own scripts: marks when each thing is seen, and adds up what blocked the page. */
function watch(things: Record<string, string>): void {
  const counter = Object.assign(window, { longTasks: 0 })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) counter.longTasks += duration
  }).observe({ type: 'longtask', buffered: true })
  addEventListener('message', () => performance.mark('bench-answered'), { once: true })
  const look = (name: string, shown: string): void => {
    if (!document.querySelector(shown)) requestAnimationFrame(() => look(name, shown))
    // The frame that holds it is painted before anything else is done; the next one may come much later.
    else {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => performance.mark(name)
      port2.postMessage(null)
    }
  }
  for (const [name, shown] of Object.entries(things)) look(name, shown)
}

function toRows(state: 'cold' | 'warm', loads: { ours: Load[]; minimal: Load[] }): Row[] {
  const row = (what: string, unit: string, ours: number[], others: number[], goal?: Goal): Row =>
    compare({ part, what: `${what}, ${state}`, unit }, ours, { name: 'one button of the kit', values: others }, goal)
  const of = (key: keyof Load, name: keyof typeof loads): number[] => loads[name].map((load) => load[key])
  const kilobytes = (name: keyof typeof loads): number[] => of('bytes', name).map((bytes) => bytes / 1000)
  const firstPaint = of('firstPaint', 'minimal')
  return [
    row('over the wire', 'kB', kilobytes('ours'), kilobytes('minimal')),
    row('requests', '', of('requests', 'ours'), of('requests', 'minimal')),
    row('first paint', 'ms', of('firstPaint', 'ours'), firstPaint),
    row('first preview visible, against its first paint', 'ms', of('visible', 'ours'), firstPaint, { atMost: 1.3 }),
    row(
      'usable: the app stands and the portal’s window has answered',
      'ms',
      of('usable', 'ours'),
      of('usable', 'minimal'),
    ),
    row('long tasks', 'ms', of('longTasks', 'ours'), of('longTasks', 'minimal')),
  ]
}

/** With a portal that takes its time: the page's own part is what it was, the rest is what the portal is asked. */
function toWaits(state: string, { ours, minimal }: { ours: Load[]; minimal: Load[] }): Row[] {
  const baseline = { name: 'one button of the kit', values: minimal.map(({ firstPaint }) => firstPaint) }
  const row = (what: string, values: number[]): Row =>
    compare({ part, what: `${what}, ${state}`, unit: 'ms' }, values, baseline)
  return [
    row(
      'first paint',
      ours.map(({ firstPaint }) => firstPaint),
    ),
    row(
      'first preview visible, against its first paint',
      ours.map(({ visible }) => visible),
    ),
  ]
}
