import express, { Router, type Request } from 'express'
import { z } from 'zod'
import { convert } from '../actions/convert.ts'
import type { App } from '../actions/our-app.ts'
import { preview } from '../actions/preview.ts'
import { resume } from '../actions/resume.ts'
import { keep, undo } from '../actions/undo.ts'
import { convertRequest, portalTokenHeader, resumeRequest, sessionHeader } from '../contract.ts'
import { AppError } from '../errors.ts'
import { openPortal, type Portal } from '../portal.ts'
import type { Services } from '../services.ts'
import { openSession, readSession, type Session } from '../session.ts'
import { reviveWellFormed } from '../conversion/well-formed.ts'
import { countAddress } from './count-address.ts'
import { historyRoutes } from './history-api.ts'
import { installRoutes } from './install-api.ts'
import { mappingRoutes } from './mapping-api.ts'
import { settingsRoutes } from './settings-api.ts'
import { sourceRoutes } from './source-api.ts'
import type { FrameRecord } from './frame-form.ts'
import { untilLeft } from './until-left.ts'

const conversionPath = z.object({ requestId: z.uuid() })

/** What our own pages ask for: every request names its session and carries a fresh token of the person. */
export function apiRoutes(services: Services, app: App): Router {
  const { config, authServer, ongoing, limits } = services
  const routes = Router()
  routes.use((_, response, next) => {
    response.setHeader('Cache-Control', 'no-store')
    next()
  })
  routes.use(countAddress(limits.address.api))
  const body = express.json({ limit: '256kb', reviver: reviveWellFormed })
  routes.use(mappingRoutes(enter, body))
  routes.use(body)

  routes.get('/session', async (request, response) => {
    await enter(request)
    response.json({})
  })

  routes.post('/preview', async (request, response) => {
    const { session, portal } = await enter(request)
    response.json(await preview(untilLeft(portal, response), recordOf(session)))
  })

  routes.post('/convert', async (request, response) => {
    const { session, portal } = await enter(request)
    const record = recordOf(session)
    const choices = convertRequest.parse(request.body)
    // It goes on when the slider is closed, and the process waits for it before it ends.
    const rest = portal.restFor({ requestId: choices.requestId })
    response.json(await ongoing.begin(() => convert({ ...portal, rest }, record, choices)))
  })

  routes.get('/conversions/:requestId', async (request, response) => {
    const { portal } = await enter(request)
    const { requestId } = conversionPath.parse(request.params)
    const entry = await portal.journal.find(requestId)
    // A page asks every second while it runs; what has ended is shown to a person who still works there.
    const isRunning = entry?.userId === portal.actor.userId && entry.conversion.outcome === 'running'
    if (!isRunning) await portal.proveAgain()
    if (entry?.userId !== portal.actor.userId)
      throw new AppError('conversion_not_found', 'This person started no such conversion.')
    response.json(entry.conversion)
  })

  routes.post('/conversions/:requestId/resume', async (request, response) => {
    const { portal } = await enter(request)
    const { requestId } = conversionPath.parse(request.params)
    const wish = resumeRequest.parse(request.body)
    response.json(await ongoing.begin(() => resume(portal, requestId, wish)))
  })

  routes.post('/conversions/:requestId/undo', async (request, response) => {
    const { portal } = await enter(request)
    const { requestId } = conversionPath.parse(request.params)
    response.json(await ongoing.begin(() => undo(portal, requestId)))
  })

  routes.post('/conversions/:requestId/keep', async (request, response) => {
    const { portal } = await enter(request)
    const { requestId } = conversionPath.parse(request.params)
    response.json(await keep(portal, requestId))
  })

  routes.use(installRoutes(enter, app, services))
  routes.use(historyRoutes(enter, app))
  routes.use(settingsRoutes(enter, app))
  routes.use(sourceRoutes(enter, config.sessionSecret))
  return routes

  /**
   * Session and token must speak of the same portal and the same person. Then a session goes on for another hour from
   * now, since somebody may be at work for longer.
   */
  async function enter(request: Request): Promise<{ session: Session; portal: Portal }> {
    const session = await readSession(config.sessionSecret, request.get(sessionHeader))
    await limits.portal.api(session.memberId)
    const accessToken = request.get(portalTokenHeader)
    if (!accessToken) throw new AppError('not_verified', 'The portal token header is missing.')
    const identity = await authServer.verify(accessToken)
    if (identity.memberId !== session.memberId)
      throw new AppError('not_verified', 'The token belongs to another portal than the session.')
    if (identity.userId !== session.userId)
      throw new AppError('session_expired', 'Somebody else is signed in to the portal now.')
    request.res?.setHeader(sessionHeader, await openSession(config.sessionSecret, session))
    return { session, portal: openPortal(services, identity, accessToken, session.language) }
  }
}

function recordOf({ record }: Session): FrameRecord {
  if (!record) throw new AppError('invalid_request', 'This page was not opened from a record.')
  return record
}
