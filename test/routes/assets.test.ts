import express from 'express'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPageLinks } from '../../server/page-links.ts'
import { assetRoutes } from '../../server/routes/assets.ts'

const script = `console.log('${'roof '.repeat(300)}')`
let folder: string
let url: string
let close: () => void

/** A client as its build leaves it: one script with its compressed copies, and the build's own account of the parts. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'))
  await mkdir(join(folder, 'assets'))
  await mkdir(join(folder, '.vite'))
  await writeFile(join(folder, 'assets/page-1.js'), script)
  await writeFile(join(folder, 'assets/page-1.js.br'), brotliCompressSync(script))
  await writeFile(join(folder, 'assets/page-1.js.gz'), gzipSync(script))
  await writeFile(join(folder, 'assets/small-1.js'), 'small')
  const chunks = {
    'index.html': { file: 'assets/index-1.js', imports: ['_entry.js'], dynamicImports: ['_app.js'] },
    '_entry.js': { file: 'assets/entry-1.js' },
    '_app.js': { file: 'assets/app-1.js', imports: ['_entry.js', '_vue.js'], css: ['assets/app-1.css'] },
    '_vue.js': { file: 'assets/vue-1.js' },
    '_button.js': { file: 'assets/button-1.js', imports: ['_vue.js'], css: ['assets/button-1.css'] },
    'pages/InstallPage.vue': { file: 'assets/page-1.js', imports: ['_button.js', '_vue.js'] },
    'languages/de.ts': { file: 'assets/de-1.js' },
    'languages/en.ts': { file: 'assets/en-1.js' },
  }
  await writeFile(join(folder, '.vite/manifest.json'), JSON.stringify(chunks))
  const server = express()
    .use('/assets', assetRoutes(join(folder, 'assets')))
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/assets`
  close = () => server.close()
})
afterAll(async () => {
  close()
  await rm(folder, { recursive: true })
})

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
])('whoever takes %s gets the script as %s, and keeps it for a year', async (accepted, encoding) => {
  const answer = await fetch(`${url}/page-1.js`, { headers: { 'accept-encoding': accepted } })
  expect(answer.headers.get('content-encoding')).toBe(encoding)
  expect(answer.headers.get('content-type')).toContain('javascript')
  expect(answer.headers.get('vary')).toBe('Accept-Encoding')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(await answer.text()).toBe(script)
})

test('what is too small for a copy is sent as it is, and what does not exist is not found', async () => {
  expect(await (await fetch(`${url}/small-1.js`)).text()).toBe('small')
  expect((await fetch(`${url}/gone-1.js`)).status).toBe(404)
})

test('a page links to the app, its own parts and the texts of its language, and to nothing it links to already', () => {
  const links = readPageLinks(folder)({ page: 'install', language: 'de' })
  expect([...links.matchAll(/rel="preload" as="(\w+)"[^>]*href="([^"]+)"/g)].map(([, as, href]) => [as, href])).toEqual(
    [
      ['style', '/assets/app-1.css'],
      ['style', '/assets/button-1.css'],
      ['script', '/assets/app-1.js'],
      ['script', '/assets/vue-1.js'],
      ['script', '/assets/page-1.js'],
      ['script', '/assets/button-1.js'],
      ['script', '/assets/de-1.js'],
    ],
  )
})

test('a page the build does not know is a mistake that is told, not a page without its parts', () => {
  expect(() => readPageLinks(folder)({ page: 'home', language: 'de' })).toThrow('pages/HomePage.vue')
})
