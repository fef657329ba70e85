import { Router } from 'express'
import type { Services } from '../services.ts'
import { shareAnswer } from '../shared-answer.ts'
import { ping } from '../storage/database.ts'

/** The routes are open to the internet, so however often they are asked, the database is asked once in this time. */
const answerLivesMs = 1000

/** Tells those who run the server: `/health` the process lives, `/ready` it takes work and its database answers. */
export function healthRoutes({ database, ongoing, log }: Services): Router {
  const routes = Router()
  const isAnswering = shareAnswer(async () => {
    try {
      await ping(database)
      return true
    } catch (error) {
      log.error({ err: error }, 'the database does not answer')
      return false
    }
  }, answerLivesMs)
  routes.get('/health', (_, response) => {
    response.json({ status: 'ok' })
  })
  routes.get('/ready', async (_, response) => {
    if (ongoing.isLeaving) return void response.status(503).json({ status: 'leaving' })
    if (await isAnswering()) response.json({ status: 'ok' })
    else response.status(503).json({ status: 'database does not answer' })
  })
  return routes
}
