import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../server/log.ts'
import { toRefusal } from '../../server/refusal.ts'
import { logLines, request, useApp } from './door.ts'

useApp()

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const post = (body: string, headers: Record<string, string>): RequestInit => ({ method: 'POST', body, headers })

/** What nobody sends who means well, and the status it gets. */
const malformed: [string, string, RequestInit, number][] = [
  ['an event that is too large', '/events', post(`event=${'x'.repeat(200_000)}`, form), 413],
  ['an event of too many parts', '/events', post('a=1&'.repeat(500), form), 413],
  ['an event nested beyond reason', '/events', post(`a${'[b]'.repeat(500)}=1`, form), 400],
  ['a frame that is too large', '/app', post(`AUTH_ID=${'x'.repeat(200_000)}`, form), 413],
  ['half a body', '/api/convert', post('{"a":', json), 400],
  ['a body in a strange alphabet', '/api/convert', post('{}', { 'content-type': 'application/json; charset=x' }), 415],
  ['a body packed in a strange way', '/api/convert', post('{}', { ...json, 'content-encoding': 'zip' }), 415],
  ['a body that does not unpack', '/api/convert', post('{}', { ...json, 'content-encoding': 'gzip' }), 400],
  ['a body that is too large', '/api/convert', post(JSON.stringify({ a: 'x'.repeat(300_000) }), json), 413],
  ['a path that cannot be read', '/api/conversions/%E0%A4%A', {}, 400],
  ['a path above ours', '/assets/..%2f..%2fserver%2fconfig.ts', {}, 404],
  ['a verb nobody knows', '/api/convert', { method: 'DELETE' }, 404],
  ['an address that is not there', '/.env', {}, 404],
]

describe('at every door', () => {
  it.each(malformed)('%s is turned away without a word about the inside', async (_, path, options, status) => {
    const answer = await request(path, options)
    expect(answer.status).toBe(status)
    const text = await answer.text()
    expect(text).not.toMatch(/\bat \S+ \(|node_modules|\.ts\b|\.js\b.*:\d+|Error:|\/work|stack/i)
    expect(logLines.filter((line) => line.includes('unexpected error'))).toEqual([])
  })

  it.each([
    ['a page', '/app', {}],
    ['a refused page', '/app', post('', form)],
    ['a refused request of a page', '/api/history', {}],
    ['an event', '/events', post('event=x', form)],
    ['a missing address', '/nowhere', {}],
  ])('%s carries the headers that keep browsers careful', async (_, path, options) => {
    const { headers } = await request(path, options)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/)
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('no answer about a portal is kept by anything in between', async () => {
    for (const path of ['/api/history', '/app', '/install'])
      expect((await request(path)).headers.get('cache-control')).toBe('no-store')
  })

  it('no page runs a script of its own text, and none of another origin', async () => {
    const policy = (await request('/app')).headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self';")
    expect(policy).toContain("object-src 'none';")
    expect(policy).toContain("base-uri 'none';")
    expect(policy).toContain("form-action 'none';")
  })
})

it('what nobody expected is told without its message', () => {
  const { status, answer } = toRefusal(new Error('password of the database'), openLog('silent', new PassThrough()))
  expect([status, answer]).toEqual([
    500,
    { error: { code: 'internal', message: 'Something went wrong on our side.', details: undefined } },
  ])
})
