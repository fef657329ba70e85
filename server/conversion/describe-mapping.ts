import type { Exception, ExceptionWish, KnownField } from './mapping.ts'
import { sharedOptions, type Sides } from './mapping-problems.ts'
import { toRequiredField } from './required-fields.ts'
import type { Fields } from './snapshot.ts'

/** What an administrator wants, with the fields as the portal describes them today. Pure. */
export function describeMapping(wishes: readonly ExceptionWish[], sides: Sides): Exception[] {
  return wishes.map((wish) => describe(wish, sides))
}

function describe(wish: ExceptionWish, { source, target, targetType, dictionaries }: Sides): Exception {
  if (wish.kind === 'nowhere') return { kind: 'nowhere', from: toKnown(source, wish.from) }
  const to = toKnown(target, wish.to)
  const field = Object.hasOwn(target, wish.to) ? target[wish.to] : undefined
  if (wish.kind === 'field') {
    const from = Object.hasOwn(source, wish.from) ? source[wish.from] : undefined
    const options = from && field ? sharedOptions(dictionaries, from, field) : []
    return { kind: 'field', from: toKnown(source, wish.from), to, options }
  }
  const chosen = new Set([wish.value].flat().map(String))
  const offered = field ? toRequiredField(dictionaries, targetType, field).options : []
  const options = offered.filter(({ value }) => chosen.has(value)).map(({ text }) => text)
  return { kind: 'fixed', to, value: wish.value, options }
}

function toKnown(fields: Fields, name: string): KnownField {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (!field) return { name, label: name, type: '', multiple: false, dictionary: null }
  const { label, type, multiple, dictionary } = field
  return { name, label: label || name, type, multiple, dictionary }
}
