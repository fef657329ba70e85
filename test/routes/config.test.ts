import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, readEnvironment } from '../../server/config.ts'
import { newSecret } from '../secrets.ts'

const enough = {
  PUBLIC_URL: 'https://app.example.com/',
  BITRIX_CLIENT_ID: 'local.1',
  BITRIX_CLIENT_SECRET: 'k1xN0vWq3LrT',
  SESSION_SECRET: newSecret(),
}
const mistakesOf = (changes: Record<string, string | undefined>): string => {
  try {
    readConfig({ ...enough, ...changes })
    return ''
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
}

describe('the configuration', () => {
  it('needs four values, and the rest is sensible', () => {
    expect(readConfig(enough)).toEqual({
      port: 3000,
      publicUrl: 'https://app.example.com',
      bitrix: {
        clientId: 'local.1',
        clientSecret: enough.BITRIX_CLIENT_SECRET,
        authServers: ['https://oauth.bitrix.info', 'https://oauth.bitrix24.tech'],
        allowLoopbackPortals: false,
        requestTimeoutMs: 60_000,
      },
      trustedProxies: [],
      requestLimitFactor: 1,
      sessionSecret: enough.SESSION_SECRET,
      tokenKeys: [],
      retention: { journalDays: 365, protocolDays: 14, journalMb: 500 },
      database: { kind: 'embedded', folder: './data' },
      graceMs: 90_000,
      logLevel: 'info',
    })
  })

  it('names everything that is missing at once, each with its cure', () => {
    try {
      readConfig({})
      expect.unreachable()
    } catch (error) {
      const { message } = error as ConfigError
      for (const name of Object.keys(enough)) expect(message).toMatch(new RegExp(`^  ${name} is missing: \\w`, 'm'))
    }
  })

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ ...enough, PORT: '', DATABASE_URL: '', LOG_LEVEL: '' }).port).toBe(3000)
    expect(mistakesOf({ BITRIX_CLIENT_ID: '' })).toContain('BITRIX_CLIENT_ID is missing')
  })

  it('prefers a PostgreSQL server to the folder', () => {
    const url = 'postgresql://app@db:5432/create_from'
    expect(readConfig({ ...enough, DATABASE_URL: url, DATA_DIR: '/data' }).database).toEqual({ kind: 'postgres', url })
  })

  it.each([
    ['PORT', '70000'],
    ['PORT', 'eighty'],
    ['PUBLIC_URL', 'app.example.com'],
    ['PUBLIC_URL', 'http://app.example.com'],
    ['PUBLIC_URL', 'https://app.example.com/below'],
    ['PUBLIC_URL', 'https://user:password@app.example.com'],
    ['SESSION_SECRET', 'short'],
    ['BITRIX_AUTH_SERVERS', 'http://oauth.bitrix.info'],
    ['BITRIX_AUTH_SERVERS', 'https://oauth.bitrix.info,'],
    ['BITRIX_AUTH_SERVERS', 'http://127.0.0.1:4000'],
    ['TOKEN_KEYS', 'c2hvcnQ='],
    ['JOURNAL_DAYS', '0'],
    ['JOURNAL_MB', '9'],
    ['JOURNAL_MB', '100001'],
    ['JOURNAL_MB', '12.5'],
    ['PROTOCOL_DAYS', '2'],
    ['PROTOCOL_DAYS', '3.5'],
    ['DATABASE_URL', 'mysql://db'],
    ['ALLOW_LOOPBACK_PORTALS', 'yes'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.1,true'],
    ['REQUEST_LIMIT_FACTOR', '0'],
    ['REQUEST_LIMIT_FACTOR', 'twice'],
    ['LOG_LEVEL', 'loud'],
  ])('does not accept %s = %s, and says what it wants', (name, value) => {
    expect(mistakesOf({ [name]: value })).toMatch(new RegExp(`^  ${name} must .{8,}`, 'm'))
  })

  it('lets a demo run on this machine without encryption', () => {
    const config = readConfig({
      ...enough,
      PUBLIC_URL: 'http://127.0.0.1:4001',
      BITRIX_AUTH_SERVERS: 'http://127.0.0.1:4000',
      ALLOW_LOOPBACK_PORTALS: 'true',
    })
    expect(config.bitrix.authServers).toEqual(['http://127.0.0.1:4000'])
  })

  it('knows nothing but what it was given: nothing inherited counts, and what was read cannot change', () => {
    const polluted = Object.prototype as Record<string, unknown>
    polluted.ALLOW_LOOPBACK_PORTALS = 'true'
    try {
      expect(readConfig(enough).bitrix.allowLoopbackPortals).toBe(false)
      const read = readEnvironment()
      expect(read.ALLOW_LOOPBACK_PORTALS).toBeUndefined()
      expect(Object.getPrototypeOf(read)).toBeNull()
      expect(Object.isFrozen(read)).toBe(true)
    } finally {
      delete polluted.ALLOW_LOOPBACK_PORTALS
    }
  })

  it('never repeats a value in its complaints', () => {
    expect(mistakesOf({ SESSION_SECRET: 'hunter2', DATABASE_URL: 'mysql://app:hunter2@db' })).not.toContain('hunter2')
  })
})
