import { ConfigError, readEnvironment } from './config.ts'
import { startServer } from './start.ts'

try {
  const server = await startServer(readEnvironment())
  const stop = (): void => {
    void server.close().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  // The cure is in the message; a stack trace would bury it.
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
