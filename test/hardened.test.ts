import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createServer } from 'vite'
import { expect, test } from 'vitest'
import { projectPath } from '../server/config.ts'

/** Runs a program in a process of its own, which has been hardened. */
async function inHardenedProcess(program: string): Promise<unknown> {
  const vite = await createServer({
    configFile: false,
    root: projectPath(),
    server: { middlewareMode: true },
    logLevel: 'error',
  })
  const { code = '' } = (await vite.transformRequest('/server/harden.ts', { ssr: false })) ?? {}
  await vite.close()
  const whole = `${code.replace('export function', 'function').replace(/\/\/# source.*/s, '')}\nharden();\n${program}`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', whole])
  return JSON.parse(stdout)
}

test('what a foreign key can reach is shared by no other object', async () => {
  const told = await inHardenedProcess(`
    const answer = JSON.parse('{"__proto__": {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}}')
    const copy = {}
    for (const key in answer) (copy[key] ??= {}).NODE_TLS_REJECT_UNAUTHORIZED = '0'
    let refused = false
    try { copy.constructor.prototype.clockTolerance = '1000 years' } catch { refused = true }
    console.log(JSON.stringify({
      refused,
      shared: {}.NODE_TLS_REJECT_UNAUTHORIZED ?? {}.clockTolerance ?? null,
      inherited: process.env.NODE_TLS_REJECT_UNAUTHORIZED ?? null,
    }))`)
  expect(told).toEqual({ refused: true, shared: null, inherited: null })
})

test('objects may still have words and constructors of their own', async () => {
  const told = await inHardenedProcess(`
    function Old() {}
    Old.prototype = { constructor: Old, toString() { return 'old' } }
    const plain = {}
    plain.toString = () => 'plain'
    plain.hasOwnProperty = 1
    console.log(JSON.stringify({ old: String(new Old()), plain: String(plain), keys: Object.keys(plain) }))`)
  expect(told).toEqual({ old: 'old', plain: 'plain', keys: ['toString', 'hasOwnProperty'] })
})
