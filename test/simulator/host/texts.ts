import type { Text } from '../state.ts'
import { de } from './texts-de.ts'
import { en } from './texts-en.ts'

/** Every text of the portal's pages, in one language. */
export type Texts = typeof de

/** The portal's own words, as its language packs name things. */
export const texts: Record<keyof Text, Texts> = { de, en }
