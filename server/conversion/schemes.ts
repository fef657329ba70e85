import type { RecordTypeName } from './record-types.ts'

/** Which source gives which targets, and whether several may be made at once; the built-in function's own schemes. */
export const schemes = {
  lead: { targets: ['deal', 'contact', 'company'], combine: true, preselected: ['deal', 'contact'] },
  deal: { targets: ['quote', 'invoice'], combine: false, preselected: [] },
  quote: { targets: ['deal', 'invoice'], combine: false, preselected: [] },
} as const satisfies Partial<Record<RecordTypeName, Scheme>>

export interface Scheme {
  targets: readonly RecordTypeName[]
  combine: boolean
  preselected: readonly RecordTypeName[]
}

export type SourceTypeName = keyof typeof schemes

/** The scheme of a source type, with the wide type that code working on any source wants. */
export function schemeOf(source: SourceTypeName): Scheme {
  return schemes[source]
}

/** Tells whether records of this type can be a source. */
export function isSourceType(name: string): name is SourceTypeName {
  return Object.hasOwn(schemes, name)
}
