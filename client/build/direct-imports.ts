import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

// The kit's own dependency, none of ours.
const barrel = fileURLToPath(new URL('../../node_modules/reka-ui/dist/index.js', import.meta.url))
const namedImports = /import\s*\{([^}]*)\}\s*from\s*["']reka-ui["'];?/g
const partImports = /import\s*\{([^}]*)\}\s*from\s*["'](\.[^"']+)["']/g
const partExports = /export\s*\{([^}]*)\}/g

/**
 * Lets the kit import each part of its library from the file that makes it. Its index names all parts, so that whatever
 * imports one of them would seem to need all, and the first screen carried what only later ones use.
 */
export function directImports(): Plugin {
  const parts = readParts()
  return {
    name: 'direct-imports',
    apply: 'build',
    enforce: 'post',
    transform(code) {
      if (!code.includes('reka-ui')) return null
      const direct = ({ name, as }: Named): string => {
        const part = parts.get(name) ?? { name, file: barrel }
        return `import { ${part.name} as ${as} } from ${JSON.stringify(part.file)};`
      }
      return { code: code.replace(namedImports, (_, names: string) => parse(names).map(direct).join('')), map: null }
    },
  }
}

/** The file that makes each part, and what the part is called there. */
function readParts(): Map<string, { file: string; name: string }> {
  const index = readFileSync(barrel, 'utf8')
  const imported = new Map<string, { file: string; name: string }>()
  for (const [, names = '', file = ''] of index.matchAll(partImports))
    for (const { name, as } of parse(names)) imported.set(as, { name, file: join(dirname(barrel), file) })
  const exported = [...index.matchAll(partExports)].flatMap(([, names = '']) => parse(names))
  return new Map(exported.flatMap(({ name, as }) => (imported.has(name) ? [[as, imported.get(name)!]] : [])))
}

interface Named {
  name: string
  as: string
}

function parse(names: string): Named[] {
  const written = names.split(',').flatMap((one) => one.trim() || [])
  return written.map((one) => {
    const [name = '', as = name] = one.split(/\s+as\s+/)
    return { name, as }
  })
}
