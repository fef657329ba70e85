import { createServer } from 'node:net'
import manifest from '../manifest/app.json' with { type: 'json' }
import { readConfig } from '../server/config.ts'
import { startServer } from '../server/start.ts'
import type { Database } from '../server/storage/database.ts'
import { installApp } from './install-app.ts'
import { newSecret } from './secrets.ts'
import { createSimulator, type Simulator } from './simulator/create-simulator.ts'
import { hostPages } from './simulator/host/pages.ts'

const administrator = 1

export interface Demo {
  portal: Simulator
  portalUrl: string
  appUrl: string
  stop(): Promise<void>
}

/** Starts a simulated portal and the app side by side, both on loopback; installed by the app's own installer, or not yet. */
export async function startDemo(options: {
  installed: boolean
  ports: { portal: number; app: number }
  database?: Database
  /** Seconds after which an answer of the portal counts as lost; a minute unless told. */
  portalTimeout?: number
}): Promise<Demo> {
  const credentials = { clientId: 'local.demo', clientSecret: randomText() }
  const portal = createSimulator({ seed: 'demo', memberId: crypto.randomUUID().replaceAll('-', ''), ...credentials })
  portal.pages = hostPages(portal)
  const host = await portal.listen(await freePort(options.ports.portal))
  const appPort = await freePort(options.ports.app)
  const appUrl = `http://127.0.0.1:${appPort}`
  const app = await startServer(
    readConfig({
      PORT: String(appPort),
      PUBLIC_URL: appUrl,
      BITRIX_CLIENT_ID: credentials.clientId,
      BITRIX_CLIENT_SECRET: credentials.clientSecret,
      SESSION_SECRET: newSecret(),
      BITRIX_AUTH_SERVERS: host.url,
      ALLOW_LOOPBACK_PORTALS: 'true',
      DATA_DIR: 'memory://',
      LOG_LEVEL: 'warn',
      ...(options.portalTimeout ? { PORTAL_TIMEOUT_SECONDS: String(options.portalTimeout) } : {}),
    }),
    { database: options.database },
  )
  portal.installApp({
    title: { de: 'Create From', en: 'Create From' },
    handlerUrl: `${appUrl}/app`,
    installerUrl: `${appUrl}/install`,
    scopes: [...manifest.scopes, ...manifest.optionalScopes],
  })
  if (options.installed) {
    await installApp(appUrl, portal.frameForm({ userId: administrator }).fields)
    portal.finishInstall(administrator)
  }
  const stop = async (): Promise<void> => void (await Promise.all([app.close(), host.close()]))
  return { portal, portalUrl: host.url, appUrl, stop }
}

/** The wished port if nobody has it, else any free one. */
function freePort(wished: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(freePort(0)))
    probe.listen(wished, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

function randomText(): string {
  return `${crypto.randomUUID()}${crypto.randomUUID()}`
}
