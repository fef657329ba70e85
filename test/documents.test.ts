import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

test.each(['SECURITY.md', 'manifest/listing/CHECKLIST.md', 'README.md'])(
  'every proof that %s names is there',
  (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const named = [...text.matchAll(/`((?:test|server|client|manifest|\.ci)\/[\w./-]*)`/g)].map(([, path]) => path!)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  },
)
