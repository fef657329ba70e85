import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { projectPath } from '../server/config.ts'
import { languages, type Language, type StartState } from '../server/contract.ts'
import { readPageLinks } from '../server/page-links.ts'

/**
 * Kilobytes, compressed, that a browser fetches before a page shows what it was opened for. Who makes a page heavier
 * raises its number here, so that it is a decision; who makes it lighter lowers it.
 */
const mostKilobytes: Record<StartState['page'], number> = {
  convert: 154,
  home: 205,
  install: 156,
  outside: 154,
  refused: 154,
}

const client = projectPath('dist', 'client')

const cases = languages.flatMap((language) =>
  (Object.keys(mostKilobytes) as StartState['page'][]).map((page) => [page, language] as const),
)

test.each(cases)('the page %s in %s weighs no more than it may', (page, language) => {
  const kilobytes = weigh(page, language) / 1000
  expect(kilobytes).toBeLessThanOrEqual(mostKilobytes[page])
  // A number far above the truth would let the next growth pass unnoticed.
  expect(kilobytes).toBeGreaterThan(mostKilobytes[page] * 0.9)
})

test('nothing the built page fetches keeps the skeleton from being painted', () => {
  const html = readFileSync(`${client}/index.html`, 'utf8')
  const [head = ''] = html.split('<div id="app">')
  expect(head.match(/<script[^>]*>/g)).toEqual([expect.stringMatching(/ async /)])
  const links = readPageLinks(client)({ page: 'home', language: 'de' })
  expect(links).toMatch(/<link rel="preload" as="style" crossorigin href="\/assets\/first-screen[^"]+\.css">/)
  expect(head + links).not.toMatch(/rel="stylesheet"/)
})

test('what runs while the app is still being fetched is small and waits for nothing else', () => {
  const html = readFileSync(`${client}/index.html`, 'utf8')
  const [, entry] = /<script[^>]* src="([^"]+)"/.exec(html)!
  expect(html).not.toMatch(/rel="modulepreload"/)
  expect(statSync(client + entry!).size).toBeLessThan(6000)
})

/** All that the built page and the server's own links name, as it travels. */
function weigh(page: StartState['page'], language: Language): number {
  const html = readFileSync(`${client}/index.html`, 'utf8') + readPageLinks(client)({ page, language })
  const files = new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => client + file!))
  expect(files.size).toBeGreaterThan(2)
  return [...files].reduce((sum, file) => sum + statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size, 0)
}
