import { defineConfig } from '@playwright/test'
import { chromiumLaunch } from '../browser.ts'

/** Browser stories run one after the other: each starts the demo of its own, and the machine is small. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.story.ts',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: '../../test-results',
  use: { launchOptions: await chromiumLaunch(), viewport: { width: 1280, height: 800 }, screenshot: 'only-on-failure' },
})
