import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { isSpoilt } from '../hostile/spoil-answer.ts'
import type { Certificate } from './certificate.ts'

/** Serves fetch-style answers on a real port of this machine, over https where there is a certificate. */
export async function listenOn(
  port: number,
  handle: (request: Request, source: string) => Promise<Response>,
  certificate: Certificate | null = null,
): Promise<{ url: string; close(): Promise<void> }> {
  let url = ''
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    answer(url, incoming, outgoing, handle).catch((error: unknown) => {
      console.error(error)
      outgoing.destroy()
    })
  }
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: own } = server.address() as AddressInfo
  // Written as browsers write it: the usual port of the protocol is left out.
  url = new URL(`${certificate ? 'https' : 'http'}://127.0.0.1:${own}`).origin
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
  if (isSpoilt(response)) await send(response, outgoing)
  else outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/** Sends piece by piece, until the other side goes; where less came than was claimed the connection breaks. */
async function send({ body, headers }: Response, outgoing: ServerResponse): Promise<void> {
  const claimed = Number(headers.get('content-length') ?? Number.NaN)
  let sent = 0
  const reader = body?.getReader()
  outgoing.once('close', () => void reader?.cancel())
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    const bytes = piece.value as Uint8Array
    sent += bytes.length
    if (!outgoing.write(bytes)) await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')])
  }
  if (sent < claimed) outgoing.socket?.destroySoon()
  else outgoing.end()
}
