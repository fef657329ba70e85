import type { Example } from './world.ts'

/** Documented requests and the shapes of their documented answers: changes of requisites, templates, bank details, addresses. */
export const clientChanges: Example[] = [
  ['crm.duplicate.volatileType.register', () => ({ entityTypeId: 1, fieldCode: 'TITLE' }), 'id:number'],
  ['crm.duplicate.volatileType.list', () => ({}), ['id:number entityTypeId:number fieldCode:text']],
  [
    'crm.duplicate.volatileType.fields',
    () => ({ entityTypeId: 1 }),
    ['entityTypeId:number fieldCode:text fieldTitle:text'],
  ],
  ['crm.duplicate.volatileType.unregister', () => ({ id: 1 }), 'bool'],
  [
    'crm.requisite.add',
    (world) => ({ fields: { ENTITY_TYPE_ID: 4, ENTITY_ID: world.company, PRESET_ID: 1, NAME: 'x' } }),
    'number',
  ],
  ['crm.requisite.update', (world) => ({ id: world.requisite, fields: { NAME: 'y' } }), 'bool'],
  [
    'crm.requisite.delete',
    async (world) => ({
      id: await world.add('crm.requisite.add', {
        fields: { ENTITY_TYPE_ID: 4, ENTITY_ID: world.company, PRESET_ID: 1, NAME: 'x' },
      }),
    }),
    'bool',
  ],
  ['crm.requisite.preset.countries', () => ({}), ['ID:number CODE:text TITLE:text']],
  ['crm.requisite.preset.add', () => ({ fields: { ENTITY_TYPE_ID: 8, COUNTRY_ID: 46, NAME: 'x' } }), 'number'],
  ['crm.requisite.preset.update', () => ({ id: 1, fields: { NAME: 'y' } }), 'bool'],
  ['crm.requisite.preset.field.availabletoadd', () => ({ preset: { ID: 1 } }), ['text']],
  [
    'crm.requisite.preset.field.add',
    () => ({ preset: { ID: 1 }, fields: { FIELD_NAME: 'RQ_NAME', FIELD_TITLE: 'x', IN_SHORT_LIST: 'N', SORT: 5 } }),
    'number',
  ],
  [
    'crm.requisite.preset.field.list',
    () => ({ preset: { ID: 1 } }),
    ['ID:number FIELD_NAME:text FIELD_TITLE:any IN_SHORT_LIST:flag SORT:number'],
  ],
  [
    'crm.requisite.preset.field.get',
    (world) => ({ preset: { ID: 1 }, ID: world.presetField }),
    'ID:number FIELD_NAME:text FIELD_TITLE:text? IN_SHORT_LIST:flag SORT:number',
  ],
  [
    'crm.requisite.preset.field.update',
    (world) => ({ preset: { ID: 1 }, ID: world.presetField, fields: { SORT: 7 } }),
    'bool',
  ],
  ['crm.requisite.preset.field.delete', (world) => ({ preset: { ID: 1 }, ID: world.presetField }), 'bool'],
  [
    'crm.requisite.preset.delete',
    async (world) => ({
      id: await world.add('crm.requisite.preset.add', { fields: { ENTITY_TYPE_ID: 8, COUNTRY_ID: 46, NAME: 'x' } }),
    }),
    'bool',
  ],
  [
    'crm.requisite.bankdetail.add',
    (world) => ({ fields: { ENTITY_ID: world.requisite, COUNTRY_ID: 46, NAME: 'x' } }),
    'number',
  ],
  ['crm.requisite.bankdetail.update', (world) => ({ id: world.bankDetail, fields: { NAME: 'y' } }), 'bool'],
  [
    'crm.requisite.bankdetail.delete',
    async (world) => ({
      id: await world.add('crm.requisite.bankdetail.add', { fields: { ENTITY_ID: world.requisite, NAME: 'x' } }),
    }),
    'bool',
  ],
  [
    'crm.requisite.link.register',
    (world) => ({
      fields: {
        ENTITY_TYPE_ID: 2,
        ENTITY_ID: world.deal,
        REQUISITE_ID: world.requisite,
        BANK_DETAIL_ID: world.bankDetail,
        MC_REQUISITE_ID: 0,
        MC_BANK_DETAIL_ID: 0,
      },
    }),
    'bool',
  ],
  [
    'crm.address.add',
    (world) => ({ fields: { TYPE_ID: 4, ENTITY_TYPE_ID: 8, ENTITY_ID: world.requisite, CITY: 'Kiel' } }),
    'bool',
  ],
  [
    'crm.address.update',
    (world) => ({ fields: { TYPE_ID: 4, ENTITY_TYPE_ID: 8, ENTITY_ID: world.requisite, CITY: 'Bonn' } }),
    'bool',
  ],
  [
    'crm.address.delete',
    (world) => ({ fields: { TYPE_ID: 4, ENTITY_TYPE_ID: 8, ENTITY_ID: world.requisite } }),
    'bool',
  ],
  ['crm.requisite.link.unregister', (world) => ({ entityTypeId: 2, entityId: world.deal }), 'bool'],
]
