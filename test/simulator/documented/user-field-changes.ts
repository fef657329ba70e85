import type { Example } from './world.ts'

const userFields: Example[2] = [
  {
    is: 'ID:id ENTITY_ID:text FIELD_NAME:text USER_TYPE_ID:text XML_ID:any SORT:id MULTIPLE:flag MANDATORY:flag SHOW_FILTER:text SHOW_IN_LIST:flag EDIT_IN_LIST:flag IS_SEARCHABLE:flag EDIT_FORM_LABEL:text LIST_COLUMN_LABEL:text LIST_FILTER_LABEL:text ERROR_MESSAGE:text? HELP_MESSAGE:text?',
    SETTINGS: 'SIZE:number ROWS:number REGEXP:any MIN_LENGTH:number MAX_LENGTH:number DEFAULT_VALUE:any',
  },
]

const card: Example[2] = [{ is: 'name:text title:text type:text', elements: ['name:text optionFlags:any'] }]

const families = ['lead', 'deal', 'contact', 'company', 'quote', 'requisite']
const field = (FIELD_NAME: string) => ({ fields: { FIELD_NAME, USER_TYPE_ID: 'string', LABEL: 'x' } })
const main = { name: 'main', title: 'x', type: 'section', elements: [{ name: 'TITLE', optionFlags: '0' }] }

/** Documented requests and the shapes of their documented answers: user fields and cards of every family. */
export const userFieldChanges: Example[] = [
  ...families.flatMap((family): Example[] => {
    const method = `crm.${family}.userfield`
    return [
      [`${method}.add`, () => field('HELLO_WORLD'), 'number'],
      [`${method}.list`, () => ({ filter: { LANG: 'de', FIELD_NAME: 'UF_CRM_HELLO_WORLD' } }), userFields, 'counted'],
      [
        `${method}.update`,
        async (world) => ({ id: await world.add(`${method}.add`, field('CHANGED')), fields: { SORT: 5 } }),
        'bool',
      ],
      [`${method}.delete`, async (world) => ({ id: await world.add(`${method}.add`, field('GONE')) }), 'bool'],
    ]
  }),
  ...['lead', 'deal', 'contact', 'company'].flatMap((family): Example[] => {
    const method = `crm.${family}.details.configuration`
    return [
      [`${method}.set`, () => ({ scope: 'P', userId: 1, data: [main] }), 'bool'],
      [`${method}.get`, () => ({ scope: 'P', userId: 1 }), card],
      [`${method}.forceCommonScopeForAll`, () => ({}), 'bool'],
      [`${method}.reset`, () => ({ scope: 'P', userId: 1 }), 'bool'],
    ]
  }),
]
