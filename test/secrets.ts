import { randomBytes } from 'node:crypto'

/** A secret as an operator makes it. */
export const newSecret = (): string => randomBytes(48).toString('base64')
/** A key for tokens as an operator makes it. */
export const newKey = (): string => randomBytes(32).toString('base64')
