import { Router } from 'express'
import { ping } from '../storage/database.ts'
import type { Services } from '../services.ts'

/** Tells those who run the server: `/health` the process lives, `/ready` its database answers too. */
export function healthRoutes({ database }: Services): Router {
  const routes = Router()
  routes.get('/health', (_, response) => {
    response.json({ status: 'ok' })
  })
  routes.get('/ready', async (request, response) => {
    try {
      await ping(database)
      response.json({ status: 'ok' })
    } catch (error) {
      request.log.error({ err: error }, 'the database does not answer')
      response.status(503).json({ status: 'database does not answer' })
    }
  })
  return routes
}
