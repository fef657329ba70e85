import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { StartState } from './contract.ts'

/** What the build says of its chunks, by the source each was made from. */
const manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
)
type Manifest = z.output<typeof manifest>

const entry = 'index.html'
const pages: Record<StartState['page'], readonly string[]> = {
  convert: [], // comes with the app
  install: ['pages/InstallPage.vue'],
  home: ['pages/HomePage.vue'],
  outside: ['pages/OutsidePage.vue'],
  refused: ['pages/RefusedPage.vue'],
}

/** Links to all that a page in a language needs, so that the browser fetches it at once instead of link by link. */
export type PageLinks = (start: Pick<StartState, 'page' | 'language'>) => string

/** Reads what the build of the client says of its parts; no links where nothing was built. */
export function readPageLinks(clientFolder: string): PageLinks {
  const file = join(clientFolder, '.vite', 'manifest.json')
  if (!existsSync(file)) return () => ''
  const chunks = manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  const written = new Map<string, string>()
  return ({ page, language }) => {
    const key = `${page} ${language}`
    const links = written.get(key) ?? linksTo(chunks, [...pages[page], `languages/${language}.ts`])
    written.set(key, links)
    return links
  }
}

function linksTo(chunks: Manifest, sources: readonly string[]): string {
  // The built page itself links to what its entry imports; the app is what it fetches once the page is seen.
  const known = neededBy(chunks, [entry])
  const all = neededBy(chunks, [...chunks[entry]!.dynamicImports, ...sources])
  const needed = [...all].filter((source) => !known.has(source)).map((source) => chunks[source]!)
  const styles = [...new Set(needed.flatMap(({ css }) => css))]
  // Scripts are fetched and not yet read: with few cores, reading half a megabyte keeps a browser from painting.
  return [
    ...styles.map((file) => `<link rel="preload" as="style" crossorigin href="/${file}">`),
    ...needed.map(({ file }) => `<link rel="preload" as="script" crossorigin href="/${file}">`),
  ].join('')
}

/** Chunks that some others import, and those themselves. */
function neededBy(chunks: Manifest, sources: readonly string[]): Set<string> {
  const found = new Set<string>()
  const visit = (source: string): void => {
    const chunk = chunks[source]
    if (!chunk) throw new Error(`The build knows no ${source}: build the client again.`)
    if (found.has(source)) return
    found.add(source)
    chunk.imports.forEach(visit)
  }
  sources.forEach(visit)
  return found
}
