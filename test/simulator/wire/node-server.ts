import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves fetch-style answers on a real port of this machine. */
export async function listenOn(
  port: number,
  handle: (request: Request, source: string) => Promise<Response>,
): Promise<{ url: string; close(): Promise<void> }> {
  let url = ''
  const server = createServer((incoming, outgoing) => {
    answer(url, incoming, outgoing, handle).catch((error: unknown) => {
      console.error(error)
      outgoing.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

async function answer(
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request, source: string) => Promise<Response>,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const hasBody = !['GET', 'HEAD'].includes(incoming.method ?? 'GET')
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    for (const single of [value].flat()) if (single !== undefined) headers.append(name, single)
  // A path that starts with // must not be taken for a host.
  const response = await handle(
    new Request(`${url}${incoming.url ?? '/'}`, {
      method: incoming.method,
      headers,
      body: hasBody ? Buffer.concat(chunks) : null,
    }),
    incoming.socket.remoteAddress ?? '',
  )
  if (response.type === 'error') {
    outgoing.destroy()
    return
  }
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}
