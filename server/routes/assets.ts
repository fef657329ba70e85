import express, { Router } from 'express'
import { existsSync, readdirSync } from 'node:fs'
import { extname } from 'node:path'

/** The copies the build lays beside an asset, the smaller one first. */
const copies = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const

/** Serves what the build made. Names carry a hash of their content, so a browser asks once and never again. */
export function assetRoutes(folder: string): Router {
  const routes = Router()
  const names = new Set(existsSync(folder) ? readdirSync(folder) : [])
  routes.use((request, response, next) => {
    const name = request.path.slice(1)
    const copy = copies.find(({ encoding, ending }) => names.has(name + ending) && request.acceptsEncodings(encoding))
    if (copies.some(({ ending }) => names.has(name + ending))) response.vary('Accept-Encoding')
    if (copy) {
      response.type(extname(name)).setHeader('Content-Encoding', copy.encoding)
      request.url = `/${name}${copy.ending}`
    }
    next()
  })
  routes.use(express.static(folder, { immutable: true, maxAge: '1y', index: false }))
  return routes
}
