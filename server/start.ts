import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { startHousekeeping } from './housekeeping.ts'
import { openLog } from './log.ts'
import { closeServices, openServices } from './services.ts'
import type { Database } from './storage/database.ts'

/** A server that listens. */
export interface RunningServer {
  /** Its address on this machine. */
  url: string
  close(): Promise<void>
}

/**
 * Starts the whole server in this process. `close` stops it in order: nothing begins, what is under way ends, nobody is
 * let in, storage closes. What takes longer than the configured grace stays in the journal, to be carried on with.
 */
export async function startServer(
  config: Config,
  { log = openLog(config.logLevel), database }: { log?: Logger; database?: Database } = {},
): Promise<RunningServer> {
  const services = await openServices(config, log, database)
  const server = createServer(createApp(services))
  try {
    await listen(server, config.port)
  } catch (error) {
    await closeServices(services)
    throw error
  }
  const housekeeping = startHousekeeping(services)
  const { port } = server.address() as AddressInfo
  log.info({ port, publicUrl: config.publicUrl, database: config.database.kind }, 'listening')
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const timeIsUp = new Promise((resolve) => setTimeout(resolve, config.graceMs).unref())
      housekeeping.stop()
      services.ongoing.leave()
      await Promise.race([services.ongoing.finished(), timeIsUp])
      await Promise.race([stop(server), timeIsUp])
      server.closeAllConnections()
      await closeServices(services)
      log.info('stopped')
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, () => {
      server.off('error', fail)
      done()
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeIdleConnections()
    server.keepAliveTimeout = 1 // connections of the last answers need not wait for another request
  })
}
