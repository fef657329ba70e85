import { createHash, timingSafeEqual } from 'node:crypto'

/** The form in which an application token is kept: 128 random bits need no salt. */
export function hashApplicationToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Tells, without telling by the time it takes, whether a token is the one that is kept; without one nothing matches. */
export function isApplicationToken(token: string, hash: string | null): boolean {
  if (!token || !hash) return false
  const [given, kept] = [Buffer.from(hashApplicationToken(token)), Buffer.from(hash)]
  return given.length === kept.length && timingSafeEqual(given, kept)
}
