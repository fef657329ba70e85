import { createHash } from 'node:crypto'
import { mkdir, rename, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

/** Only whoever runs the server can help: another process has to end first. */
export class FolderInUse extends Error {}

/** A folder held by this process. */
export interface FolderLock {
  release(): Promise<void>
}

/**
 * Keeps a second process out of a folder. A listening socket frees itself however a process ends, also by SIGKILL,
 * which a file with a process id does not.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true })
  const path = socketPath(resolve(folder))
  const server = (await tryListen(path)) ?? (await takeOver(path))
  if (!server) throw new FolderInUse(`Another process is using the data folder ${resolve(folder)}. Stop it first.`)
  server.unref()
  return { release: () => new Promise((done) => server.close(() => done())) }
}

/** Socket paths are limited to about 100 bytes, and Windows has pipes instead: a long path is named by its hash. */
function socketPath(folder: string): string {
  const name = `create-from-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const inside = join(folder, 'lock.sock')
  const shorter = [inside, relative(process.cwd(), inside)].sort((a, b) => a.length - b.length)[0] ?? inside
  return Buffer.byteLength(shorter) < 100 ? shorter : join(tmpdir(), `${name}.sock`)
}

/** A server on that path, or null when the path is taken. */
function tryListen(path: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(null) : fail(error)))
    server.listen(path, () => done(server))
  })
}

/** The file of a process that was killed stays behind, and nobody answers on it. */
async function takeOver(path: string): Promise<Server | null> {
  if (await answers(path)) return null
  // Moved away before it is deleted: a process starting at the same moment may have made it its own just now.
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  if (await answers(aside)) {
    await rename(aside, path)
    return null
  }
  await unlink(aside).catch(() => undefined)
  return tryListen(path)
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
