import { asList, asMap, toText } from '../context.ts'
import type { FieldValue } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

type Read = (name: string) => FieldValue | undefined
type Resolve = (name: string) => string | undefined
type Test = (value: FieldValue | undefined, wanted: unknown) => boolean

/** Filter prefixes, longest first. Source: crm.item.list. */
const tests: [prefix: string, test: Test][] = [
  ['!=%', not(like)],
  ['!%=', not(like)],
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

/** Turns a filter into a test; conditions are joined by AND unless a group says `logic: OR`. */
export function compileFilter(filter: unknown, resolve: Resolve): (read: Read) => boolean {
  const conditions: ((read: Read) => boolean)[] = []
  let any = false
  for (const [key, wanted] of Object.entries(asMap(filter))) {
    if (key.toLowerCase() === 'logic') any = toText(wanted).toUpperCase() === 'OR'
    else if (/^\d+$/.test(key)) conditions.push(compileFilter(wanted, resolve))
    else conditions.push(compileCondition(key, wanted, resolve))
  }
  return (read) => (any ? conditions.some((test) => test(read)) : conditions.every((test) => test(read)))
}

function compileCondition(key: string, wanted: unknown, resolve: Resolve): (read: Read) => boolean {
  const [prefix, test] = tests.find(([candidate]) => key.startsWith(candidate)) ?? ['', equals]
  const name = resolve(key.slice(prefix.length))
  if (name === undefined)
    throw refuse.invalidArgument(`Invalid filter: field '${key.slice(prefix.length)}' is not allowed in filter`)
  return (read) => test(read(name), wanted)
}

/** Turns an order into a comparison; by id where nothing is said. */
export function compileOrder(order: unknown, resolve: Resolve): (a: Read, b: Read) => number {
  const steps = Object.entries(asMap(order)).map(([field, direction]) => {
    const name = resolve(field)
    if (name === undefined) throw refuse.invalidArgument(`Invalid order: field '${field}' is not allowed in order`)
    const way = toText(direction).toUpperCase()
    if (way !== 'ASC' && way !== 'DESC')
      throw refuse.invalidArgument(
        `Invalid order: allowed sort directions are \`ASC, DESC\`. But got '${toText(direction)}' for field '${field}'`,
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

/** Page size of every list; fixed by the platform. */
const pageSize = 50

/** Cuts a page out of a list; `start=-1` skips the counting and says so with 0. Source: how to retrieve large volumes. */
export function page<T>(all: readonly T[], params: Params): { items: T[]; total?: number; next?: number } {
  const start = Number.parseInt(toText(params.start) || '0', 10) || 0
  if (start < 0) return { items: all.slice(0, pageSize), total: 0 }
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
  const [left, right] = [textOf(value), toText(wanted)]
  const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text))
  if (isNumber(left || '0') && isNumber(right || '0')) return Math.sign(Number(left) - Number(right))
  const moment = /^\d{4}-\d{2}-\d{2}/
  if (moment.test(left) && moment.test(right)) return Math.sign(Date.parse(left) - Date.parse(right))
  return left.localeCompare(right)
}
