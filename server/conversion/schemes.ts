import { recordType, typeNumbered, type RecordTypeName, type StandardTypeName } from './record-types.ts'
import { isSmartTypeName, type SmartTypeName, type SmartTypes } from './smart-types.ts'

/** Which source gives which targets, and whether several may be made at once; the built-in function's own schemes. */
export const schemes = {
  lead: {
    targets: ['deal', 'contact', 'company'],
    combine: true,
    preselected: ['deal', 'contact'],
    combinations: [['deal', 'contact', 'company'], ['deal', 'contact'], ['deal'], ['contact', 'company']],
  },
  deal: { targets: ['quote', 'invoice'], combine: false, preselected: [] },
  quote: { targets: ['deal', 'invoice'], combine: false, preselected: [] },
} as const satisfies Partial<Record<StandardTypeName, Scheme>>

export interface Scheme {
  targets: readonly RecordTypeName[]
  combine: boolean
  preselected: readonly RecordTypeName[]
  /** What is made together most often, where several may be. */
  combinations?: readonly (readonly RecordTypeName[])[]
}

export type SourceTypeName = keyof typeof schemes | SmartTypeName

/** A smart process gives nothing by itself, only what the portal relates to it. */
const smartScheme: Scheme = { targets: [], combine: false, preselected: [] }

/** Standard types a smart process can give where the portal relates them as its children. */
const relatable: ReadonlySet<RecordTypeName> = new Set(['deal', 'quote', 'invoice'])

/** The scheme of a source type, with the wide type that code working on any source wants. */
export function schemeOf(source: SourceTypeName): Scheme {
  return isSmartTypeName(source) ? smartScheme : schemes[source]
}

/** Tells whether records of this type can be a source. */
export function isSourceType(name: string): name is SourceTypeName {
  return Object.hasOwn(schemes, name) || isSmartTypeName(name)
}

/** The types a portal relates to the source as its children, beyond those of its scheme: mostly smart processes. */
export function relatedTargets(source: SourceTypeName, smartTypes: SmartTypes): RecordTypeName[] {
  const { entityTypeId } = recordType(source)
  const own = isSmartTypeName(source) ? (smartTypes[source]?.children ?? []) : []
  const children = own.map(typeNumbered).filter((name) => name !== null)
  const smart = (Object.keys(smartTypes) as SmartTypeName[]).filter(
    (name) => children.includes(name) || smartTypes[name]?.parents.includes(entityTypeId),
  )
  return [...children.filter((name) => relatable.has(name)), ...smart]
}

/** All targets of what was read: the scheme's own, then what the portal relates. */
export function targetsOf(read: {
  source: { type: SourceTypeName }
  targets: Partial<Record<RecordTypeName, unknown>>
}): RecordTypeName[] {
  const { targets } = schemeOf(read.source.type)
  const related = (Object.keys(read.targets) as RecordTypeName[]).filter((name) => !targets.includes(name))
  return [...targets, ...related]
}
