import type { Response } from 'express'
import helmet from 'helmet'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstSight } from '../client/sight/first-sight.ts'
import type { FirstPreview, FirstView, Language, StartState } from './contract.ts'
import { readPageLinks, type PageLinks } from './page-links.ts'
import { sentencesOf, translate } from './texts.ts'

/** The built page, cut where the server writes into it. */
export interface PageTemplate {
  beforeStart: string
  afterStart: string
  end: string
  links: PageLinks
}

const startMarker = '<!--start-->'
const previewMarker = '<!--preview-->'

/** Without a built client the page holds what the server says and nothing else, which is all that tests of it need. */
const bare = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Create From</title></head><body>${startMarker}${previewMarker}</body></html>`

/** Reads the built page of a folder; the bare page when nothing was built there. */
export function readTemplate(clientFolder: string): PageTemplate {
  const file = join(clientFolder, 'index.html')
  const html = existsSync(file) ? readFileSync(file, 'utf8') : bare
  const [beforeStart, rest] = splitOnce(html, startMarker, file)
  const [afterStart, end] = splitOnce(rest, previewMarker, file)
  return { beforeStart, afterStart, end, links: readPageLinks(clientFolder) }
}

function splitOnce(html: string, marker: string, file: string): [string, string] {
  const at = html.indexOf(marker)
  if (at < 0) throw new Error(`${file} does not hold ${marker}: build the client again.`)
  return [html.slice(0, at), html.slice(at + marker.length)]
}

/** What one page needs to be sent. */
export interface PageToSend {
  status: number
  start: StartState
  /** Origin of the portal that was proven to ask for the page; null when nothing was proven. */
  portalOrigin: string | null
  /** Read while the page is already on its way; `onWait` says that the portal lets us wait. */
  first?: (onWait: () => void) => Promise<FirstPreview | FirstView>
}

/** Sends a page: the skeleton at once, what it shows first as soon as it is there. */
export async function sendPage(response: Response, template: PageTemplate, page: PageToSend): Promise<void> {
  response.status(page.status).type('html').setHeader('Cache-Control', 'no-store')
  response.setHeader('Content-Security-Policy', contentPolicy(page.portalOrigin))
  const { language } = page.start
  const noScript = `<noscript lang="${language}">${translate(language, 'page.noScript')}</noscript>`
  const start = template.links(page.start) + noScript + toScript('start', page.start)
  response.write(template.beforeStart + start + template.afterStart)
  if (page.first) {
    response.flush() // out of the compressor, before the portal has answered anything
    let isTold = false
    const first = await page.first(() => {
      if (!isTold) response.write(waitingNotice(language))
      isTold = true
      response.flush()
    })
    return void response.end(sightOf(response, first, language) + toScript('preview', first) + template.end)
  }
  response.end(template.end)
}

/** What can be read before the app has come; a refusal is the app's to tell. */
function sightOf({ req }: Response, first: FirstPreview | FirstView, language: Language): string {
  if (!('preview' in first)) return ''
  try {
    return firstSight(sentencesOf(language), first.preview, first.wish?.targets ?? undefined)
  } catch (error) {
    req.log.error({ err: error }, 'the first sight was not drawn')
    return '' // the skeleton stays, and nobody loses the page for a picture of it
  }
}

/** Stands over the page in grey until the app itself appears, which takes it away. */
function waitingNotice(language: Language): string {
  return `<p id="waiting" role="status" lang="${language}">${translate(language, 'progress.waiting')}</p>`
}

/** JSON in a script that nobody executes; `<` is escaped, so that no title can close the element. */
function toScript(id: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c')
  return `<script type="application/json" id="${id}">${json}</script>`
}

/**
 * Only the proven portal may frame a page that holds a session. A page without one – a refusal, or the page for people
 * outside a portal – holds no secret and no button, and must be readable in whatever frame it appears.
 */
function contentPolicy(portalOrigin: string | null): string {
  return Object.entries({
    'default-src': "'self'",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data:",
    'font-src': "'self' data:",
    'connect-src': portalOrigin ? `'self' ${portalOrigin}` : "'self'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': portalOrigin ?? '*',
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')
}

/** Headers of every answer; the content policy follows with each page, since only then is the portal known. */
export function securityHeaders(publicUrl: string) {
  return helmet({
    contentSecurityPolicy: false,
    frameguard: false, // X-Frame-Options cannot name a portal; frame-ancestors does
    strictTransportSecurity: publicUrl.startsWith('https:'),
    crossOriginOpenerPolicy: false, // the frame library watches windows it opens
  })
}
