import { asList, asMap, toInt, toText } from '../context.ts'
import type { FieldValue } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

type Read = (name: string) => FieldValue | undefined
type Resolve = (name: string) => string | undefined
type Test = (value: FieldValue | undefined, wanted: unknown) => boolean

/** Filter prefixes, longest first. Source: crm.item.list; `><` the platform. */
const tests: [prefix: string, test: Test][] = [
  ['!><', not(isBetween)],
  ['!=%', not(like)],
  ['!%=', not(like)],
  ['><', isBetween],
  ['>=', (value, wanted) => compare(value, wanted) >= 0],
  ['<=', (value, wanted) => compare(value, wanted) <= 0],
  ['!@', not(isIn)],
  ['=%', like],
  ['%=', like],
  ['!%', not(contains)],
  ['!=', not(equals)],
  ['>', (value, wanted) => compare(value, wanted) > 0],
  ['<', (value, wanted) => compare(value, wanted) < 0],
  ['@', isIn],
  ['%', contains],
  ['=', equals],
  ['!', not(equals)],
  ['', equals],
]

/** Comparisons that take several values at once. Source: the platform's published source. */
const takesLists = new Set(['', '=', '!', '!=', '@', '!@', '><', '!><'])

/**
 * Turns a filter into a test; conditions are joined by AND unless a group says `logic: OR`. Where it `isLenient`, as in
 * the classic families, every comparison takes several values.
 */
export function compileFilter(
  filter: unknown,
  resolve: Resolve,
  { isLenient = false }: { isLenient?: boolean } = {},
): (read: Read) => boolean {
  const conditions: ((read: Read) => boolean)[] = []
  let any = false
  for (const [key, wanted] of Object.entries(asMap(filter))) {
    if (key.toLowerCase() === 'logic') any = toText(wanted).toUpperCase() === 'OR'
    else if (/^\d+$/.test(key)) conditions.push(compileFilter(wanted, resolve, { isLenient }))
    else conditions.push(compileCondition(key, wanted, resolve, isLenient))
  }
  return (read) => (any ? conditions.some((test) => test(read)) : conditions.every((test) => test(read)))
}

/**
 * What the classic families make of a filter: names they do not know count for nothing, whatever stands before them, and
 * so does an empty list; `?` searches like `%`. Source: the platform's published source.
 */
export function keepKnown(filter: unknown, resolve: Resolve): Params {
  const kept = Object.entries(asMap(filter)).flatMap(([sent, wanted]) => {
    const key = sent.replace(/^\?/, '%')
    const isKnown = resolve(key.slice(prefixOf(key).length)) !== undefined
    const isEmptyList = Array.isArray(wanted) && wanted.length === 0
    return isKnown && !isEmptyList ? [[key, wanted] as const] : []
  })
  return Object.fromEntries(kept)
}

function prefixOf(key: string): string {
  return tests.find(([prefix]) => key.startsWith(prefix))?.[0] ?? ''
}

function compileCondition(key: string, wanted: unknown, resolve: Resolve, isLenient: boolean): (read: Read) => boolean {
  const [prefix, test] = tests.find(([candidate]) => key.startsWith(candidate)) ?? ['', equals]
  const name = resolve(key.slice(prefix.length))
  if (name === undefined)
    throw refuse.invalidArgument(`Invalid filter: field '${upperSnake(key)}' is not allowed in filter`)
  if (typeof wanted !== 'object' || wanted === null || takesLists.has(prefix)) return (read) => test(read(name), wanted)
  if (!isLenient) throw refuse.invalidArgument(`Invalid filter: field '${upperSnake(key)}' has invalid value`)
  return (read) => asList(wanted).some((single) => test(read(name), single))
}

