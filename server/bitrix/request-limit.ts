/**
 * What a portal takes of one sender: 50 requests at once, of which it forgets two a second; beyond that it refuses with
 * QUERY_LIMIT_EXCEEDED. Source: documentation, REST API limits, table of plans. Enterprise portals take 250 and 5,
 * portals on a server of one's own anything; there the app is merely slower than it might be.
 * The portal forgets by whole seconds, so one second's worth stays unused; the reserve is for people who wait.
 */
export const requestLimit = { burst: 50 - 2, drain: 2, reserve: 24 }
