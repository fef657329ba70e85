import express, { Router, type Request, type RequestHandler } from 'express'
import { exportMapping, readImport, readMapping, saveMapping } from '../actions/mapping.ts'
import { mappingChange, mappingImport, mappingPath, mappingQuery } from '../contract.ts'
import { longestFile } from '../conversion/mapping-file.ts'
import type { Portal } from '../portal.ts'
import { untilLeft } from './until-left.ts'
import { reviveWellFormed } from '../conversion/well-formed.ts'

/**
 * What administrators ask for to decide where fields go; `enter` proves who asks, the portal who administers it, and
 * `body` reads what they send, but for a file.
 */
export function mappingRoutes(enter: (request: Request) => Promise<{ portal: Portal }>, body: RequestHandler): Router {
  const routes = Router()
  // So many characters as JSON, each of three bytes.
  const fileBody = express.json({ limit: 3 * longestFile, reviver: reviveWellFormed })

  routes.get('/mappings/:sourceType/:targetType', async (request, response) => {
    const { portal } = await enter(request)
    response.json(
      await readMapping(untilLeft(portal, response), pairOf(request), mappingQuery.parse(request.query).version),
    )
  })

  routes.post('/mappings/:sourceType/:targetType', body, async (request, response) => {
    const { portal } = await enter(request)
    response.json(await saveMapping(portal, pairOf(request), mappingChange.parse(request.body)))
  })

  routes.get('/mappings/:sourceType/:targetType/file', async (request, response) => {
    const { portal } = await enter(request)
    const pair = pairOf(request)
    const file = await exportMapping(untilLeft(portal, response), pair)
    response.type('application/json').attachment(`${pair.source}-${pair.target}.json`).send(file)
  })

  routes.post('/mapping-file', async (request, response) => {
    // Nobody else makes the server read as much.
    const { portal } = await enter(request)
    await new Promise<void>((resolve, reject) =>
      fileBody(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve())),
    )
    response.json(await readImport(untilLeft(portal, response), mappingImport.parse(request.body).text))
  })

  return routes
}

function pairOf({ params }: Request) {
  const { sourceType, targetType } = mappingPath.parse(params)
  return { source: sourceType, target: targetType }
}
