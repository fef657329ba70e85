import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { languages } from './contract.ts'
import { sourceTypeSchema } from './conversion/type-schema.ts'
import { AppError } from './errors.ts'

const claims = z.object({
  memberId: z.string().min(1),
  userId: z.int().positive(),
  language: z.enum(languages),
  page: z.enum(['convert', 'install', 'home']),
  record: z.object({ type: sourceTypeSchema, id: z.int().positive() }).nullable(),
  /** Of the form that opened a page which can set the app up; trusted no earlier than the person's right is proven. */
  applicationTokenHash: z.string().nullable(),
  /** Of the same form, and trusted no earlier: the person's pair of tokens, sealed, since sessions can be read. */
  sealedTokens: z.string().nullable(),
})

/** What a page may speak for: one portal, one person, at most one record. */
export type Session = z.output<typeof claims>

/** What a session for a record holds of all that a form brings to set the app up with. */
export const nothingBrought = { applicationTokenHash: null, sealedTokens: null } as const

const issuer = 'create-from'
const keys = new Map<string, Promise<CryptoKey>>()

/** Made once: of a secret in any other form the library makes a key for every signature anew. */
function keyOf(secret: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const made = (): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['sign', 'verify'])
  const key = keys.get(secret) ?? made()
  keys.set(secret, key)
  return key
}

/** Signs a session for one hour from now; the page sends it back in a header, so no cookie is needed inside the frame. */
export async function openSession(secret: string, session: Session): Promise<string> {
  return new SignJWT(session)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await keyOf(secret))
}

/** The session a request speaks for, or why it speaks for none. */
export async function readSession(secret: string, token: string | undefined): Promise<Session> {
  if (!token) throw new AppError('session_missing', 'The session header is missing.')
  try {
    const { payload } = await jwtVerify(token, await keyOf(secret), {
      algorithms: ['HS256'],
      issuer,
      requiredClaims: ['exp'],
    })
    return claims.parse(payload)
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AppError('session_expired', 'The session has expired.')
    throw new AppError('not_verified', 'The session was not signed by this server.')
  }
}
