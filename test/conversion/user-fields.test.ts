import { describe, expect, test } from 'vitest'
import { matchUserFields } from '../../server/conversion/user-fields.ts'
import { field, fields } from './build.ts'

const uf = (name: string, label: string, more = {}) => field(name, { label, ...more })

describe('two user fields are the same field', () => {
  test.each([
    ['label, type and multiplicity agree', uf('UF_CRM_A', 'Roof type'), uf('UF_CRM_B', 'Roof type'), true],
    ['white space and case do not matter', uf('UF_CRM_A', ' Roof  Type'), uf('UF_CRM_B', 'rooftype'), true],
    ['an emoji is a character like any other', uf('UF_CRM_A', '🏠 Dach'), uf('UF_CRM_B', '🏠Dach'), true],
    ['composed and decomposed umlauts are one', uf('UF_CRM_A', 'Dachfläche'), uf('UF_CRM_B', 'Dachfla\u0308che'), true],
    ['the code alone does not make them one', uf('UF_CRM_A', 'Roof'), uf('UF_CRM_A', 'Wall'), false],
    [
      'another type whose values cannot travel is another field',
      uf('UF_CRM_A', 'Roof'),
      uf('UF_CRM_B', 'Roof', { type: 'file' }),
      false,
    ],
    [
      'another type whose values can be converted is a partner',
      uf('UF_CRM_A', 'Roof'),
      uf('UF_CRM_B', 'Roof', { type: 'double' }),
      true,
    ],
    ['several values and one are partners', uf('UF_CRM_A', 'Roof'), uf('UF_CRM_B', 'Roof', { multiple: true }), true],
    ['fields without a label never match', uf('UF_CRM_A', ''), uf('UF_CRM_B', ''), false],
    ['standard fields take no part', uf('UF_CRM_A', 'Title'), field('title', { label: 'Title' }), false],
  ])('%s', (_, source, target, same) => {
    expect(matchUserFields(fields(source), fields(target)).get('UF_CRM_A')?.name).toBe(same ? target.name : undefined)
  })

  test('a target field is used once, and the first match wins', () => {
    const source = fields(uf('UF_CRM_A', 'Note'), uf('UF_CRM_B', 'Note'))
    const pairs = matchUserFields(source, fields(uf('UF_CRM_X', 'Note')))
    expect([...pairs.keys()]).toEqual(['UF_CRM_A'])
  })

  test('the very same field is preferred to one that needs converting', () => {
    const source = fields(uf('UF_CRM_A', 'Area'))
    const pairs = matchUserFields(source, fields(uf('UF_CRM_X', 'Area', { type: 'double' }), uf('UF_CRM_Y', 'Area')))
    expect(pairs.get('UF_CRM_A')?.name).toBe('UF_CRM_Y')
  })
})
