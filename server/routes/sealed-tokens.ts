import { z } from 'zod'
import type { Identity } from '../bitrix/auth-server.ts'
import type { Session } from '../session.ts'
import type { TokenPair } from '../storage/installer-tokens.ts'
import type { Seal } from '../storage/seal.ts'
import type { FrameForm } from './frame-form.ts'

const pair = z.object({ accessToken: z.string(), refreshToken: z.string(), expires: z.number() })
const placeOf = (memberId: string): string => `tokens of the installer's form of ${memberId}`

/** The pair of tokens of the person who opened a frame; null where the portal sends no refresh token. */
export function pairFrom({ AUTH_ID, REFRESH_ID }: FrameForm, { expires }: Identity): TokenPair | null {
  return REFRESH_ID ? { accessToken: AUTH_ID, refreshToken: REFRESH_ID, expires } : null
}

/** Lets the installer's tokens travel with its session until the person is proven to be an administrator. */
export function sealTokens(seal: Seal, memberId: string, tokens: TokenPair | null): string | null {
  return tokens && seal.close(JSON.stringify(tokens), placeOf(memberId))
}

/** The pair that travelled with a session. */
export function openTokens(seal: Seal, { sealedTokens, memberId }: Session): TokenPair | null {
  const opened = sealedTokens && seal.open(sealedTokens, placeOf(memberId))
  return opened ? pair.parse(JSON.parse(opened)) : null
}
