import type { Example, World } from './world.ts'

type Family = 'lead' | 'deal' | 'contact' | 'company' | 'quote'

const fields: Record<Family, object> = {
  lead: { TITLE: 'Anfrage' },
  deal: { TITLE: 'Dach' },
  contact: { NAME: 'Eva', LAST_NAME: 'Busch' },
  company: { TITLE: 'Ziegelei' },
  quote: { TITLE: 'Angebot' },
}

const phones = ['ID:id VALUE_TYPE:text VALUE:text TYPE_ID:text'] as const

/** The entries of the documented lists; what they select stands in their keys. */
const lists: [Family, string, multifield?: string][] = [
  [
    'deal',
    'ID:id TITLE:text TYPE_ID:text CATEGORY_ID:id STAGE_ID:text OPPORTUNITY:text IS_MANUAL_OPPORTUNITY:flag ASSIGNED_BY_ID:id DATE_CREATE:moment',
  ],
  ['contact', 'ID:id NAME:text LAST_NAME:text EXPORT:flag ASSIGNED_BY_ID:id DATE_CREATE:moment', 'EMAIL'],
  ['company', 'TITLE:text ASSIGNED_BY_ID:id ID:id', 'PHONE'],
  ['quote', 'ID:id TITLE:text STATUS_ID:text OPPORTUNITY:text CURRENCY_ID:text ASSIGNED_BY_ID:id'],
]

const bindings: [owner: Family, bound: 'contact' | 'company'][] = [
  ['lead', 'contact'],
  ['deal', 'contact'],
  ['quote', 'contact'],
  ['company', 'contact'],
  ['contact', 'company'],
]

/** Documented requests and the shapes of their documented answers: changes and lists of the classic families. */
export const recordChanges: Example[] = [
  ...Object.entries(fields).flatMap(([family, sent]): Example[] => [
    [`crm.${family}.add`, () => ({ fields: sent }), 'number'],
    [`crm.${family}.update`, (world) => ({ id: world[family as Family], fields: sent }), 'bool'],
    [`crm.${family}.delete`, async (world) => ({ id: await world.add(`crm.${family}.add`, { fields: sent }) }), 'bool'],
  ]),
  ...lists.map(([family, is, multifield]): Example => {
    const select = [...is.split(' ').map((field) => field.split(':')[0]), ...(multifield ? [multifield] : [])]
    const shape = multifield ? { is, [`${multifield}?`]: phones } : is
    return [`crm.${family}.list`, () => ({ select }), [shape], 'counted']
  }),
  [
    'crm.item.delete',
    async (world) => ({ entityTypeId: 2, id: await world.add('crm.deal.add', { fields: {} }) }),
    'list',
  ],
  ...bindings.flatMap(([owner, bound]): Example[] => {
    const method = `crm.${owner}.${bound}`
    const key = `${bound.toUpperCase()}_ID`
    const one = (world: World) => ({ [key]: world[bound], SORT: 10 })
    return [
      [`${method}.items.set`, (world) => ({ id: world[owner], items: [{ ...one(world), IS_PRIMARY: 'Y' }] }), 'bool'],
      [
        `${method}.items.get`,
        (world) => ({ id: world[owner] }),
        [`${key}:number SORT:number ROLE_ID:number IS_PRIMARY:flag`],
      ],
      [`${method}.delete`, (world) => ({ id: world[owner], fields: one(world) }), 'bool'],
      [`${method}.add`, (world) => ({ id: world[owner], fields: one(world) }), 'bool'],
      [`${method}.items.delete`, (world) => ({ id: world[owner] }), 'bool'],
    ]
  }),
]
