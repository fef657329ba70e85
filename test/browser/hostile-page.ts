import { firstSight } from '../../client/sight/first-sight.ts'
import { convertRequest, type ConvertRequest, type PreviewAnswer } from '../../server/contract.ts'
import { cutPreview } from '../../server/conversion/cut-preview.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { sentencesOf } from '../../server/texts.ts'
import { chooseItem, expect, type Visit } from './visit.ts'

/** What a page did that it must never do, and how long it kept the browser from answering at most. */
export interface Watch {
  dialogs: string[]
  elsewhere: string[]
}

declare global {
  interface Window {
    /** Set by any script that came in with a text. */
    canary?: true
    longest?: number
  }
}

/** Watches a visitor's page from its beginning. */
export async function watch({ page, demo }: Visit): Promise<Watch> {
  const seen: Watch = { dialogs: [], elsewhere: [] }
  const ours = new Set([demo.portalUrl, demo.appUrl].map((url) => new URL(url).origin))
  page.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (/^(https?|wss?):$/.test(protocol) && !ours.has(origin)) seen.elsewhere.push(request.url().slice(0, 100))
  })
  await page.addInitScript(() => {
    window.longest = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest ?? 0, duration)
    }).observe({ type: 'longtask', buffered: true })
  })
  return seen
}

/** The longest time in milliseconds in which the app's page answered nothing. */
export function longestTask({ app }: Visit): Promise<number> {
  return app.locator('html').evaluate(() => window.longest ?? 0)
}

/** That nothing of what a portal wrote has become more than text. */
export async function expectHarmless({ app, page, complaints }: Visit, seen: Watch): Promise<void> {
  expect(await app.locator('html').evaluate(() => window.canary)).toBeUndefined()
  expect(await page.evaluate(() => window.canary)).toBeUndefined()
  expect(seen).toEqual({ dialogs: [], elsewhere: [] })
  expect(complaints).toEqual([])
  expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
  const hrefs = await app.locator('[href]').evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
  expect(hrefs.filter((href) => !/^http:\/\/127\.0\.0\.1:\d+\/(?!\/)/.test(href))).toEqual([])
}

const embedded = /(?:<div id="sight"[\s\S]*)?<script type="application\/json" id="preview">([\s\S]*?)<\/script>/

/** Opens a card's page with another preview than the portal gave; it is cut and drawn as the server does that. */
export async function openWith(
  visitor: Visit,
  change: (preview: PreviewAnswer) => PreviewAnswer,
  path = '/crm/lead/details/1/',
): Promise<{ bytes: number }> {
  let bytes = 0
  await visitor.page.route(`${visitor.demo.appUrl}/app*`, async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace(embedded, (_, json: string) => {
      const first = JSON.parse(json) as { preview: PreviewAnswer }
      const preview = cutPreview(change(first.preview))
      const script = JSON.stringify({ ...first, preview }).replaceAll('<', '\\u003c')
      return `${firstSight(sentencesOf('de'), preview)}<script type="application/json" id="preview">${script}</script>`
    })
    bytes = Buffer.byteLength(body)
    await route.fulfill({ response, body })
  })
  await chooseItem(visitor, path)
  await expect(visitor.app.getByRole('button', { name: 'Weiter', exact: true })).toBeVisible({ timeout: 30_000 })
  return { bytes }
}

/** Presses the main button; what it sends is a request that the server takes, and is answered with this end. */
export async function carryOn({ app, page }: Visit, end: Partial<Conversion> = {}): Promise<ConvertRequest> {
  let sent: ConvertRequest | undefined
  const refused: unknown[] = []
  // What a page that waits asks for in between.
  await page.route('**/api/conversions/*', (route) => route.fulfill({ json: { outcome: 'running', steps: [] } }))
  await page.route('**/api/convert', async (route) => {
    const request = convertRequest.safeParse(route.request().postDataJSON())
    sent = request.data
    if (!request.success) refused.push(request.error.issues)
    const done: Conversion = {
      requestId: request.data?.requestId ?? crypto.randomUUID(),
      outcome: 'done',
      created: [],
      reused: [],
      steps: [],
      differences: [],
      open: null,
      readBack: {},
      undo: null,
      ...end,
    }
    await route.fulfill({ json: done })
  })
  await app.getByRole('button', { name: 'Weiter', exact: true }).click()
  await expect(app.getByRole('button', { name: 'Schließen' })).toBeVisible()
  expect(refused).toEqual([])
  return sent!
}
