import express, { Router } from 'express'
import { z } from 'zod'
import { hearRemoval } from '../actions/forget-portal.ts'
import { followInstall, followUpdate } from '../actions/install.ts'
import { ourApp } from '../actions/our-app.ts'
import { hashApplicationToken } from '../bitrix/application-token.ts'
import { AppError } from '../errors.ts'
import { openLeavingPortal, openPortal } from '../portal.ts'
import { line } from '../conversion/text-schema.ts'
import { toRefusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { countAddress } from './count-address.ts'
import { memberId, refreshToken, token } from './portal-texts.ts'
import { hearTimeline, timelineEvents } from './timeline-events.ts'

const withTokens = z.object({
  member_id: memberId,
  application_token: token,
  access_token: token,
  refresh_token: refreshToken,
})

const portalEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ONAPPINSTALL'), auth: withTokens }),
  z.object({ event: z.literal('ONAPPUPDATE'), auth: withTokens }),
  z.object({
    event: z.literal('ONAPPUNINSTALL'),
    data: z.object({ CLEAN: line(10).default('0') }).default({ CLEAN: '0' }),
    ts: z
      .string()
      .regex(/^\d{9,11}$/)
      .transform(Number)
      .nullable()
      .catch(null), // Unix seconds
    auth: z.object({ member_id: memberId, application_token: token }),
  }),
  ...timelineEvents,
])

/**
 * Hears what portals tell on their own. They do not wait and do not repeat: the answer comes first, and whether the
 * event is genuine shows only afterwards.
 */
export function eventRoutes(services: Services): Router {
  const routes = Router()
  // Events come with nested brackets, and few of them.
  const body = express.urlencoded({ extended: true, limit: '100kb', parameterLimit: 200 })
  // The portal's settings check an address with HEAD, and take it only for 200, 301 or 302.
  routes.head('/events', (_, response) => void response.sendStatus(200))
  routes.post('/events', countAddress(services.limits.address.events), body, (request, response) => {
    response.sendStatus(200)
    const work = hear(services, request.body).catch((error: unknown) => toRefusal(error, request.log))
    void services.ongoing.track(work)
  })
  return routes
}

async function hear(services: Services, received: unknown): Promise<void> {
  const message = portalEvent.parse(received)
  const { member_id, application_token: applicationToken } = message.auth
  if (message.event === 'ONAPPUNINSTALL') {
    const sentAt = message.ts === null ? null : new Date(message.ts * 1000)
    const event = { applicationToken, clean: message.data.CLEAN === '1', sentAt }
    return hearRemoval(openLeavingPortal(services, member_id), event)
  }
  if (message.event !== 'ONAPPINSTALL' && message.event !== 'ONAPPUPDATE') return hearTimeline(services, message)
  const accessToken = message.auth.access_token
  const identity = await services.authServer.verify(accessToken)
  if (identity.memberId !== member_id)
    throw new AppError('not_verified', 'The token belongs to another portal than the event says.')
  const portal = openPortal(services, identity, accessToken, 'en', { priority: 'background' })
  const { refresh_token } = message.auth
  const tokens = refresh_token ? { accessToken, refreshToken: refresh_token, expires: identity.expires } : null
  const app = ourApp(services.config.publicUrl)
  if (message.event === 'ONAPPINSTALL') return followInstall(portal, app, { applicationToken, tokens })
  await followUpdate(portal, app, { applicationTokenHash: hashApplicationToken(applicationToken), tokens })
}
