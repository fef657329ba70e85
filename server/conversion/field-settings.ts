import { readYesNo } from './yes-no.ts'

/** What the settings of a user field say about its values, in our spelling. Source: REST facts, section 3.3. */
export interface FieldSettings {
  /** The list (information block) or the highload block whose elements or sections a field names; null: not told. */
  block: string | null
  /** Kinds of CRM records a binding takes, by the portal's prefixes of them: `D`, `C`, `T80`. */
  bindings: string[]
  /** Places behind the point; null: not told. */
  precision: number | null
  /** Null: unbounded. */
  least: number | null
  most: number | null
  /** In characters; null: any. */
  shortest: number | null
  longest: number | null
  /** The pattern the portal checks texts against, as PHP spells it: only compared, never run; null: none. */
  pattern: string | null
}

type Raw = Readonly<Record<string, unknown>>

/** Prefixes of ids by the names of the settings that allow a kind; a smart process adds its number in hexadecimal. */
const prefixes: Readonly<Record<string, string>> = {
  LEAD: 'L',
  DEAL: 'D',
  CONTACT: 'C',
  COMPANY: 'CO',
  QUOTE: 'Q',
  ORDER: 'O',
  SMART_INVOICE: 'SI',
}

/** Reads the settings of a user field; what is strange counts as not told. */
export function readFieldSettings(raw: Raw): FieldSettings {
  return {
    block: idOf(raw.IBLOCK_ID) ?? idOf(raw.HLBLOCK_ID),
    bindings: Object.keys(raw).flatMap((kind) => {
      const prefix = readYesNo(raw[kind]) === 'Y' ? prefixOf(kind) : null
      return prefix === null ? [] : [prefix]
    }),
    precision: typeof raw.PRECISION === 'number' || typeof raw.PRECISION === 'string' ? wholeOf(raw.PRECISION) : null,
    least: boundOf(raw.MIN_VALUE),
    most: boundOf(raw.MAX_VALUE),
    shortest: boundOf(raw.MIN_LENGTH),
    longest: boundOf(raw.MAX_LENGTH),
    pattern: typeof raw.REGEXP === 'string' && raw.REGEXP !== '' ? raw.REGEXP.slice(0, longestPattern) : null,
  }
}

/** A longer pattern is cut, so that it says nothing about another one. */
export const longestPattern = 1000

function prefixOf(kind: string): string | null {
  if (Object.hasOwn(prefixes, kind)) return prefixes[kind]!
  const number = /^DYNAMIC_([1-9]\d{0,8})$/.exec(kind)?.[1]
  return number === undefined ? null : `T${Number(number).toString(16)}`
}

function idOf(value: unknown): string | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
  return /^[1-9]\d{0,15}$/.test(text) ? text : null
}

function wholeOf(value: string | number): number | null {
  const number = Number(value)
  return Number.isInteger(number) && number >= 0 && number <= 12 ? number : null
}

/** The portal says "no bound" with a zero. */
function boundOf(value: unknown): number | null {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : 0
  return Number.isFinite(number) && number !== 0 ? number : null
}
