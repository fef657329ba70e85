import { createHash } from 'node:crypto'
import manifest from '../../manifest/app.json' with { type: 'json' }
import type { Bindings } from '../bitrix/bind-app.ts'
import { typeAtPlacement } from '../conversion/record-types.ts'
import { isSmartTypeName } from '../conversion/smart-types.ts'

/** What we tell every portal about ourselves: `manifest/app.json` with the addresses of this server. */
export interface App {
  scopes: string[]
  /** Where the portal opens us. */
  handler: string
  bindings: Bindings
}

/** The app as the manifest describes it, at the address of this server. */
export function ourApp(publicUrl: string): App {
  const handler = `${publicUrl}/app`
  return {
    scopes: manifest.scopes,
    handler,
    bindings: {
      placements: manifest.placements.map((entry) => ({ ...entry, handler })),
      events: manifest.events.map((event) => ({ event, handler: `${publicUrl}/events` })),
    },
  }
}

/**
 * The cards of smart processes to which an administrator has bound us, at the address of this server: the manifest
 * cannot know them, so installing anew keeps them.
 */
export function keptPlacements(bound: Bindings, { handler }: App): Bindings['placements'] {
  const isSmart = (code: string): boolean => isSmartTypeName(typeAtPlacement(code) ?? '')
  return bound.placements.filter(({ placement }) => isSmart(placement)).map((entry) => ({ ...entry, handler }))
}

/** Fingerprint of everything a portal is told, so that a portal which was told something else is noticed. */
export function fingerprintOf(app: App): string {
  return createHash('sha256').update(JSON.stringify(app)).digest('hex').slice(0, 16)
}
