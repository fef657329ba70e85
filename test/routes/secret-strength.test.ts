import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../server/config.ts'
import { newKey, newSecret } from '../secrets.ts'

const enough = {
  PUBLIC_URL: 'https://app.example.com/',
  BITRIX_CLIENT_ID: 'local.1',
  BITRIX_CLIENT_SECRET: 'k1xN0vWq3LrT',
  SESSION_SECRET: newSecret(),
}

/** What the configuration says of a variable; empty where it takes it. */
function complaintAbout(name: string, value: string): string {
  try {
    readConfig({ ...enough, [name]: value })
    return ''
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    const { message } = error as ConfigError
    expect(message).not.toContain(value)
    const lines = message.split('\n').slice(1)
    expect(lines).toHaveLength(1)
    return lines[0]!
  }
}

const bytes = (length: number) => fc.noBias(fc.uint8Array({ minLength: length, maxLength: length }))
const base64 = (values: Uint8Array | number[]): string => Buffer.from(values).toString('base64')
const half = 'qL8#vT2!mZ5@xR9$'

describe('the session secret', () => {
  it.each([
    ['one character', 'a'.repeat(32)],
    ['blanks', ' '.repeat(40)],
    ['a blank at its end', `${newSecret()} `],
    ['a pattern', 'abc'.repeat(40)],
    ['the same half again and again', half.repeat(4)],
    ['a word that stands for a secret', 'changeme'.repeat(8)],
    ['such a word, numbered', 'changeme1changeme2changeme3changeme4changeme5'],
    ['such a word among others', 'replace-this-by-something-nobody-can-guess-4711'],
    ['a sentence', 'a secret of at least thirty-two characters'],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['the digits', '0123456789'.repeat(9)],
    ['zeros and ones', '01101001100101101001011001101001'.repeat(2)],
    ['too few characters', newSecret().slice(0, 20)],
  ])('is refused where it is %s, with the cure', (_, secret) => {
    expect(complaintAbout('SESSION_SECRET', secret)).toMatch(/^ {2}SESSION_SECRET must .+`openssl rand -base64 48`$/)
  })

  it.each([
    ['openssl rand -base64 48', fc.tuple(bytes(48)).map(([random]) => base64(random))],
    ['openssl rand -hex 32', bytes(32).map((random) => Buffer.from(random).toString('hex'))],
    ['uuidgen, twice', fc.constant(null).map(() => randomUUID() + randomUUID())],
  ])('is taken from %s', (_, secrets) => {
    fc.assert(
      fc.property(secrets, (secret) => {
        expect(complaintAbout('SESSION_SECRET', secret)).toBe('')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a key for tokens', () => {
  const once = newKey()
  it.each([
    ['all zero', base64(new Uint8Array(32))],
    ['one byte', base64(new Uint8Array(32).fill(171))],
    ['the numbers from one', base64(Array.from({ length: 32 }, (_, place) => place + 1))],
    ['two equal halves', base64(Buffer.from(half.repeat(2)))],
    ['eight bytes again and again', base64(Buffer.from(half.slice(0, 8).repeat(4)))],
    ['a sentence', base64(Buffer.from('a key of exactly 32 bytes indeed'))],
    ['too long', base64(new Uint8Array(33).map((_, place) => place * 7))],
    ['no base64', `${once.slice(0, 20)} ${once.slice(20)}`],
    ['given twice', `${once},${once}`],
    ['bad beside a good one', `${once},${base64(new Uint8Array(32))}`],
  ])('is refused where it is %s', (_, keys) => {
    expect(complaintAbout('TOKEN_KEYS', keys)).toMatch(/^ {2}TOKEN_KEYS must .{8,}/)
  })

  it('is taken where it is 32 random bytes, whatever they are', () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), (one, other) => {
        expect(complaintAbout('TOKEN_KEYS', `${base64(one)},${base64(other)}`)).toBe('')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the client secret, which Bitrix24 makes', () => {
  it.each([
    'Secret',
    'changeme',
    'your-client-secret',
    '<client_secret>',
    '${SECRET}',
    'xxxxxxxx',
    'Test',
    'k1xN0 ',
    '\tk1xN0',
  ])('is refused where it is %j', (secret) => {
    expect(complaintAbout('BITRIX_CLIENT_SECRET', secret)).toMatch(/^ {2}BITRIX_CLIENT_SECRET must .+Application key/)
  })

  it('is taken as it is otherwise', () => {
    expect(complaintAbout('BITRIX_CLIENT_SECRET', 'secret-of-the-app')).toBe('')
    expect(complaintAbout('BITRIX_CLIENT_SECRET', 'Yw3kSVqK8mPzb1dE6tRjX0uHnA5fGcLo2iB9vTsQe7xWyNaMhk')).toBe('')
  })
})
