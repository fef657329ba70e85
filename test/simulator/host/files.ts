import { readFileSync, readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const folder = findFolder(dirname(fileURLToPath(import.meta.url)))

/** The scripts and styles of the portal's pages; only what lies in their folder has a name here. */
export const fileNames: ReadonlySet<string> = new Set(
  readdirSync(folder).filter((name) => extname(name) in contentTypes),
)

/** Serves one of them. */
export function serveFile(name: string): Response | undefined {
  if (!fileNames.has(name)) return undefined
  return new Response(readFileSync(join(folder, name)), {
    headers: { 'content-type': contentTypes[extname(name)]!, 'cache-control': 'max-age=60' },
  })
}

/** Looks upward, because a bundled server runs from elsewhere in the project. */
function findFolder(from: string): string {
  const candidate = join(from, 'test/simulator/host/browser')
  try {
    readdirSync(candidate)
    return candidate
  } catch {
    if (dirname(from) === from)
      throw new Error('The files of the simulated portal (test/simulator/host/browser) are missing.')
    return findFolder(dirname(from))
  }
}
