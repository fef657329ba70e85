import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line of limited speed in front of a server on this machine. */
export interface SlowLine {
  url: string
  /** Bytes that came down the line since it was asked last. */
  takeBytes(): number
  close(): Promise<void>
}

/**
 * Puts a line in front of a port: every connection costs a round trip to open, every byte half a round trip to arrive,
 * and all connections share the bandwidth. It works below the browser, so that no browser's idea of throttling counts.
 */
export async function openSlowLine(
  port: number,
  { roundTripMs, bytesPerSecond }: { roundTripMs: number; bytesPerSecond: number },
): Promise<SlowLine> {
  const sockets = new Set<Socket>()
  let bytes = 0
  // The moment until which the line is busy with what was sent before.
  let busyUntil = 0

  function forward(from: Socket, to: Socket, delayOf: (length: number) => number): void {
    const waiting: (Buffer | null)[] = []
    // Timers of nearly the same moment may fire in any order; what they let through keeps its own.
    const later = (chunk: Buffer | null): void => {
      waiting.push(chunk)
      setTimeout(pass, delayOf(chunk?.length ?? 0))
    }
    const pass = (): void => {
      const chunk = waiting.shift()
      if (chunk && to.writable) to.write(chunk)
      else to.destroy()
    }
    from.on('data', later)
    from.on('close', () => later(null))
    from.on('error', () => from.destroy())
  }
  const up = (): number => roundTripMs / 2
  const down = (length: number): number => {
    bytes += length
    const now = performance.now()
    busyUntil = Math.max(now, busyUntil) + (length / bytesPerSecond) * 1000
    return busyUntil - now + roundTripMs / 2
  }

  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    const opening = performance.now() + roundTripMs
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.setNoDelay(true)
    }
    forward(client, upstream, () => Math.max(0, opening - performance.now()) + up())
    forward(upstream, client, down)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeBytes() {
      const taken = bytes
      bytes = 0
      return taken
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
