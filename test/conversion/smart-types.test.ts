import { describe, expect, test } from 'vitest'
import { createdLinksOf, originField, originOf, rulesFor } from '../../server/conversion/field-rules.ts'
import {
  cardPath,
  inOrder,
  recordType,
  rowOwnerOf,
  typeAtPlacement,
  typeNumbered,
  userFieldEntityOf,
} from '../../server/conversion/record-types.ts'
import { relatedTargets } from '../../server/conversion/schemes.ts'
import { isSmartTypeName, type SmartType, type SmartTypes } from '../../server/conversion/smart-types.ts'

const smart = (more: Partial<SmartType> = {}): SmartType => ({
  title: 'Site',
  userFieldEntity: 'CRM_7',
  hasRows: true,
  parents: [],
  children: [],
  ...more,
})

describe('a smart process is told by its number', () => {
  test.each([
    ['smart128', true],
    ['smart192', true],
    ['smart1030', true],
    ['smart193', false],
    ['smart1031', false],
    ['smart31', false],
    ['smart0128', false],
    ['smart1e3', false],
    ['deal', false],
  ])('%s: %s', (name, expected) => expect(isSmartTypeName(name)).toBe(expected))

  test('owner code, timeline, card and toolbar follow from it', () => {
    expect(recordType('smart1030')).toMatchObject({
      entityTypeId: 1030,
      rowOwner: 'T406',
      timelineType: 'dynamic_1030',
    })
    expect(recordType('smart128').rowOwner).toBe('T80')
    expect(cardPath('smart1030', 5)).toBe('/crm/type/1030/details/5/')
    expect(typeAtPlacement('CRM_DYNAMIC_1030_DETAIL_TOOLBAR')).toBe('smart1030')
    expect(typeAtPlacement('CRM_DYNAMIC_1031_DETAIL_TOOLBAR')).toBeNull()
    expect([2, 31, 1030, 999].map(typeNumbered)).toEqual(['deal', 'invoice', 'smart1030', null])
  })

  test('rows and user fields do not: without the portal’s word there are none', () => {
    expect([rowOwnerOf('smart1030', {}), userFieldEntityOf('smart1030', {})]).toEqual([null, null])
    const known = { smart1030: smart() }
    expect([rowOwnerOf('smart1030', known), userFieldEntityOf('smart1030', known)]).toEqual(['T406', 'CRM_7'])
    expect(rowOwnerOf('smart1030', { smart1030: smart({ hasRows: false }) })).toBeNull()
  })
})

describe('what is related', () => {
  const types: SmartTypes = {
    smart1030: smart({ parents: [2], children: [31, 3, 1032] }),
    smart1032: smart({ parents: [], children: [2] }),
    smart1034: smart({ parents: [1030] }),
  }

  test.each([
    ['deal', ['smart1030']],
    ['lead', []],
    ['smart1030', ['invoice', 'smart1032', 'smart1034']],
    ['smart1032', ['deal']],
    ['smart1040', []],
  ] as const)('%s gives %j: its children, clients never', (source, targets) => {
    expect(relatedTargets(source, types)).toEqual(targets)
  })

  test('a smart process is made after everything it may need', () => {
    expect(inOrder(['smart1032', 'smart1030', 'deal', 'company', 'smart1030'])).toEqual([
      'company',
      'deal',
      'smart1030',
      'smart1032',
    ])
    expect(createdLinksOf('smart1030')).toMatchObject({ parentId2: 'deal', companyId: 'company' })
  })

  test.each([
    ['deal', 'smart1030', 'parentId2'],
    ['lead', 'smart1030', 'parentId1'],
    ['quote', 'smart1030', 'parentId7'],
    ['smart1030', 'invoice', 'parentId1030'],
    ['smart1030', 'smart1032', 'parentId1030'],
  ] as const)('of a %s, its %s is found by %s', (source, target, field) => {
    expect(originField(source, target)).toBe(field)
    expect(rulesFor(source, target)).toMatchObject({ copy: 'same', rows: true })
    expect(originOf(source, target)).toEqual({
      field: `parentId${recordType(target).entityTypeId}`,
      reason: 'made_from_such',
    })
  })
})
