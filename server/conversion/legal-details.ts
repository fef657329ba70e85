import type { AddressPreview, LegalPreview } from './preview.ts'
import type { AddressCreation } from './plan.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Address, LegalDetails, Snapshot, TargetSnapshot } from './snapshot.ts'

/**
 * Clients own legal details and leads have none; all other records choose among those of their client and of an own
 * company (crm.requisite.link.*).
 */
const withoutChoice: ReadonlySet<RecordTypeName> = new Set(['lead', 'contact', 'company'])

/** Tells whether records of a type name the legal details and bank accounts they are billed with. */
export function choosesDetails(type: RecordTypeName): boolean {
  return !withoutChoice.has(type)
}

/** Types whose addresses belong to the record itself and become legal details of the client (crm.address.*). */
export const ownsAddress: ReadonlySet<RecordTypeName> = new Set(['lead'])

/**
 * Which new client gets the address, the first that is made, and which of the portal's templates its legal details
 * follow. A template is known by its external code, which the portal gives its own ones.
 */
const addressTakers = [
  { type: 'company', template: /COMPANY#?$|LEGALENTITY#?$/ },
  { type: 'contact', template: /PERSON#?$|INDIVIDUAL#?$/ },
] as const satisfies { type: RecordTypeName; template: RegExp }[]

/** The details that a record made from this source keeps, null without any. */
export function detailsFor({ source }: Snapshot, type: RecordTypeName, target: TargetSnapshot): LegalDetails | null {
  const { details } = source.legal
  const hasClient = 'companyId' in target.fields || 'contactIds' in target.fields
  return details && hasClient && choosesDetails(type) && Object.values(details).some((id) => id > 0) ? details : null
}

/** The details as a person knows them; the bank account with its details. */
export function toLegalPreview({ source }: Snapshot, details: LegalDetails | null): LegalPreview[] {
  return (Object.keys(details ?? {}) as (keyof LegalDetails)[])
    .filter((what) => (details?.[what] ?? 0) > 0)
    .map((what) => ({ what, text: source.legal.names[what] ?? `#${details![what]}` }))
}

/** What becomes of the source's address, null when it has none. */
export function planAddress({ source, targets }: Snapshot): AddressPreview | null {
  const { addresses, presets } = source.legal
  if (addresses.length === 0) return null
  const takers = addressTakers.map(({ type }) => type).filter((type) => targets[type]?.access === 'readable')
  const hasTemplate = presets.length > 0
  return {
    lines: addresses.map(toLine),
    takers: hasTemplate ? takers : [],
    reason: { code: hasTemplate ? 'address_needs_new_client' : 'address_without_template' },
  }
}

/** Where the address goes when these types are made anew: to the first of them that takes one. */
export function addressFor(snapshot: Snapshot, made: readonly RecordTypeName[]): AddressCreation | null {
  const client = planAddress(snapshot)?.takers.find((type) => made.includes(type))
  const template = client && templateFor(snapshot, client)
  return template ? { client, template, addresses: snapshot.source.legal.addresses } : null
}

/** The template for the legal details of a new client: the portal's own for its kind, else the first one. */
function templateFor({ source }: Snapshot, type: RecordTypeName): { id: number; name: string } | null {
  const pattern = addressTakers.find((taker) => taker.type === type)?.template
  const { presets } = source.legal
  return presets.find(({ xmlId }) => pattern?.test(xmlId)) ?? presets[0] ?? null
}

/** An address in one line: street, then postal code and city, then the wider parts. */
function toLine(address: Address): string {
  const town = [address.POSTAL_CODE, address.CITY].filter(Boolean).join(' ')
  const parts = [address.ADDRESS_1, address.ADDRESS_2, town, address.REGION, address.PROVINCE, address.COUNTRY]
  return parts.filter(Boolean).join(', ')
}
