import type { Field } from './snapshot.ts'

/**
 * How many characters the portal keeps of a standard text; what is longer it cuts without a word. Codes and ids are not
 * listed: a shortened one would mean another thing, and both sides keep them in columns of one length.
 * Source: AR/crm/field-length-limits.md.
 */
const standardLengths: Readonly<Record<string, number>> = {
  title: 255,
  companyTitle: 255,
  name: 50,
  lastName: 50,
  secondName: 50,
  post: 255,
  utmSource: 600,
  utmMedium: 600,
  utmCampaign: 600,
  utmContent: 600,
  utmTerm: 600,
}

/** How many characters the portal keeps of a phone, an e-mail or the like. */
export const communicationLength = 250

/** How many characters the portal keeps of an option of a list. */
export const optionLength = 255

/** How many characters a field keeps of a text; null: any number, or the field holds no text. */
export function lengthOf({ name, isUserField, settings }: Field): number | null {
  if (isUserField) return settings?.longest ?? null
  return Object.hasOwn(standardLengths, name) ? standardLengths[name]! : null
}
