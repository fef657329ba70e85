import { z } from 'zod'
import { choosesDetails, ownsAddress } from '../conversion/legal-details.ts'
import { recordType } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Address, Legal, LegalDetails } from '../conversion/snapshot.ts'
import type { Answer, Command } from './rest.ts'

type Source = { type: SourceTypeName; id: number }

/** Our names for the ids of a requisite link, with the portal's own and the method that reads what an id stands for. */
const parts = {
  requisiteId: { key: 'REQUISITE_ID', method: 'crm.requisite.get', names: ['NAME'] },
  bankDetailId: { key: 'BANK_DETAIL_ID', method: 'crm.requisite.bankdetail.get', names: ['NAME', 'RQ_IBAN'] },
  ownRequisiteId: { key: 'MC_REQUISITE_ID', method: 'crm.requisite.get', names: ['NAME'] },
  ownBankDetailId: { key: 'MC_BANK_DETAIL_ID', method: 'crm.requisite.bankdetail.get', names: ['NAME', 'RQ_IBAN'] },
} as const satisfies Record<keyof LegalDetails, { key: string; method: string; names: string[] }>
const partNames = Object.keys(parts) as (keyof LegalDetails)[]

const addressParts = ['ADDRESS_1', 'ADDRESS_2', 'CITY', 'POSTAL_CODE', 'REGION', 'PROVINCE', 'COUNTRY', 'COUNTRY_CODE']

/** Commands of the batch that reads the source: what it is billed with, or the address it owns. */
export function legalCommands({ type, id }: Source): Record<string, Command> {
  const { entityTypeId } = recordType(type)
  const commands: Record<string, Command> = {}
  if (choosesDetails(type)) {
    commands.details = { method: 'crm.requisite.link.get', params: { entityTypeId, entityId: id }, mayFail: true }
    for (const name of partNames)
      commands[name] = {
        method: parts[name].method,
        params: { id: `$result[details][${parts[name].key}]` },
        mayFail: true,
      }
  }
  if (ownsAddress.has(type)) {
    const filter = { ENTITY_TYPE_ID: entityTypeId, ENTITY_ID: id }
    commands.addresses = { method: 'crm.address.list', params: { filter, order: { TYPE_ID: 'ASC' } } }
    const presets = { filter: { ACTIVE: 'Y' }, order: { SORT: 'ASC', ID: 'ASC' } }
    commands.presets = { method: 'crm.requisite.preset.list', params: presets }
  }
  return commands
}

/**
 * What the source knows for invoices and letters. Everything here can be done without: a record without a link is
 * refused with "Not found", and a name is believed only if the answer names the very id that was asked for.
 */
export function readLegal({ type, id }: Source, answers: Map<string, Answer>): Legal {
  const details = detailsOf(answers.get('details'))
  const names: Legal['names'] = {}
  for (const name of partNames) {
    const record = recordOf(answers.get(name))
    if (!details || !record || details[name] === 0 || Number(record.ID) !== details[name]) continue
    const known = parts[name].names.map((key) => record[key]).filter((one) => typeof one === 'string' && one !== '')
    if (known.length > 0) names[name] = known.join(' · ')
  }
  const owner = recordOf(answers.get('ownRequisiteId'))
  const isOwned = details && owner && Number(owner.ID) === details.ownRequisiteId && Number(owner.ENTITY_TYPE_ID) === 4
  const { entityTypeId } = recordType(type)
  return {
    details,
    names,
    ownCompanyId: isOwned ? Number(owner.ENTITY_ID) : null,
    addresses: listOf(answers.get('addresses'))
      .filter((one) => Number(one.ENTITY_TYPE_ID) === entityTypeId && Number(one.ENTITY_ID) === id)
      .flatMap(toAddress),
    presets: listOf(answers.get('presets')).map(({ ID, NAME, XML_ID }) => ({
      id: Number(ID),
      name: textOf(NAME),
      xmlId: textOf(XML_ID),
    })),
  }
}

function detailsOf(answer: Answer | undefined): LegalDetails | null {
  const link = recordOf(answer)
  if (!link) return null
  const ids = partNames.map((name) => [name, Number(link[parts[name].key] ?? 0) || 0])
  return Object.fromEntries(ids) as LegalDetails
}

/** Only what is filled, with its kind and its place on the map; an address without words is none. */
function toAddress(found: Record<string, unknown>): Address[] {
  const words = addressParts.flatMap((key) => (textOf(found[key]) === '' ? [] : [[key, textOf(found[key])]]))
  if (words.length === 0) return []
  const place = Number(found.LOC_ADDR_ID) > 0 ? { LOC_ADDR_ID: textOf(found.LOC_ADDR_ID) } : {}
  return [{ TYPE_ID: textOf(found.TYPE_ID), ...Object.fromEntries(words), ...place }]
}

const record = z.record(z.string(), z.unknown())

function recordOf(answer: Answer | undefined): Record<string, unknown> | null {
  const parsed = record.safeParse(answer?.ok ? answer.result : null)
  return parsed.success ? parsed.data : null
}

function listOf(answer: Answer | undefined): Record<string, unknown>[] {
  const parsed = z.array(record).safeParse(answer?.ok ? answer.result : null)
  return parsed.success ? parsed.data : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
