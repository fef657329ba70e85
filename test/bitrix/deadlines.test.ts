import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openDownload } from '../../server/bitrix/download.ts'
import { openOutgoing } from '../../server/bitrix/outgoing.ts'
import { post } from '../../server/bitrix/post.ts'

const outgoing = openOutgoing({ allowLoopback: true })
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A portal that begins an answer and then sends a byte every moment, for ever. */
async function drippingPortal(begin: (response: ServerResponse) => void = () => {}): Promise<string> {
  server = createServer((_, response) => {
    begin(response)
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('an answer that drips ends at the deadline, and it may have been carried out', async () => {
  const url = await drippingPortal()
  const request = post(outgoing, `${url}/rest/x`, {}, { timeoutMs: 300 })
  await expect(request).rejects.toMatchObject({ code: 'ETIMEDOUT', status: 0, unsent: false })
})

test('a request ends with the person who waited for it', async () => {
  const url = await drippingPortal()
  const left = new AbortController()
  const request = post(outgoing, `${url}/rest/x`, {}, { timeoutMs: 20_000, signal: left.signal })
  setTimeout(() => left.abort(), 100)
  await expect(request).rejects.toMatchObject({ code: 'CLIENT_LEFT' })
})

test('a file that drips ends at its deadline', async () => {
  const url = await drippingPortal((response) => response.setHeader('content-disposition', 'filename="a.txt"'))
  const { content } = await openDownload(outgoing, url, '/file', 1000, 300)
  const read = async (): Promise<void> => {
    for await (const piece of content) expect(piece.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toMatchObject({ details: { restCode: 'FILE_NOT_READABLE' } })
})
