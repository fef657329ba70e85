import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { openLog } from '../../server/log.ts'
import { closeServices } from '../../server/services.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import type { Database } from '../../server/storage/database.ts'
import { createDatabase, findPostgres } from '../storage/databases.ts'
import { openLine, type Line } from '../storage/tcp-proxy.ts'
import { credentials, openOtherProcess, sessionSecret, theDatabase, useApp } from './door.ts'

/** An answer is shared for a second. */
const whenAskedAgain = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1100))

describe('a server that is asked by very many whether it is ready', () => {
  useApp()
  let statements = 0
  let isBroken = false
  const logLines: string[] = []
  let ask: () => Promise<number>
  let close: () => Promise<void>

  beforeAll(async () => {
    const log = new PassThrough()
    log.on('data', (chunk: Buffer) => logLines.push(...chunk.toString().trim().split('\n')))
    const services = await openOtherProcess({}, openLog('error', log))
    const server = createServer(createApp({ ...services, database: counted(theDatabase()) }))
    await new Promise<void>((done) => server.listen(0, done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    ask = async () => (await fetch(`${url}/ready`)).status
    close = async () => {
      server.closeAllConnections()
      server.close()
      await closeServices(services)
    }
  })
  afterAll(() => close())

  /** The same database, which counts what it is asked, and can break. */
  function counted(database: Database): Database {
    const orm = new Proxy(database.orm, {
      get(target, name) {
        if (name !== 'execute') return Reflect.get(target, name, target) as unknown
        return async (statement: Parameters<typeof target.execute>[0]) => {
          statements += 1
          if (isBroken) throw new Error('broken')
          return target.execute(statement)
        }
      },
    })
    return { ...database, orm }
  }

  async function askOften(): Promise<Set<number>> {
    const answers = new Set<number>()
    for (let round = 0; round < 10; round += 1)
      for (const status of await Promise.all(Array.from({ length: 50 }, ask))) answers.add(status)
    return answers
  }

  it('asks its database once a second, and all are answered', async () => {
    const startedAt = Date.now()
    expect(await askOften()).toEqual(new Set([200]))
    expect(statements).toBeGreaterThan(0)
    expect(statements).toBeLessThanOrEqual(1 + (Date.now() - startedAt) / 1000)
  })

  it('asks and logs no more often while the database fails, and is ready soon after it works again', async () => {
    await whenAskedAgain()
    statements = 0
    isBroken = true
    const startedAt = Date.now()
    expect(await askOften()).toEqual(new Set([503]))
    expect(statements).toBeLessThanOrEqual(1 + (Date.now() - startedAt) / 1000)
    expect(logLines).toHaveLength(statements)
    isBroken = false
    await whenAskedAgain()
    expect(await ask()).toBe(200)
  })
})

const postgres = await findPostgres('readiness on PostgreSQL')

describe.skipIf(!postgres)('a server whose database is a PostgreSQL elsewhere', { timeout: 60_000 }, () => {
  let line: Line
  let server: RunningServer
  let drop: () => Promise<void>
  const ask = async (path: string): Promise<number> => (await fetch(`${server.url}${path}`)).status

  beforeAll(async () => {
    const own = await createDatabase(postgres!)
    drop = own.drop
    line = await openLine(own.url)
    server = await startServer(
      readConfig({
        PORT: '0',
        PUBLIC_URL: 'https://create-from.test',
        BITRIX_CLIENT_ID: credentials.clientId,
        BITRIX_CLIENT_SECRET: credentials.clientSecret,
        SESSION_SECRET: sessionSecret,
        DATABASE_URL: line.url,
        LOG_LEVEL: 'silent',
        GRACE_SECONDS: '1',
      }),
    )
  }, 60_000)
  afterAll(async () => {
    await line.close()
    await drop()
  })

  it('takes work', async () => {
    expect([await ask('/ready'), await ask('/health')]).toEqual([200, 200])
  })

  it('says that it takes none while the database is gone, lives on, and takes work again afterwards', async () => {
    await whenAskedAgain()
    line.cut()
    expect([await ask('/ready'), await ask('/health')]).toEqual([503, 200])
    line.restore()
    await whenAskedAgain()
    expect(await ask('/ready')).toBe(200)
  })

  it('says so too where the database only keeps silent, and leaves all the same when it is told to stop', async () => {
    await whenAskedAgain()
    line.fallSilent()
    expect([await ask('/ready'), await ask('/health')]).toEqual([503, 200])
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })
})
