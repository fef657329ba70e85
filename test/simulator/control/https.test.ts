import { B24Hook } from '@bitrix24/b24jssdk'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { globalAgent } from 'node:https'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PortalInfo } from './start-portal.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const child = spawn('npm', ['run', '-s', 'portal', '--', '--json', '--https'], { cwd: root, detached: true })
let info: PortalInfo
beforeAll(async () => {
  for await (const line of createInterface(child.stdout)) {
    info = JSON.parse(line) as PortalInfo
    return
  }
}, 120_000)
afterAll(() => {
  delete globalAgent.options.ca
  if (child.pid) process.kill(-child.pid, 'SIGTERM')
})

/** The official SDK takes no webhook that is not https. */
async function askBySdk(): Promise<unknown> {
  const client = B24Hook.fromWebhookUrl(`${info.webhook}/`)
  const answer = await client.actions.v2.call.make({ method: 'crm.item.get', params: { entityTypeId: 2, id: 1 } })
  return answer.getData()?.result
}

describe('npm run portal -- --https', () => {
  test('tells https addresses only, and where its certificate is', async () => {
    expect(info).toMatchObject({ url: expect.stringMatching(/^https:/), webhook: expect.stringMatching(/^https:/) })
    expect(await readFile(info.certificate ?? '', 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
  })

  test('is believed by those who were given the certificate, and by nobody else', async () => {
    await expect(fetch(`${info.webhook}/server.time`)).rejects.toMatchObject({
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    globalAgent.options.ca = await readFile(info.certificate ?? '', 'utf8')
    expect(await askBySdk()).toMatchObject({ item: { id: 1, entityTypeId: 2 } })
  })
})
