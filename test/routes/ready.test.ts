import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { startServer, type RunningServer } from '../../server/start.ts'
import { createDatabase, findPostgres } from '../storage/databases.ts'
import { openLine, type Line } from '../storage/tcp-proxy.ts'
import { credentials, sessionSecret } from './door.ts'

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
    line.cut()
    expect([await ask('/ready'), await ask('/health')]).toEqual([503, 200])
    line.restore()
    expect(await ask('/ready')).toBe(200)
  })

  it('says so too where the database only keeps silent, and leaves all the same when it is told to stop', async () => {
    line.fallSilent()
    expect([await ask('/ready'), await ask('/health')]).toEqual([503, 200])
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })
})
