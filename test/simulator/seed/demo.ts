import type { Simulator } from '../simulator.ts'
import type { Text } from '../state.ts'
import { seedChats } from './demo-chats.ts'
import { seedClients } from './demo-clients.ts'
import { demoDeals } from './demo-deals.ts'
import { demoInvoices, demoQuotes } from './demo-follow-ups.ts'
import { seedLegal } from './demo-legal.ts'
import { demoLeads } from './demo-leads.ts'
import { rowsOf } from './demo-products.ts'
import { seedSites } from './demo-sites.ts'
import { seedUserFields } from './demo-user-fields.ts'

/** Fills a portal with the invented records of a small roofing business, so that every conversion has something to carry. */
export function seedDemo(simulator: Simulator): void {
  const { add, setProductRows } = simulator
  simulator.addPipeline('deal', serviceContracts)
  seedUserFields(simulator)
  const clients = seedClients(simulator)
  const { contacts, companies } = clients
  for (const { rows, ...lead } of demoLeads(simulator)) {
    const { id } = add('lead', lead.fields, { userId: lead.owner })
    if (rows) setProductRows('lead', id, rowsOf(rows))
  }
  const deals = demoDeals(simulator).map(({ client: [contact, company], owner, rows, fields }) => {
    const clients = {
      contactIds: contact === null ? [] : [contacts[contact] ?? 0],
      companyId: company === null ? 0 : (companies[company] ?? 0),
    }
    const { id } = add('deal', { assignedById: owner, ...clients, ...fields }, { userId: owner })
    if (rows) setProductRows('deal', id, rowsOf(rows))
    return id
  })
  for (const {
    deal,
    client: [contact, company],
    rows,
    fields,
  } of demoQuotes(simulator)) {
    const clients = { contactIds: [contacts[contact] ?? 0], companyId: companies[company] ?? 0 }
    const { id } = add(
      'quote',
      { assignedById: 2, ...clients, dealId: deal === null ? null : (deals[deal] ?? null), ...fields },
      { userId: 2 },
    )
    setProductRows('quote', id, rowsOf(rows))
  }
  for (const {
    deal,
    client: [contact, company],
    rows,
    fields,
  } of demoInvoices) {
    const clients = { contactIds: [contacts[contact] ?? 0], companyId: companies[company] ?? 0 }
    const { id } = add(
      'invoice',
      { assignedById: 2, ...clients, parentId2: deals[deal] ?? null, ...fields },
      { userId: 2 },
    )
    setProductRows('invoice', id, rowsOf(rows))
  }
  seedSites(simulator, deals, clients)
  seedLegal(simulator, deals, companies)
  seedChats(simulator)
}

const serviceContracts: { name: Text; stages: { code: string; name: Text; semantics?: 'S' | 'F' }[] } = {
  name: { de: 'Wartungsverträge', en: 'Service contracts' },
  stages: [
    { code: 'NEW', name: { de: 'Anfrage', en: 'Request' } },
    { code: 'PREPARATION', name: { de: 'Termin vereinbart', en: 'Appointment made' } },
    { code: 'WON', name: { de: 'Vertrag läuft', en: 'Contract running' }, semantics: 'S' },
    { code: 'LOSE', name: { de: 'Beendet', en: 'Ended' }, semantics: 'F' },
  ],
}
