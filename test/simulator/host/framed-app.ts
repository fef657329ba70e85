import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { B24Frame } from '@bitrix24/b24jssdk'
import type { Browser, Frame, Page } from '@playwright/test'
import type { Simulator, SimulatorOptions } from '../simulator.ts'
import type { App } from '../state.ts'
import { classicLibrary } from './classic-library.ts'
import { openPortal } from './open-portal.ts'

declare global {
  interface Window {
    /** The official SDK's frame, once it is ready. */
    b24: B24Frame
  }
}

/** A page that does nothing but start the official SDK, unchanged, as any app in a frame does. */
const appPage = `<!doctype html><html lang="en"><title>App</title><script src="/sdk.js"></script>
<script>B24Js.initializeB24Frame().then((b24) => { window.b24 = b24 }, (error) => { document.title = error.message })</script>
<h1>App</h1>`

/** The same with the classic library; the app's own part is what a test hands in. */
const classicPage = (script: string) => `<!doctype html><html lang="en"><title>App</title>
<script>(${classicLibrary.toString()})()</script><script>${script}</script><h1>App</h1>`

const sdk = fileURLToPath(import.meta.resolve('@bitrix24/b24jssdk').replace(/dist\/.*/, 'dist/umd/index.min.js'))

/** A portal on one port and an app on another, as two hosts that know each other only through the frame. */
export interface Stage {
  portal: Simulator
  appUrl: string
  /** What the portal posted into frames, oldest first. */
  posted: { url: URL; fields: Record<string, string> }[]
  /** What an app at `/classic` runs after the classic library. */
  classicScript: string
  /** Opens a page of the portal; `as` is person, language and appearance. */
  open(browser: Browser, path: string, visitor?: { as?: string; userAgent?: string }): Promise<Page>
  close(): Promise<void>
}

/** Sets the two up; the portal starts without records unless told otherwise. */
export async function openStage({ seed = 'empty' }: Pick<SimulatorOptions, 'seed'> = {}): Promise<Stage> {
  const posted: Stage['posted'] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.method === 'POST') {
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
      posted.push({ url: new URL(request.url!, appUrl), fields })
    }
    const isScript = request.url === '/sdk.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    const page = request.url?.startsWith('/classic') ? classicPage(stage.classicScript) : appPage
    response.end(isScript ? await readFile(sdk) : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const portal = openPortal({ seed })
  const listening = await portal.listen()
  const stage: Stage = {
    portal,
    appUrl,
    posted,
    classicScript: 'BX24.init(() => { window.ready = true })',
    async open(browser, path, { as = '1.en.light', userAgent } = {}) {
      const context = await browser.newContext({ userAgent })
      await context.addCookies([{ name: 'simulated_portal', value: as, url: portal.origin }])
      const page = await context.newPage()
      await page.goto(portal.origin + path)
      return page
    },
    async close() {
      await listening.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return stage
}

/** Installs the app of a stage with an item in the toolbar of deals. */
export function installOn({ portal, appUrl }: Stage): App {
  const app = portal.installApp({ handlerUrl: `${appUrl}/app`, title: { en: 'The app' }, scopes: ['crm', 'placement'] })
  const langAll = { en: { TITLE: 'Open the app', DESCRIPTION: '', GROUP_NAME: '' } }
  app.placements.push({ placement: 'CRM_DEAL_DETAIL_TOOLBAR', handler: `${appUrl}/app`, langAll })
  return app
}

/** Opens the app from a card's menu and waits until the SDK is ready. */
export async function openFromCard(page: Page): Promise<Frame> {
  await page.getByLabel('More actions').click()
  await page.getByRole('button', { name: 'Open the app' }).click()
  return appFrame(page)
}

/** The frame of the app that was opened last, once the SDK in it is ready. */
export async function appFrame(page: Page): Promise<Frame> {
  const element = await page.locator('iframe.app-frame').last().elementHandle()
  const frame = (await element!.contentFrame())!
  await frame.waitForFunction('window.b24')
  return frame
}
