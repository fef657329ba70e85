import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { methods } from './methods/method-table.ts'

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

test('the example of the README is the test that runs', async () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(await read('README.md')) ?? []
  expect(example).toBe(await read('readme-example.test.ts'))
})

test('the README names every method of the table, and no family that the table has not', async () => {
  const text = await read('README.md')
  const [, section = ''] = /\n- \*\*Methods\*\*\n([\s\S]*?)\n- \*\*/.exec(text) ?? []
  const named = [...section.matchAll(/`([a-z.{},*]+)`/g)].flatMap(([, name]) => spelledOut(name!))
  const covers = (pattern: string, name: string): boolean =>
    pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
  const known = Object.keys(methods)
  expect(known.filter((name) => !named.some((pattern) => covers(pattern, name)))).toEqual([])
  expect(named.filter((pattern) => !known.some((name) => covers(pattern, name)))).toEqual([])
})

/** `crm.{lead,deal}.*` is two families. */
function spelledOut(name: string): string[] {
  const [, before, choices, after] = /^(.*)\{(.*)\}(.*)$/.exec(name) ?? []
  return choices === undefined ? [name] : choices.split(',').map((choice) => `${before}${choice}${after}`)
}
