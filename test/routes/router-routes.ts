import type { Router } from 'express'

/** A route as it is asked for. */
export interface Route {
  method: string
  path: string
}

/** What a router holds: a route, or another router. */
export type Layer = {
  slash: boolean
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

/** Every route of a router and of the routers in it, as the router itself knows them. */
export function routesOf(router: Router | { stack: Layer[] }): Route[] {
  const { stack } = router as { stack: Layer[] }
  return stack.flatMap(({ slash, route, handle }) => {
    if (route)
      return Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: String(route.path) }))
    if (!handle.stack) return []
    if (!slash) throw new Error('A router below a path of its own hides its routes from this test; mount it at /.')
    return routesOf({ stack: handle.stack })
  })
}
