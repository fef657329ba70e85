import compression from 'compression'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pinoHttp } from 'pino-http'
import { ourApp } from './actions/our-app.ts'
import { projectPath } from './config.ts'
import { describeError } from './log.ts'
import { readTemplate, securityHeaders } from './page.ts'
import { toRefusal } from './refusal.ts'
import { apiRoutes } from './routes/api.ts'
import { assetRoutes } from './routes/assets.ts'
import { warnOfUnknownProxy } from './routes/count-address.ts'
import { entryRoutes } from './routes/entry.ts'
import { eventRoutes } from './routes/events.ts'
import { healthRoutes } from './routes/health.ts'
import type { Services } from './services.ts'

/** Puts the routes together; whoever calls this listens. */
export function createApp(services: Services, clientFolder = projectPath('dist', 'client')): Express {
  const { config, log } = services
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('trust proxy', config.trustedProxies)

  app.use(requestLog())
  if (config.trustedProxies.length === 0) app.use(warnOfUnknownProxy(log))
  app.use(securityHeaders(config.publicUrl))
  app.use(compression())
  app.use(healthRoutes(services))
  app.use('/assets', assetRoutes(`${clientFolder}/assets`))
  app.use(entryRoutes(services, readTemplate(clientFolder)))
  app.use(eventRoutes(services))
  app.use('/api', apiRoutes(services, ourApp(config.publicUrl)))
  app.use((_, response) => {
    response.sendStatus(404)
  })

  const refuse: ErrorRequestHandler = (error, request, response, next) => {
    const { status, headers, answer } = toRefusal(error, request.log)
    if (response.headersSent) return next(error)
    response.status(status).set(headers).json(answer)
  }
  app.use(refuse)
  return app

  /** One line per request: what and how long, but no header, no body and no query string – tokens travel there. */
  function requestLog() {
    return pinoHttp({
      logger: log,
      autoLogging: { ignore: ({ url }: IncomingMessage) => url === '/health' || url === '/ready' }, // asked all day long
      wrapSerializers: false, // else errors arrive in a form of its own, stripped of what is known of them
      serializers: {
        req: ({ method, url }: IncomingMessage) => ({ method, path: url?.split('?')[0] }),
        res: ({ statusCode }: ServerResponse) => ({ status: statusCode }),
        err: describeError,
      },
    })
  }
}
