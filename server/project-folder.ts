import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A path inside the project, the same whether this runs as source (`server/`) or as a bundle (`dist/server/`). */
export function projectPath(...parts: string[]): string {
  return join(projectFolder, ...parts)
}

const projectFolder = findProjectFolder(dirname(fileURLToPath(import.meta.url)))

function findProjectFolder(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`No package.json above ${start}`)
  }
}
