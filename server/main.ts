import { ConfigError, readConfig, readEnvironment } from './config.ts'
import { harden } from './harden.ts'
import { startServer } from './start.ts'
import { FolderInUse } from './storage/folder-lock.ts'

harden()

try {
  const server = await startServer(readConfig(readEnvironment()))
  let isLeaving = false
  const stop = (): void => {
    // Whoever asks twice does not want to wait; the journal knows what was under way.
    if (isLeaving) process.exit(1)
    isLeaving = true
    void server.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
} catch (error) {
  // The cure is in the message; a stack trace would bury it.
  const isPlain = error instanceof ConfigError || error instanceof FolderInUse
  console.error(isPlain ? error.message : error)
  process.exit(1)
}
