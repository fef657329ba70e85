import { createServer } from 'node:net'
import manifest from '../manifest/app.json' with { type: 'json' }
import { readConfig } from '../server/config.ts'
import { portalTokenHeader, sessionHeader, type StartState } from '../server/contract.ts'
import { startServer } from '../server/start.ts'
import { createSimulator, type Simulator } from './simulator/create-simulator.ts'
import { hostPages } from './simulator/host/pages.ts'

const administrator = 1

/** Starts a simulated portal and the app side by side, installs the app by its own installer, and says where to look. */
async function startDemo(): Promise<void> {
  const credentials = { clientId: 'local.demo', clientSecret: randomText() }
  const portal = createSimulator({ seed: 'demo', ...credentials })
  portal.pages = hostPages(portal)
  const host = await portal.listen(await freePort(4000))
  const appPort = await freePort(4001)
  const app = await startServer(
    readConfig({
      PORT: String(appPort),
      PUBLIC_URL: `http://127.0.0.1:${appPort}`,
      BITRIX_CLIENT_ID: credentials.clientId,
      BITRIX_CLIENT_SECRET: credentials.clientSecret,
      SESSION_SECRET: randomText(),
      BITRIX_AUTH_SERVERS: host.url,
      ALLOW_LOOPBACK_PORTALS: 'true',
      DATA_DIR: 'memory://',
      LOG_LEVEL: 'warn',
    }),
  )
  const stop = async (): Promise<void> => {
    await Promise.all([app.close(), host.close()])
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  await install(portal, `http://127.0.0.1:${appPort}`)
  console.log(`Simulated portal with Create From installed: ${host.url}/crm/deal/details/1/`)
}

/** The installer's road without a browser: the portal's POST, the page's session, the installer's one call, its end. */
async function install(portal: Simulator, appUrl: string): Promise<void> {
  portal.installApp({ handlerUrl: `${appUrl}/app`, installerUrl: `${appUrl}/install`, scopes: manifest.scopes })
  const { action, fields } = portal.frameForm({ userId: administrator, url: `${appUrl}/install` })
  const page = await (await fetch(action, { method: 'POST', body: new URLSearchParams(fields) })).text()
  const [, json = '{}'] = /<script type="application\/json" id="start">([^<]*)</.exec(page) ?? []
  const start = JSON.parse(json) as StartState
  if (!('session' in start)) throw new Error(`The installer page did not open: ${json}`)
  const answer = await fetch(`${appUrl}/api/install`, {
    method: 'POST',
    headers: { [sessionHeader]: start.session, [portalTokenHeader]: fields.AUTH_ID ?? '' },
  })
  if (!answer.ok) throw new Error(`The installer answered ${answer.status}: ${await answer.text()}`)
  portal.finishInstall(administrator)
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

await startDemo()
