import Big from 'big.js'
import { lengthOf } from './field-lengths.ts'
import { longestPattern } from './field-settings.ts'
import type { Reason } from './reasons.ts'
import { countCharacters, shorten } from './shorten.ts'
import type { Field, Json } from './snapshot.ts'
import { isTurned, type Turned } from './type-conversions.ts'

/** Whole numbers end where the portal's column for them does. */
const largestInteger = 2 ** 31 - 1

/** Types whose values are texts, which have a length and may have to follow a pattern. */
const texts: ReadonlySet<string> = new Set(['string', 'text', 'url'])

/** Holds one value against what the settings of its new field say: it fits, changes, or stays behind. */
export function fitValue(source: Field, target: Field, value: Json): Turned {
  if (texts.has(target.type)) return fitText(source, target, String(value))
  if (target.type === 'integer' || target.type === 'double') return fitNumber(target, value)
  return { value, adjusted: [] }
}

/** The same after an earlier change, whose reasons stay. */
export function fitTurned(source: Field, target: Field, turned: Turned): Turned {
  if (!isTurned(turned)) return turned
  const fitted = fitValue(source, target, turned.value)
  return isTurned(fitted) ? { ...fitted, adjusted: [...turned.adjusted, ...fitted.adjusted] } : fitted
}

function fitText(source: Field, target: Field, value: string): Turned {
  const { shortest, pattern } = target.settings ?? { shortest: null, pattern: null }
  const { text, adjusted } = shorten(value, lengthOf(target))
  if (shortest !== null && countCharacters(text) < shortest)
    return { value: null, leftBehind: { code: 'too_short', details: { shortest } } }
  // A pattern comes from a portal and is never run: one made to hang would hang all portals. What the same pattern let
  // into the source fits.
  const isSame = pattern === source.settings?.pattern && (pattern?.length ?? 0) < longestPattern
  const isUnproven = pattern !== null && (!isSame || adjusted.length > 0)
  return { value: text, adjusted: isUnproven ? [...adjusted, { code: 'pattern_checked' }] : adjusted }
}

function fitNumber({ type, settings }: Field, value: Json): Turned {
  const { least = null, most = null, precision = null } = settings ?? {}
  const given = readDecimal(value)
  if (!given) return { value: null, leftBehind: { code: 'not_a_number' } }
  const places = type === 'integer' ? 0 : precision
  const number = places === null ? given : given.round(places, Big.roundHalfUp)
  const isOutside = (least !== null && number.lt(least)) || (most !== null && number.gt(most))
  if (isOutside || (type === 'integer' && number.abs().gt(largestInteger)))
    return { value: null, leftBehind: outOfBounds(type, least, most) }
  const adjusted: Reason[] = number.eq(given)
    ? []
    : [{ code: 'rounded', details: { from: given.toFixed(), to: number.toFixed() } }]
  // A number that came as a text stays one, so that no digit is lost in between.
  return { value: adjusted.length > 0 || typeof value !== 'string' ? Number(number) : value, adjusted }
}

function outOfBounds(type: string, least: number | null, most: number | null): Reason {
  const [lowest, highest] = type === 'integer' ? [-largestInteger, largestInteger] : ['none', 'none']
  return { code: 'out_of_bounds', details: { least: String(least ?? lowest), most: String(most ?? highest) } }
}

function readDecimal(value: Json): Big | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return /^-?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})(e[+-]?\d{1,3})?$/i.test(text) ? new Big(text) : null
}
