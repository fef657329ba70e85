import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Encrypts short secrets for keeping (AES-256-GCM). `place` says what a secret is and whose: sealed for one place it
 * opens in no other, so that a row cannot be moved to another portal.
 */
export interface Seal {
  close(secret: string, place: string): string
  /** Null when none of the keys opens it, or it was sealed for another place. */
  open(sealed: string, place: string): string | null
}

/** The first key seals, all of them open; without keys one is derived from the session secret. Keys are 32 bytes in base64. */
export function createSeal({ tokenKeys, sessionSecret }: { tokenKeys: string[]; sessionSecret: string }): Seal {
  const derived = (): Buffer => Buffer.from(hkdfSync('sha256', sessionSecret, '', 'installer tokens', 32))
  const keys = tokenKeys.length > 0 ? tokenKeys.map((key) => Buffer.from(key, 'base64')) : [derived()]
  const named = new Map(keys.map((key) => [nameOf(key), key]))
  return {
    close(secret, place) {
      const [[name, key]] = named.entries() as unknown as [[string, Buffer]]
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
      const content = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return [name, ...[nonce, cipher.getAuthTag(), content].map((part) => part.toString('base64url'))].join('.')
    },
    open(sealed, place) {
      const [name = '', ...parts] = sealed.split('.')
      const [nonce, tag, content] = parts.map((part) => Buffer.from(part, 'base64url'))
      const key = named.get(name)
      if (!key || nonce?.length !== 12 || tag?.length !== 16 || !content) return null
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/** Tells keys apart and gives nothing of them away. */
function nameOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 8)
}
