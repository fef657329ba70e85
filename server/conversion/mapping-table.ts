import { rulesFor } from './field-rules.ts'
import { keptOut, type KeptOut } from './mappable.ts'
import type { Pair } from './mapping.ts'
import type { Sides } from './mapping-problems.ts'
import type { RequiredField } from './preview.ts'
import { toRequiredField } from './required-fields.ts'
import type { Field } from './snapshot.ts'
import { copiedNames } from './standard-fields.ts'
import { matchUserFields } from './user-fields.ts'

/** A field as an administrator sees it when deciding where values go. */
export interface MappedField extends Pick<
  Field,
  'name' | 'label' | 'type' | 'multiple' | 'isUserField' | 'dictionary' | 'readOnly' | 'settings'
> {
  /** Not null: something else governs it, and what. */
  keptOut: KeptOut | null
  /** Names of the fields on the other side that it is paired with by itself. */
  automatic: string[]
}

export interface MappedTarget extends MappedField {
  /** How a fixed value is filled in; null where it cannot be. */
  input: RequiredField | null
}

/** All fields of a pair, and which are paired without anybody's doing. */
export interface MappingTable {
  source: MappedField[]
  target: MappedTarget[]
}

/** Lists the fields of both sides in the portal's order. Pure. */
export function mappingTable(pair: Pair, { source, target, dictionaries }: Sides): MappingTable {
  const pairs = automaticPairs(pair, { source, target })
  return {
    source: Object.values(source).map((field) => ({
      ...toMapped(field),
      keptOut: keptOut(field, 'source'),
      automatic: pairs.filter(({ from }) => from === field.name).map(({ to }) => to),
    })),
    target: Object.values(target).map((field) => {
      const why = keptOut(field, 'target')
      const asked = toRequiredField(dictionaries, pair.target, field)
      return {
        ...toMapped(field),
        keptOut: why,
        automatic: pairs.filter(({ to }) => to === field.name).map(({ from }) => from),
        input: why || field.readOnly || asked.input === null ? null : asked,
      }
    }),
  }
}

/** Which source field goes into which target field where nobody has said otherwise, whatever is filled. */
function automaticPairs(pair: Pair, { source, target }: Pick<Sides, 'source' | 'target'>) {
  const rules = rulesFor(pair.source, pair.target)
  const renamed = Object.entries(rules.rename ?? {}).flatMap(([to, names]) => names.map((from) => ({ from, to })))
  const copied = copiedNames(rules, source, target).map((name) => ({ from: name, to: name }))
  const standard = [...renamed, ...copied].filter(
    ({ from, to }) => source[from] && target[to] && !target[to].readOnly && !keptOut(target[to], 'target'),
  )
  const own = [...matchUserFields(source, target)].filter(([, partner]) => !partner.readOnly)
  return [...standard, ...own.map(([from, partner]) => ({ from, to: partner.name }))]
}

function toMapped({ name, label, type, multiple, isUserField, dictionary, readOnly, settings }: Field) {
  return { name, label: label || name, type, multiple, isUserField, dictionary, readOnly, settings }
}
