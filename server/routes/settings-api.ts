import { Router, type Request } from 'express'
import type { App } from '../actions/our-app.ts'
import { readSettings, saveSettings } from '../actions/settings.ts'
import { settingsRequest } from '../contract.ts'
import type { Portal } from '../portal.ts'
import { untilLeft } from './until-left.ts'

/** What an administrator decides on the app's main page; `enter` proves who asks. */
export function settingsRoutes(enter: (request: Request) => Promise<{ portal: Portal }>, app: App): Router {
  const routes = Router()

  routes.get('/settings', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await readSettings(untilLeft(portal, response)))
  })

  routes.post('/settings', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await saveSettings(portal, app, settingsRequest.parse(request.body)))
  })

  return routes
}
