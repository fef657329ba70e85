import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { methods } from './methods/method-table.ts'

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

test('the example of the README is the test that runs', async () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(await read('README.md')) ?? []
  expect(example).toBe(await read('readme-example.test.ts'))
})

test('the README names every method family of the table', async () => {
  const text = await read('README.md')
  const families = new Set(Object.keys(methods).map((name) => name.replace(/\.[a-z]+$/i, '')))
  for (const family of families)
    expect(text.toLowerCase()).toContain(
      family.replace(/^crm\.(lead|deal|contact|company|quote)\.userfield$/, 'userfield'),
    )
})
