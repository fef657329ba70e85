import { expect, test } from 'vitest'
import { parseJson, TooMuchJson } from '../../server/bitrix/parse-json.ts'

const bytesOf = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

test('a small answer is parsed as it is, and what is no JSON is nothing', async () => {
  expect(await parseJson(bytesOf('\ufeff{"result": [1]}'))).toEqual({ result: [1] })
  expect(await parseJson(bytesOf('<html>502</html>'))).toBeUndefined()
})

test('a large batch arrives whole, each answer under its key', async () => {
  const item = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`UF_CRM_${index}`, 'value '.repeat(10)]))
  const answers = { item: { item }, fields: { fields: item }, list: Array.from({ length: 50 }, () => item) }
  const whole = { result: { result: answers, result_error: [], result_total: { list: 50 } }, time: { start: 1 } }
  expect(bytesOf(whole).length).toBeGreaterThan(1_000_000)
  expect(await parseJson(bytesOf(whole))).toEqual(whole)
})

test('a list that is too long is cut behind the ceiling, so that it is seen to be longer', async () => {
  const list = Array.from({ length: 200_000 }, (_, index) => index)
  const { result } = (await parseJson(bytesOf({ result: list }))) as { result: number[] }
  expect(result.length).toBe(5001)
})

test('an answer that nests too deeply or holds too many values is refused', async () => {
  const deep = `{"result": ${'['.repeat(400_000)}${']'.repeat(400_000)}}`
  await expect(parseJson(bytesOf(deep))).rejects.toBeInstanceOf(TooMuchJson)
  const wide = { result: Array.from({ length: 4000 }, () => Array.from({ length: 100 }, () => 1)) }
  await expect(parseJson(bytesOf(wide))).rejects.toBeInstanceOf(TooMuchJson)
})

test('large answers that arrive together do not mix', async () => {
  const answers = Array.from({ length: 6 }, (_, index) => ({ result: { index, text: `${index}`.repeat(800_000) } }))
  expect(await Promise.all(answers.map((answer) => parseJson(bytesOf(answer))))).toEqual(answers)
})
