import { fileURLToPath } from 'node:url'

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

let found: Set<string> | null = null

/** Names one file for all the app imports: a browser has it sooner than thirty small ones, six at a time. */
export function firstScreen(id: string, modules: Modules): string | null {
  found ??= appOnly(modules)
  return found.has(id) ? 'first-screen' : null
}

/** What the entry needs itself stays with it: it runs while the app is still being fetched. */
function appOnly(modules: Modules): Set<string> {
  const app = allOf('mount-app.ts', modules)
  for (const id of allOf('main.ts', modules)) app.delete(id)
  return app
}

/** All that a file of the client imports, and that file. */
function allOf(file: string, modules: Modules): Set<string> {
  const seen = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    modules.getModuleInfo(id)?.importedIds.forEach(visit)
  }
  visit(fileURLToPath(new URL(`../${file}`, import.meta.url)))
  return seen
}
