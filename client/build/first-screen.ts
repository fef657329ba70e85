import { fileURLToPath } from 'node:url'

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

const entry = fileURLToPath(new URL('../main.ts', import.meta.url))
let found: Set<string> | null = null

/** Names one file for all the entry imports: a browser has it sooner than thirty small ones, six at a time. */
export function firstScreen(id: string, modules: Modules): string | null {
  found ??= reachable(modules)
  return found.has(id) ? 'first-screen' : null
}

function reachable(modules: Modules): Set<string> {
  const seen = new Set<string>()
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    modules.getModuleInfo(id)?.importedIds.forEach(visit)
  }
  visit(entry)
  // The entry waits for the page it shows, and that page for this file: the entry must not be in it.
  seen.delete(entry)
  return seen
}
