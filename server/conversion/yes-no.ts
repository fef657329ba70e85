import type { Json } from './snapshot.ts'

/** The portal's spelling of yes and no, from any that portals and forms use: Y/N, 1/0, true/false; null for others. */
export function readYesNo(value: unknown): 'Y' | 'N' | null {
  switch (String(value).trim().toLowerCase()) {
    case 'y':
    case '1':
    case 'true':
      return 'Y'
    case 'n':
    case '0':
    case 'false':
      return 'N'
    default:
      return null
  }
}

/** The same where anything unknown counts as no: the portal understands only Y and N when writing. */
export function toYesNo(value: Json): 'Y' | 'N' {
  return readYesNo(value) ?? 'N'
}
