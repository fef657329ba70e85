import { randomBytes } from 'node:crypto'
import { openClock } from '../clock.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../create-simulator.ts'
import { hostPages } from '../host/pages.ts'
import { methods } from '../methods/method-table.ts'
import { placementScopes } from '../methods/placement-codes.ts'
import type { App } from '../state.ts'
import type { Certificate } from '../wire/certificate.ts'
import { listenOn } from '../wire/node-server.ts'
import { answerControl, type Desk } from './control-api.ts'
import { fill } from './fill.ts'
import { hostPage, openScript } from './host-page.ts'
import type { Seed } from './orders.ts'

export interface PortalOptions extends Pick<SimulatorOptions, 'limits'> {
  /** Any free port unless told otherwise. */
  port?: number
  appUrl?: string
  /** With one the portal speaks https. */
  certificate?: Certificate | null
  seed?: 'demo' | 'empty' | Seed
}

/** All a client needs to know of a running portal. */
export interface PortalInfo extends Record<string, string> {
  url: string
  /** An administrator's; methods are appended to it. */
  webhook: string
  clientId: string
  clientSecret: string
  accessToken: string
  refreshToken: string
  memberId: string
  applicationToken: string
  hostPage: string
  control: string
}

/** Every scope this portal knows. */
const allScopes = [...new Set(['user', ...Object.values(methods).flatMap(({ scopes }) => scopes), ...placementScopes])]

/** Starts a portal that stays up, with one app installed, its pages, and an API to control it. */
export async function startPortal(options: PortalOptions = {}): Promise<{ info: PortalInfo; close(): Promise<void> }> {
  const clock = openClock()
  const credentials = {
    clientId: `local.${randomBytes(7).toString('hex')}.1`,
    clientSecret: randomBytes(25).toString('hex'),
  }
  let simulator: Simulator | null = null
  let info: PortalInfo | null = null
  const server = await listenOn(
    options.port ?? 0,
    (request, source) => {
      if (!simulator) throw new Error('The portal is not open yet.')
      return simulator.handle(request, source)
    },
    options.certificate,
  )
  const { url } = server

  function open(seed: PortalOptions['seed'] = 'demo'): Simulator {
    const { limits } = options
    const preset = seed === 'demo' ? seed : 'empty'
    const fresh = createSimulator({
      ...credentials,
      clock,
      limits,
      seed: preset,
      origin: url,
      authOrigin: url,
    })
    if (typeof seed === 'object') fill(fresh, seed)
    const app = fresh.installApp({ handlerUrl: options.appUrl ?? 'https://app.example.test/', scopes: allScopes })
    info = keepIdentity(fresh, app, info)
    const pages = hostPages(fresh)
    const desk: Desk = {
      simulator: fresh,
      clock,
      info,
      reset: (next) => void (simulator = open(next ?? options.seed)),
    }
    fresh.pages = async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/control/')) return answerControl(desk, request, pathname.slice('/control/'.length))
      if (pathname === '/host/open.js')
        return new Response(openScript, { headers: { 'content-type': 'text/javascript' } })
      return pathname === '/host/' ? hostPage(fresh, request, '/host/open.js') : pages(request)
    }
    return fresh
  }

  simulator = open(options.seed)
  if (!info) throw new Error('The portal did not open.')
  return { info, close: server.close }
}

/** What clients were told at the start stays true when everything else is new. */
function keepIdentity(simulator: Simulator, app: App, before: PortalInfo | null): PortalInfo {
  const { state, origin: url } = simulator
  const grant = { ...simulator.tokens(1), appId: app.id, userId: 1 }
  const webhook = simulator.webhook(1, allScopes)
  if (!before)
    return {
      url,
      webhook: webhook.replace(/\/$/, ''),
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken,
      memberId: state.memberId,
      applicationToken: app.applicationToken,
      hostPage: `${url}/host/`,
      control: `${url}/control/`,
    }
  const issued = state.grants.get(grant.accessToken)
  if (issued) {
    const kept = { ...issued, accessToken: before.accessToken, refreshToken: before.refreshToken }
    state.grants.set(kept.accessToken, kept)
    state.refreshes.set(kept.refreshToken, kept)
  }
  app.applicationToken = before.applicationToken
  state.webhooks.set(before.webhook.split('/').at(-1) ?? '', { userId: 1, scopes: allScopes })
  return before
}
