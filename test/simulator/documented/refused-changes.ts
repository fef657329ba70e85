import type { Refusal } from './refusals.ts'

const card = (section: object) => ({ entityTypeId: 2, data: [section] })
const twice = { XML_ID: 'A', VALUE: 'x' }

/** Documented refusals of what cannot be written as it was sent. */
export const refusedChanges: Refusal[] = [
  [
    'crm.contact.add',
    () => ({ fields: { EMAIL: [{ VALUE: 'eva', VALUE_TYPE: 'WORK' }] } }),
    'ERROR_CORE',
    'The field "Work e-mail" contains an invalid address<br />',
  ],
  ['crm.contact.add', () => ({ fields: {}, params: 'x' }), '', "Parameter 'params' must be array."],
  [
    'crm.deal.update',
    (world) => ({ id: world.deal, fields: {}, params: 'x' }),
    '',
    "Parameter 'params' must be array.",
  ],
  ['crm.deal.userfield.update', (world) => ({ id: world.list, fields: 'x' }), '', "Parameter 'fields' must be array."],
  [
    'crm.deal.userfield.update',
    (world) => ({ id: world.list, fields: { LIST: [twice, twice] } }),
    'ERROR_CORE',
    'List item with value XML_ID=A already exists.<br>',
  ],
  [
    'crm.automatedsolution.update',
    (world) => ({ id: world.solution, fields: { title: '' } }),
    'BX_EMPTY_REQUIRED',
    'Required field "Title" is not filled',
  ],
  ['crm.deal.contact.delete', (world) => ({ id: world.deal }), '', "The parameter 'item' must be array."],
  ['crm.item.details.configuration.set', () => ({ entityTypeId: 2 }), '', "Parameter 'data' must be array."],
  [
    'crm.item.details.configuration.set',
    () => ({ entityTypeId: 2, data: { a: 1 } }),
    '',
    'The data must be indexed array.',
  ],
  ['crm.item.details.configuration.set', () => ({ entityTypeId: 2, data: [] }), '', 'There are no data to write.'],
  [
    'crm.item.details.configuration.set',
    () => card({ type: 'column' }),
    '',
    "Section at index 0 have type 'column'. The expected type is 'section'.",
  ],
  ['crm.item.details.configuration.set', () => card({}), '', 'Section at index 0 does not have name.'],
  ['crm.item.details.configuration.set', () => card({ name: 'x' }), '', 'Section at index 0 does not have title.'],
  [
    'crm.item.details.configuration.set',
    () => card({ name: 'x', title: 'x', elements: [{ name: 'TITLE' }, {}] }),
    '',
    'Element at index 1 in section at index 0 does not have name.',
  ],
]
