import { Router } from 'express'
import { ping } from '../storage/database.ts'
import type { Services } from '../services.ts'

/** Tells those who run the server: `/health` the process lives, `/ready` it takes work and its database answers. */
export function healthRoutes({ database, ongoing }: Services): Router {
  const routes = Router()
  routes.get('/health', (_, response) => {
    response.json({ status: 'ok' })
  })
  routes.get('/ready', async (request, response) => {
    if (ongoing.isLeaving) return void response.status(503).json({ status: 'leaving' })
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
