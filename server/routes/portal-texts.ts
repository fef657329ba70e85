import { line } from '../conversion/text-schema.ts'

/** What a portal is known by: 32 digits so far. */
export const memberId = line(100).min(1)
/** An access token or an application token; an auth server is asked about shorter ones only. */
export const token = line(1000).min(1)
/** Absent where a portal gives none. */
export const refreshToken = line(1000).default('')
