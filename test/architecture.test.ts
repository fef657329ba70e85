import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** What each folder may import of the project's own code; a folder may always import itself. */
const allowed: Record<string, string[]> = {
  'server/conversion': [],
  'server/bitrix': ['server/conversion', 'server/errors.ts', 'server/contract.ts', 'manifest'],
  'server/storage': ['server/conversion', 'server/errors.ts', 'server/contract.ts', 'server/config.ts'],
  'server/actions': [
    'server/conversion',
    'server/bitrix',
    'server/storage',
    'server/portal.ts',
    'server/errors.ts',
    'server/contract.ts',
    'server/texts.ts',
    'manifest',
  ],
  client: ['server/contract.ts', 'server/conversion', 'server/errors.ts'],
}

/** Packages only these files may import. */
const owners: Record<string, string[]> = {
  express: ['server/app.ts', 'server/routes/', 'server/page.ts', 'server/security.ts'],
  '@bitrix24/b24jssdk': ['client/frame.ts'],
  'drizzle-orm': ['server/storage/'],
}

interface Import {
  file: string
  from: string
  typeOnly: boolean
}

const files = ['server', 'client', 'manifest'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
)
const imports = files.flatMap((file): Import[] => {
  const text = readFileSync(join(root, file), 'utf8')
  return [
    ...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm),
  ].map(([, typeOnly, from, lazy]) => ({ file, from: from ?? lazy!, typeOnly: !!typeOnly }))
})
const own = imports
  .filter(({ from }) => from.startsWith('.'))
  .map((one) => ({ ...one, to: relative(root, resolve(root, dirname(one.file), one.from)) }))

test('there is code to look at', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(own.length).toBeGreaterThan(20)
})

test.each(Object.entries(allowed))('%s imports only what it may know', (folder, may) => {
  const wrong = own
    .filter(({ file }) => file.startsWith(`${folder}/`))
    .filter(({ to }) => ![folder, ...may].some((place) => to === place || to.startsWith(`${place}/`)))
    .filter(({ typeOnly, to }) => !(typeOnly && folder === 'server/conversion' && to === 'server/contract.ts'))
  expect(wrong).toEqual([])
})

test('conversion is pure: it imports nothing that can reach the outside', () => {
  const packages = imports.filter(({ file, from }) => file.startsWith('server/conversion/') && !from.startsWith('.'))
  expect([...new Set(packages.map(({ from }) => from))].filter((from) => !['zod', 'big.js'].includes(from))).toEqual([])
})

test('the wire and the database never know each other', () => {
  const crossing = own.filter(
    ({ file, to }) =>
      (file.startsWith('server/bitrix/') && to.startsWith('server/storage/')) ||
      (file.startsWith('server/storage/') && to.startsWith('server/bitrix/')),
  )
  expect(crossing).toEqual([])
})

test.each(Object.entries(owners))('only its owners import %s', (name, may) => {
  const wrong = imports
    .filter(({ from, typeOnly }) => !typeOnly && (from === name || from.startsWith(`${name}/`)))
    .filter(({ file }) => !may.some((place) => file.startsWith(place)))
  expect(wrong).toEqual([])
})

test('of the client the server knows the words and the first sight, which needs no browser', () => {
  const known = own.filter(
    ({ file, to, typeOnly }) => file.startsWith('server/') && to.startsWith('client/') && !typeOnly,
  )
  expect(known.filter(({ to }) => !/^client\/(locales\/[\w-]+\.json|sight\/first-sight\.ts)$/.test(to))).toEqual([])
  const reached = new Set(['client/sight/first-sight.ts'])
  for (const file of reached)
    imports
      .filter((one) => one.file === file && !one.typeOnly)
      .forEach(({ from }) =>
        reached.add(from.startsWith('.') ? relative(root, resolve(root, dirname(file), from)) : from),
      )
  const others = [...reached].filter((one) => !/^(client|server\/conversion)\/.*\.ts$/.test(one))
  expect(others).toEqual(['client/sight/first-sight.css?inline', 'big.js'])
})

test('the environment is read in one place', () => {
  const readings = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/process\.env|process\[|\benv\b.*'node:process'/g)].map(
      () => file,
    ),
  )
  // harden.ts reads none of it, but takes it away from what all objects share.
  expect(readings).toEqual(['server/config.ts', 'server/harden.ts'])
})

test('only api.ts talks to our server', () => {
  const talkers = files.filter(
    (file) => file.startsWith('client/') && /\bfetch\(/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(talkers).toEqual(['client/api.ts'])
})

test('every request leaves by the one guarded way', () => {
  const others = files.filter((file) => {
    if (!file.startsWith('server/') || file === 'server/bitrix/outgoing.ts') return false
    const text = readFileSync(join(root, file), 'utf8')
    const fromAxios = [...text.matchAll(/import (?!type )(.+) from 'axios'/g)].map(([, names]) => names)
    return (
      /\bfetch\(|from 'node:https?'.*request|XMLHttpRequest/.test(text) ||
      fromAxios.some((names) => names !== '{ isAxiosError }')
    )
  })
  expect(others).toEqual([])
})

test('what is logged is named: one sentence, and facts that tell nothing of people or records', () => {
  const facts = new Set(['err', 'code', 'memberId', 'complete', 'problems', 'port', 'publicUrl', 'database'])
  const calls = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\blog\.(?:fatal|error|warn|info|debug|trace)\((.*)/g)].map(
      ([, given]) => ({ file, given: given! }),
    ),
  )
  expect(calls.length).toBeGreaterThan(8)
  const vague = calls.filter(({ given }) => {
    const [, named, sentence] = /^(?:\{ (.+) \}, )?('[^']+'|message)\)/.exec(given) ?? []
    const names = (named ?? '').split(', ').map((fact) => fact.split(':')[0]!)
    return !sentence || (named && !names.every((name) => facts.has(name)))
  })
  expect(vague).toEqual([])
})

test('an error of ours says what happened in words of ours, never in words of a portal or a person', () => {
  const ours = /^(?:'[^']*'|"[^"]*"|`(?:[^`$]|\$\{(?:name|method|where)\})*`|message|error\.message)$/
  const foreign = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/new AppError\(\s*[^,]+,\s*('[^']*'|"[^"]*"|`[^`]*`|[^,)]+)/g)]
      .filter(([, message]) => !ours.test(message!.trim()))
      .map(([call]) => `${file}: ${call}`),
  )
  expect(foreign).toEqual([])
})
