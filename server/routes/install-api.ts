import { Router, type Request, type Response } from 'express'
import { install } from '../actions/install.ts'
import type { App } from '../actions/our-app.ts'
import type { InstallLine } from '../contract.ts'
import type { Portal } from '../portal.ts'
import { toRefusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { openTokens } from './sealed-tokens.ts'

/** The installer's one act, told while it happens; `enter` proves who asks. */
export function installRoutes(
  enter: (request: Request) => Promise<{ session: Session; portal: Portal }>,
  app: App,
  { ongoing, seal }: Pick<Services, 'ongoing' | 'seal'>,
): Router {
  const routes = Router()

  routes.post('/install', async (request, response) => {
    const { session, portal } = await enter(request)
    const { applicationTokenHash, page } = session
    // Whoever repairs did not mean to put their own access in the place of one that works.
    const form = { applicationTokenHash, tokens: openTokens(seal, session), inReserve: page !== 'install' }
    const tell = openLines(response)
    try {
      // It goes on when the window is closed: a portal that is set up by half serves nobody.
      tell({ answer: await ongoing.begin(() => install(portal, app, form, (step) => tell({ step }))) })
    } catch (error) {
      if (!response.headersSent) throw error
      tell(toRefusal(error, request.log).answer)
    }
    response.end()
  })

  return routes
}

/** Sends one line at a time. The first one begins the answer, so that until then a refusal keeps its status. */
function openLines(response: Response): (line: InstallLine) => void {
  return (line) => {
    if (!response.headersSent) {
      // Whoever would collect lines, in order to compress them or to answer in one piece, is asked not to.
      response
        .type('application/x-ndjson')
        .set({ 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' })
    }
    response.write(`${JSON.stringify(line)}\n`)
  }
}
