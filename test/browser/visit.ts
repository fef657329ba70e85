import { AxeBuilder } from '@axe-core/playwright'
import {
  devices,
  expect as glance,
  type Browser,
  type BrowserContext,
  type FrameLocator,
  type Page,
} from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, afterEach } from 'vitest'
import type { Database } from '../../server/storage/database.ts'
import { launchBrowser } from '../browser.ts'
import { startDemo, type Demo } from '../start-demo.ts'
import { openTestDatabase } from '../test-database.ts'

/** Looks again until it is so; a busy machine may need longer than a person would wait. */
export const expect = glance.configure({ timeout: 20_000 })

let browser: Browser
let database: Database
const opened: { context: BrowserContext; demo: Demo }[] = []

/** Starts one browser for a file of stories; each story gets a portal and an app of its own. */
export function useBrowser(options: { touch?: boolean } = {}): void {
  beforeAll(async () => {
    browser = await launchBrowser(options)
    database = await openTestDatabase()
  })
  afterEach(async () => {
    for (const { context, demo } of opened.splice(0)) {
      await context.close()
      await demo.stop()
    }
  })
  afterAll(async () => {
    await browser.close()
    await database.close()
  })
}

export interface Visit {
  demo: Demo
  /** What the app remembers. */
  database: Database
  page: Page
  /** What the browser's console complained about. */
  complaints: string[]
  /** The app in the slider on top. */
  app: FrameLocator
}

/** Somebody in front of a browser, signed in to a portal. */
export async function visit(
  options: {
    installed?: boolean
    user?: number
    language?: 'de' | 'en'
    dark?: boolean
    width?: number
    height?: number
    /** In the portal's mobile app, on a phone with touch; for a browser made for it. */
    phone?: boolean
    /** In front of a screen that takes fingers; for a browser made for it. */
    touch?: boolean
    /** Seconds until an answer of the portal counts as lost. */
    portalTimeout?: number
  } = {},
): Promise<Visit> {
  const demo = await startDemo({
    installed: options.installed ?? true,
    ports: { portal: 0, app: 0 },
    database,
    portalTimeout: options.portalTimeout,
  })
  const { userAgent, hasTouch, isMobile } = devices['iPhone 14']!
  const context = await browser.newContext({
    ...(options.touch && { hasTouch, isMobile }),
    ...(options.phone && { userAgent, hasTouch, isMobile }),
    viewport: {
      width: options.width ?? (options.phone ? 390 : 1280),
      height: options.height ?? (options.phone ? 720 : 800),
    },
    colorScheme: options.dark ? 'dark' : 'light',
  })
  opened.push({ context, demo })
  const person = options.user ?? 1
  const language = options.language ?? 'de'
  demo.portal.state.users.get(person)!.language = language
  const view = [person, language, 'auto', ...(options.phone ? ['mobile'] : [])].join('.')
  await context.addCookies([{ name: 'simulated_portal', value: view, url: demo.portalUrl }])
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return { demo, database, page, complaints, app: page.frameLocator('iframe[name*="|"]') }
}

/** Opens a card, chooses our item in its menu, and waits until the app is there. */
export async function openApp(visitor: Visit, path: string, item?: RegExp): Promise<void> {
  await chooseItem(visitor, path, item)
  await expect(visitor.app.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
}

/** Opens a card and chooses our item in its menu. */
export async function chooseItem(
  { page, demo }: Visit,
  path: string,
  item = /Erstellen aus|Create from/,
): Promise<void> {
  await page.goto(demo.portalUrl + path)
  await page.locator('main summary').first().click()
  await page
    .getByRole('button', { name: item })
    .or(page.getByRole('menuitem', { name: item }))
    .first()
    .click()
}

/** No page may hold back anybody: every rule of axe at level AA, in every frame. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
    [],
  )
}

/** Keeps a picture where SCREENSHOTS names a folder, so that people can look at what a story saw. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' })
}
