import type { FieldValue, UserField } from '../state.ts'

/** Whether a value keeps to what the settings of its user field say; a bound of nought is none. */
export function keepsToSettings({ userTypeId, settings }: UserField, value: FieldValue): boolean {
  switch (userTypeId) {
    case 'integer':
    case 'double':
      return isWithin(Number(value), Number(settings.MIN_VALUE), Number(settings.MAX_VALUE))
    case 'string':
      return isLongEnough(String(value), settings) && matches(String(value), String(settings.REGEXP ?? ''))
    case 'url':
      return isLongEnough(String(value), settings)
    default:
      return true
  }
}

/** How many decimals a number field keeps. Source: crm.deal.userfield.add (default 2). */
export function precisionOf({ settings }: UserField): number {
  const precision = Number(settings.PRECISION ?? 2)
  return Number.isInteger(precision) ? Math.min(Math.max(precision, 0), 12) : 0
}

function isWithin(value: number, low: number, high: number): boolean {
  return (!low || value >= low) && (!high || value <= high)
}

function isLongEnough(text: string, { MIN_LENGTH }: UserField['settings']): boolean {
  return [...text].length >= (Number(MIN_LENGTH) || 0)
}

/** A pattern is written as PHP writes it, `/^\d+$/i`; one that cannot be read checks nothing. */
function matches(text: string, pattern: string): boolean {
  const [, body, flags = ''] = /^([/#~])(.*)\1([imsu]*)$/s.exec(pattern)?.slice(1) ?? []
  if (body === undefined) return true
  try {
    return new RegExp(body, flags).test(text)
  } catch {
    return true
  }
}
