import { createHash } from 'node:crypto'
import manifest from '../../manifest/app.json' with { type: 'json' }
import type { Bindings } from '../bitrix/bind-app.ts'
import type { Settings } from '../conversion/settings.ts'

/** What we tell every portal about ourselves: `manifest/app.json` with the addresses of this server. */
export interface App {
  scopes: string[]
  /** What the app cannot do without, one of each family of methods: older modules of on-premise portals lack some. */
  methods: string[]
  /** Where the portal opens us. */
  handler: string
  bindings: Bindings
  /** Places that many portals lack: bound where they are offered, and missed by nobody elsewhere. */
  optionalPlacements: string[]
  /** What we hear besides where an administrator wants entries with buttons in timelines. */
  timelineEvents: Bindings['events']
}

/** The app as the manifest describes it, at the address of this server. */
export function ourApp(publicUrl: string): App {
  const handler = `${publicUrl}/app`
  const heard = (event: string): Bindings['events'][number] => ({ event, handler: `${publicUrl}/events` })
  return {
    scopes: manifest.scopes,
    methods: manifest.methods,
    handler,
    bindings: {
      placements: manifest.placements.map(({ placement, titles }) => ({ placement, titles, handler })),
      events: manifest.events.map(heard),
    },
    timelineEvents: manifest.timelineEvents.map(heard),
    optionalPlacements: manifest.placements.flatMap((entry) => ('optional' in entry ? [entry.placement] : [])),
  }
}

/** Fingerprint of everything a portal is told, so that a portal which was told something else is noticed. */
export function fingerprintOf(app: App): string {
  return createHash('sha256').update(JSON.stringify(app)).digest('hex').slice(0, 16)
}

/** What the portal shall tell us, as the administrator has decided. */
export function eventsFor({ bindings, timelineEvents }: App, { timeline }: Settings): Bindings['events'] {
  return timeline ? [...bindings.events, ...timelineEvents] : bindings.events
}
