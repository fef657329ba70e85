import { newClassic } from '../crm/classic-records.ts'
import { addressFields, bankDetailFields, requisiteFields } from '../crm/requisite-fields.ts'
import type { Simulator } from '../simulator.ts'

/** A deal that is billed to a department and from an account of its own, and a lead that knows its site's address. */
export function seedLegal({ state }: Simulator, deals: number[], companies: number[]): void {
  const [own = 0, , home = 0] = companies
  const theirs = addDetails(home, 'Lindenhof Rechnungsstelle', 'Sparkasse Hannover', 'DE02250501800000123456')
  const ours = addDetails(own, 'Dachbau Nordlicht GmbH', 'Volksbank Nord', 'DE02120300000000202051')
  state.requisiteLinks.push({
    ENTITY_TYPE_ID: '2',
    ENTITY_ID: String(deals[1]),
    REQUISITE_ID: theirs.requisite,
    BANK_DETAIL_ID: theirs.bank,
    MC_REQUISITE_ID: ours.requisite,
    MC_BANK_DETAIL_ID: ours.bank,
  })
  const lead = [...state.items.lead.values()].at(-1)
  const empty = Object.fromEntries(addressFields.map(([name]) => [name, null]))
  state.addresses.push({
    ...empty,
    TYPE_ID: '1',
    ENTITY_TYPE_ID: '1',
    ENTITY_ID: String(lead?.id),
    ADDRESS_1: 'Brückenstraße 8',
    POSTAL_CODE: '50667',
    CITY: 'Köln',
    COUNTRY: 'Deutschland',
    LOC_ADDR_ID: String(state.nextId('location')),
    ANCHOR_TYPE_ID: '1',
    ANCHOR_ID: String(lead?.id),
  })

  function addDetails(company: number, name: string, bankName: string, iban: string) {
    const user = state.users.get(1)
    if (!user) throw new Error('The demo has no administrator.')
    const requisite = state.nextId('requisite')
    const kind = { ENTITY_TYPE_ID: 4, ENTITY_ID: company, PRESET_ID: 1, ADDRESS_ONLY: 'N', RQ_VAT_PAYER: 'N' }
    const by = { state, user }
    state.requisites.set(requisite, newClassic(by, requisiteFields, requisite, { ...kind, NAME: name }))
    const bank = state.nextId('bankDetail')
    const account = { ENTITY_ID: requisite, COUNTRY_ID: 46, NAME: bankName, RQ_IBAN: iban }
    state.bankDetails.set(bank, newClassic(by, bankDetailFields, bank, account))
    return { requisite: String(requisite), bank: String(bank) }
  }
}
