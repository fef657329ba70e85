import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import type { Browser } from '@playwright/test'
import packaged from '@sparticuz/chromium'

/**
 * No sandbox, because tests may run as root in a container; and a page on one loopback port may frame one on another
 * (Chromium asks for a permission otherwise). Web security stays on: the flags the package itself proposes would
 * switch it off, and with it what a frame may not do.
 */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const features = ['LocalNetworkAccessChecks']

/** Touches miss what stands in a frame of another origin while that frame has a process of its own. */
const oneProcess = ['--disable-site-isolation-trials']
const isolation = ['IsolateOrigins', 'site-per-process']

/**
 * Starts the browser named by CHROME_PATH, else the Chromium that came with the dependencies. What is touched, or
 * watched through the browser's own protocol, needs the frames of a page in one process.
 */
export async function launchBrowser({ touch = false } = {}): Promise<Browser> {
  const off = `--disable-features=${[...features, ...(touch ? isolation : [])].join(',')}`
  return chromium.launch({
    executablePath: process.env.CHROME_PATH || (await unpackedChromium()),
    args: [...flags, ...(touch ? oneProcess : []), off],
  })
}

/** Lies beside the packages, so that a new version of them starts without the old browser. */
const cache = fileURLToPath(new URL('../node_modules/.cache/chromium/', import.meta.url))

/** Unpacks the browser once. Several test files may want it at the same moment, so a folder appears whole or not at all. */
async function unpackedChromium(): Promise<string> {
  const ready = join(cache, 'ready')
  const executable = join(ready, 'chromium')
  if (existsSync(executable)) return executable
  await mkdir(cache, { recursive: true })
  const staging = await mkdtemp(join(cache, 'unpacking-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = staging // where the package unpacks to
  try {
    await packaged.executablePath()
    await rename(staging, ready)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    if (!existsSync(executable)) throw error
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  return executable
}
