import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line to a database that can be cut, or fall silent, while a test runs. */
export interface Line {
  /** The address of the database by this line. */
  url: string
  /** Ends every connection, and refuses new ones. */
  cut(): void
  /** Connections stand, but nothing comes through any more. */
  fallSilent(): void
  /** As before. */
  restore(): void
  close(): Promise<void>
}

/** Opens a line to the database of an address. */
export async function openLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target)
  let state: 'open' | 'cut' | 'silent' = 'open'
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy()
    const far = connect(Number(port || 5432), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('data', (chunk) => void (state === 'silent' || other.write(chunk)))
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const end = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    url: url.href,
    cut() {
      state = 'cut'
      end()
    },
    fallSilent: () => void (state = 'silent'),
    restore: () => void (state = 'open'),
    async close() {
      end()
      server.close()
      await once(server, 'close')
    },
  }
}