/** Turns an order into a comparison; by id where nothing is said. */
export function compileOrder(order: unknown, resolve: Resolve): (a: Read, b: Read) => number {
  const steps = Object.entries(asMap(order)).map(([field, direction]) => {
    const name = resolve(field)
    if (name === undefined)
      throw refuse.invalidArgument(`Invalid order: field '${upperSnake(field)}' is not allowed in order`)
    const way = toText(direction).toUpperCase()
    if (way !== 'ASC' && way !== 'DESC')
      throw refuse.invalidArgument(
        `Invalid order: allowed sort directions are ASC, DESC. But got '${way}' for field '${upperSnake(field)}'`,
      )
    return { name, sign: way === 'ASC' ? 1 : -1 }
  })
  return (a, b) => {
    for (const { name, sign } of steps) {
      const difference = compare(a(name), b(name))
      if (difference !== 0) return sign * difference
    }
    return compare(a('id'), b('id'))
  }
}

/** A name as the platform spells it in its refusals. */
function upperSnake(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_').toUpperCase()
}

/** Page size of every list; fixed by the platform. */
const pageSize = 50

/**
 * Cuts a page out of a list: the one in which `start` lies. `start=-1` skips the counting and says so with 0. Beyond the
 * last page there is nothing, but the first page again where `wraps`, as the classic families have it.
 * Source: how to retrieve large volumes; the platform's published source.
 */
export function page<T>(
  all: readonly T[],
  params: Params,
  { wraps = false }: { wraps?: boolean } = {},
): { items: T[]; total?: number; next?: number } {
  const sent = toInt(params.start)
  if (sent < 0) return { items: all.slice(0, pageSize), total: 0 }
  const start = wraps && sent >= all.length ? 0 : sent - (sent % pageSize)
  const next = start + pageSize
  return { items: all.slice(start, next), total: all.length, ...(next < all.length ? { next } : {}) }
}

function not(test: Test): Test {
  return (value, wanted) => !test(value, wanted)
}

function equals(value: FieldValue | undefined, wanted: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null) return isIn(value, wanted)
  if (Array.isArray(value)) return value.length === 0 ? isNothing(wanted) : value.some((inner) => equals(inner, wanted))
  if (value === null || value === undefined || value === '' || value === 0) return isNothing(wanted)
  if (value === 'Y' || value === 'N') return value === flagOf(wanted)
  return compare(value, wanted) === 0
}

function isIn(value: FieldValue | undefined, wanted: unknown): boolean {
  const list = typeof wanted === 'object' && wanted !== null ? asList(wanted) : [wanted]
  return list.some((candidate) => equals(value, candidate))
}

/** Both ends belong to it. */
function isBetween(value: FieldValue | undefined, wanted: unknown): boolean {
  const [low, high] = asList(wanted)
  return compare(value, low) >= 0 && compare(value, high) <= 0
}

function contains(value: FieldValue | undefined, wanted: unknown): boolean {
  return textOf(value).toLowerCase().includes(toText(wanted).toLowerCase())
}

function like(value: FieldValue | undefined, wanted: unknown): boolean {
  const pattern = toText(wanted)
    .split('%')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`, 'is').test(textOf(value))
}

function isNothing(wanted: unknown): boolean {
  return wanted === null || wanted === undefined || ['', '0', 0, false].includes(wanted as string | number | boolean)
}

function flagOf(wanted: unknown): string {
  const text = toText(wanted).toUpperCase()
  return text === '1' ? 'Y' : text === '0' ? 'N' : text
}

function textOf(value: FieldValue | undefined): string {
  return Array.isArray(value) ? value.map(toText).join(' ') : toText(value)
}

function compare(value: FieldValue | undefined, wanted: unknown): number {
  if (typeof value === 'number' && typeof wanted === 'number') return value - wanted
  const [left, right] = [textOf(value), toText(wanted)]
  const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text))
  if (isNumber(left || '0') && isNumber(right || '0')) return Math.sign(Number(left) - Number(right))
  const moment = /^\d{4}-\d{2}-\d{2}/
  if (moment.test(left) && moment.test(right)) return Math.sign(Date.parse(left) - Date.parse(right))
  return collator.compare(left, right)
}

/** The platform's database takes upper and lower case for the same. */
const collator = new Intl.Collator('en', { sensitivity: 'accent' })
