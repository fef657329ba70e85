import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchBrowser } from '../../browser.ts'
import { openStage, type Stage } from './framed-app.ts'

/** One browser for a file of tests, and a stage of its own for each of them; `shown` is the page that test looks at. */
export function onStage(prepare: (stage: Stage, browser: Browser) => unknown, shown: () => Page): void {
  let browser: Browser
  let stage: Stage
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    stage = await openStage()
    await prepare(stage, browser)
  })
  afterEach(async () => {
    await shown().context().close()
    await stage.close()
  })
}
