import { holdsCut, replaceCuts, shownStart, type StoredPlan } from './cut-value.ts'
import type { Creation, OptionsToAdd, Plan, PlannedValue, UserFieldToAdd } from './plan.ts'
import type { RecordTypeName } from './record-types.ts'

/** Something of a plan that is not written any more, since the journal does not keep texts as long as that. */
export interface LeftOut {
  step: 'longValues' | 'rows' | 'address'
  /** Null for the source. */
  target: RecordTypeName | null
  /** The portal's name of the field, or the title of the record whose rows or address it is. */
  field: string
}

/** Texts that the portal still holds, by their digest. */
export type KnownTexts = ReadonlyMap<string, string>

/**
 * The plan for looking and comparing: texts that are known are back in their places. A value that is not known stays a
 * cut, which equals nothing; names are shown by their start. Pure.
 */
export function planToCompare(stored: StoredPlan, texts: KnownTexts): Plan {
  return withNames(withTexts(stored, texts))
}

/** The plan for writing: without every value that is not known, and what it lacks therefore. Pure. */
export function planToWrite(stored: StoredPlan, texts: KnownTexts): { plan: Plan; leftOut: LeftOut[] } {
  const known = withTexts(stored, texts)
  const plan = withNames(known)
  if (!holdsCut(known)) return { plan, leftOut: [] }
  const leftOut: LeftOut[] = []
  const knownIn = (target: LeftOut['target'], fields: Record<string, PlannedValue>): Record<string, PlannedValue> =>
    withoutCuts(fields, (field) => leftOut.push({ step: 'longValues', target, field }))
  const creations = plan.creations.map((creation, place): Creation => {
    const { type: target, title: field } = creation
    const knownOf = <One extends UserFieldToAdd | OptionsToAdd>(one: One): One => {
      if (!holdsCut(one.value)) return one
      leftOut.push({ step: 'longValues', target, field: one.source.name })
      return { ...one, value: null }
    }
    const hasRows = !holdsCut(known.creations[place]?.rows)
    if (!hasRows) leftOut.push({ step: 'rows', target, field })
    return {
      ...creation,
      fields: knownIn(target, creation.fields),
      userFields: creation.userFields.map(knownOf),
      options: creation.options.map(knownOf),
      rows: hasRows ? creation.rows : [],
    }
  })
  const hasAddress = !holdsCut(known.address)
  if (!hasAddress) leftOut.push({ step: 'address', target: plan.address!.client, field: plan.source.title })
  return {
    plan: {
      ...plan,
      creations,
      completions: plan.completions.map((one) => ({ ...one, fields: knownIn(one.type, one.fields) })),
      address: hasAddress ? plan.address : null,
      closing: plan.closing && knownIn(null, plan.closing),
    },
    leftOut,
  }
}

function withTexts(stored: StoredPlan, texts: KnownTexts): StoredPlan {
  return replaceCuts(stored, ({ sha256 }) => texts.get(sha256))
}

/** Of several values those stay that are known. */
function withoutCuts(
  fields: Record<string, PlannedValue>,
  leave: (name: string) => void,
): Record<string, PlannedValue> {
  const known = Object.entries(fields).flatMap(([name, value]): [string, PlannedValue][] => {
    if (!holdsCut(value)) return [[name, value]]
    leave(name)
    const rest = Array.isArray(value) ? value.filter((one) => !holdsCut(one)) : []
    return rest.length > 0 ? [[name, rest]] : []
  })
  return Object.fromEntries(known)
}

/** Only values of the portal's may be cut in a plan; everything else is for people to read, or never as long. */
function withNames(stored: StoredPlan): Plan {
  if (!holdsCut(stored)) return stored as Plan
  const plan = replaceCuts(stored, shownStart) as Plan
  return {
    ...plan,
    creations: plan.creations.map((creation, place) => {
      const { fields, userFields, options } = stored.creations[place]!
      return {
        ...creation,
        fields: fields as Creation['fields'],
        userFields: creation.userFields.map((one, index) => ({ ...one, value: userFields[index]!.value })),
        options: creation.options.map((one, index) => ({ ...one, value: options[index]!.value })),
      }
    }),
    completions: plan.completions.map((completion, place) => {
      const { fields, before } = stored.completions[place]!
      return { ...completion, fields: fields as Creation['fields'], before }
    }),
    closing: stored.closing as Plan['closing'],
    before: stored.before,
  }
}
