import type { Response } from 'express'
import type { Portal } from '../portal.ts'

/** The same portal for a look that only this client waits for: it ends, and asks nothing more, once the client has left. */
export function untilLeft(portal: Portal, response: Response): Portal {
  return { ...portal, rest: portal.restFor({ requestId: null, signal: leaving(response) }) }
}

/** Aborts when the connection closes before its answer is complete. */
export function leaving(response: Response): AbortSignal {
  const left = new AbortController()
  // Proving a person takes a while, in which they may have left.
  if (response.destroyed || response.req.socket.destroyed) left.abort()
  response.once('close', () => {
    if (!response.writableFinished) left.abort()
  })
  return left.signal
}
