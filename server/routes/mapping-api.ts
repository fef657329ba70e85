import { Router, type Request } from 'express'
import { exportMapping, readImport, readMapping, saveMapping } from '../actions/mapping.ts'
import { mappingChange, mappingImport, mappingPath, mappingQuery } from '../contract.ts'
import type { Portal } from '../portal.ts'

/** What administrators ask for to decide where fields go; `enter` proves who asks, the portal who administers it. */
export function mappingRoutes(enter: (request: Request) => Promise<{ portal: Portal }>): Router {
  const routes = Router()

  routes.get('/mappings/:sourceType/:targetType', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await readMapping(portal, pairOf(request), mappingQuery.parse(request.query).version))
  })

  routes.post('/mappings/:sourceType/:targetType', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await saveMapping(portal, pairOf(request), mappingChange.parse(request.body)))
  })

  routes.get('/mappings/:sourceType/:targetType/file', async (request, response) => {
    const { portal } = await enter(request)
    const pair = pairOf(request)
    const file = await exportMapping(portal, pair)
    response.type('application/json').attachment(`${pair.source}-${pair.target}.json`).send(file)
  })

  routes.post('/mapping-file', async (request, response) => {
    const { portal } = await enter(request)
    response.json(await readImport(portal, mappingImport.parse(request.body).text))
  })

  return routes
}

function pairOf({ params }: Request) {
  const { sourceType, targetType } = mappingPath.parse(params)
  return { source: sourceType, target: targetType }
}
