import { Router, type Request } from 'express'
import { lookForSources } from '../actions/find-sources.ts'
import { preview } from '../actions/preview.ts'
import type { SourceRecord } from '../actions/read-ruled.ts'
import { openRequest, sourcesRequest, type OpenedRecord } from '../contract.ts'
import type { Portal } from '../portal.ts'
import { untilLeft } from './until-left.ts'
import { nothingBrought, openSession, type Session } from '../session.ts'

/** What the main page asks for to begin with a record that somebody picks there; `enter` proves who asks. */
export function sourceRoutes(
  enter: (request: Request) => Promise<{ session: Session; portal: Portal }>,
  sessionSecret: string,
): Router {
  const routes = Router()

  routes.post('/sources', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await lookForSources(untilLeft(portal, response), sourcesRequest.parse(request.body)))
  })

  routes.post('/open', async (request, response) => {
    const { session, portal } = await enter(request)
    response.json(
      await openRecord(sessionSecret, session, untilLeft(portal, response), openRequest.parse(request.body)),
    )
  })

  return routes
}

/**
 * Shows what a record can become, with a session that speaks for this record and no other: from here on it goes as if
 * its card had been opened. Whether the person may, their own rights on the portal decide while it is read.
 */
export async function openRecord(
  sessionSecret: string,
  session: Session,
  portal: Portal,
  record: SourceRecord,
): Promise<OpenedRecord> {
  const shown = await preview(portal, record)
  const { type, id } = record
  return {
    session: await openSession(sessionSecret, {
      ...session,
      ...nothingBrought,
      page: 'convert',
      record: { type, id },
    }),
    preview: shown,
  }
}
