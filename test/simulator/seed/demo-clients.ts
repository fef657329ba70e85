import type { Simulator } from '../simulator.ts'
import type { FieldValues } from '../state.ts'

/** Companies of the demo; the first one is the business itself. */
const companies: FieldValues[] = [
  { title: 'Dachbau Nordlicht GmbH', isMyCompany: 'Y', industry: 'MANUFACTURING', employees: 'EMPLOYEES_1' },
  {
    title: 'Stadtwerke Altenau',
    typeId: 'CUSTOMER',
    employees: 'EMPLOYEES_3',
    comments: 'Rahmenvertrag bis 2028',
    fm: [phone('+49 5323 90010'), email('bau@stadtwerke-altenau.example')],
  },
  { title: 'Seniorenheim Lindenhof gGmbH', typeId: 'CUSTOMER', fm: [phone('+49 511 443322')] },
  {
    title: 'Kindergarten Regenbogen e. V.',
    typeId: 'CUSTOMER',
    assignedById: 1,
    fm: [email('leitung@regenbogen.example')],
  },
  { title: 'Ziegelwerk Oberland AG', typeId: 'SUPPLIER', industry: 'MANUFACTURING', revenue: 4200000 },
]

/** Contacts of the demo with the companies they belong to, by their place in the list above. */
const contacts: { at: number[]; fields: FieldValues }[] = [
  {
    at: [1],
    fields: {
      honorific: 'HNR_DE_1',
      name: 'Klaus',
      lastName: 'Weber',
      post: 'Bauleiter',
      fm: [phone('+49 5323 90012'), email('k.weber@stadtwerke-altenau.example')],
    },
  },
  {
    at: [2],
    fields: {
      honorific: 'HNR_DE_2',
      name: 'Monika',
      lastName: 'Arndt',
      post: 'Heimleitung',
      fm: [email('arndt@lindenhof.example')],
    },
  },
  { at: [], fields: { name: 'Familie', lastName: 'Kurz', assignedById: 3, fm: [phone('+49 176 4445566')] } },
  { at: [3], fields: { honorific: 'HNR_DE_2', name: 'Ayşe', lastName: 'Demir', post: 'Vorstand' } },
  {
    at: [2, 1],
    fields: { honorific: 'HNR_DE_1', name: 'Jörg', secondName: 'Emil', lastName: 'Petersen', birthdate: '1969-11-30' },
  },
  { at: [], fields: { name: 'Reto', lastName: 'Ammann', post: 'Eigentümer', fm: [phone('+41 81 5550199')] } },
]

/** Adds the demo's companies and contacts and answers their ids in order. */
export function seedClients({ add }: Simulator): { companies: number[]; contacts: number[] } {
  const companyIds = companies.map((fields) => add('company', { assignedById: 2, ...fields }).id)
  const contactIds = contacts.map(({ at, fields }) => {
    const bound = at.map((index) => companyIds[index] ?? 0)
    return add('contact', { assignedById: 2, typeId: 'CLIENT', companyIds: bound, ...fields }).id
  })
  return { companies: companyIds, contacts: contactIds }
}

function phone(value: string): { typeId: string; valueType: string; value: string } {
  return { typeId: 'PHONE', valueType: 'WORK', value }
}

function email(value: string): { typeId: string; valueType: string; value: string } {
  return { typeId: 'EMAIL', valueType: 'WORK', value }
}
