import { addPipeline, addUser } from '../builders.ts'
import type { PortalState } from '../state.ts'
import { seedDictionaries } from './base-dictionaries.ts'
import { seedPresets } from './base-presets.ts'

/** What every portal has from its first day: people, dictionaries, stages, pipelines and currencies. */
export function seedBase(state: PortalState): void {
  seedUsers(state)
  state.departments.set(state.nextId('department'), { id: 1, name: 'Firma', sort: 500, parent: 0, head: 1 })
  seedDictionaries(state)
  seedPipelines(state)
  seedPresets(state)
  state.currencies.push(
    { code: 'EUR', amount: 1, amountCount: 1, sort: 100, base: 'Y', format: '# €', name: { de: 'Euro', en: 'Euro' } },
    {
      code: 'CHF',
      amount: 1.05,
      amountCount: 1,
      sort: 200,
      base: 'N',
      format: 'CHF #',
      name: { de: 'Schweizer Franken', en: 'Swiss franc' },
    },
    {
      code: 'USD',
      amount: 0.92,
      amountCount: 1,
      sort: 300,
      base: 'N',
      format: '$#',
      name: { de: 'US-Dollar', en: 'US dollar' },
    },
  )
}

function seedUsers(state: PortalState): void {
  addUser(state, {
    name: 'Anna',
    lastName: 'Weiß',
    gender: 'F',
    email: 'anna.weiss@example.com',
    workPosition: 'Geschäftsführung',
    admin: true,
  })
  addUser(state, {
    name: 'Max',
    lastName: 'Berger',
    gender: 'M',
    email: 'max.berger@example.com',
    workPosition: 'Vertrieb',
  })
  const ownOnly = { update: 'own', delete: 'own' } as const
  const readOnly = { add: 'none', ...ownOnly } as const
  addUser(state, {
    name: 'Julia',
    lastName: 'Kern',
    gender: 'F',
    email: 'julia.kern@example.com',
    workPosition: 'Innendienst',
    rights: { lead: ownOnly, contact: ownOnly, company: ownOnly, deal: readOnly, quote: readOnly, invoice: readOnly },
  })
}

function seedPipelines(state: PortalState): void {
  const name = { de: 'Allgemein', en: 'General' }
  for (const type of ['deal', 'contact', 'company', 'invoice'] as const) addPipeline(state, type, { name })
}
