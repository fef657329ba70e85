import { Router, type Request } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportHistory } from '../actions/export-history.ts'
import { readHealth } from '../actions/health.ts'
import { readHistory } from '../actions/history.ts'
import type { App } from '../actions/our-app.ts'
import { exportQuery, historyQuery } from '../contract.ts'
import type { Portal } from '../portal.ts'
import { untilLeft } from './until-left.ts'

/** What the app's main page asks for; `enter` proves who asks. */
export function historyRoutes(enter: (request: Request) => Promise<{ portal: Portal }>, app: App): Router {
  const routes = Router()

  routes.get('/history', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await readHistory(untilLeft(portal, response), historyQuery.parse(request.query)))
  })

  routes.get('/history.csv', async (request, response) => {
    const { portal } = await enter(request)
    const lines = exportHistory(untilLeft(portal, response), exportQuery.parse(request.query))
    // A refusal comes before the first line, while it can still be told as one.
    const { value: first } = await lines.next()
    response.type('text/csv').attachment('create-from.csv').write(first)
    await pipeline(Readable.from(lines), response)
  })

  routes.get('/health', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await readHealth(untilLeft(portal, response), app))
  })

  return routes
}
