import { describe, expect, test } from 'vitest'
import type { Step } from '../../server/conversion/outcome.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { countRecords, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const addLead = (portal: Simulator): Item =>
  portal.add('lead', { title: 'Roof', lastName: 'Müller', companyTitle: 'Müller GmbH', assignedById: salesperson })

/** A portal whose REST checks required fields, as its administrator may switch on. */
async function openStrictPortal(): Promise<Simulator> {
  const portal = await openPortal()
  portal.state.checksRequiredFields = true
  return portal
}

function requireRoofShape(portal: Simulator, more = {}): { flat: string } {
  const field = portal.addUserField('deal', {
    fieldName: 'UF_CRM_ROOF_SHAPE',
    userTypeId: 'enumeration',
    label: { de: 'Dachform', en: 'Roof shape' },
    options: ['Gable', 'Flat'],
    mandatory: true,
    ...more,
  })
  return { flat: String(field.options[1]!.id) }
}

const failed = ({ steps }: { steps: Step[] }): Step | undefined => steps.find(({ state }) => state === 'failed')

describe('a required field is asked for before anything is written', () => {
  test('and what the person gives is written with the record, by one request', async () => {
    const portal = await openStrictPortal()
    const { flat } = requireRoofShape(portal)
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    expect(page.target('deal').required).toMatchObject([
      {
        field: 'UF_CRM_ROOF_SHAPE',
        label: 'Dachform',
        input: 'choice',
        options: [{ text: 'Gable' }, { text: 'Flat' }],
      },
    ])
    portal.requests.length = 0
    const { outcome } = await page.convert(['deal', 'contact'], { fills: { deal: { UF_CRM_ROOF_SHAPE: flat } } })
    expect(outcome).toBe('done')
    expect(newest(portal, 'deal').values.UF_CRM_ROOF_SHAPE).toBe(Number(flat))
    expect(portal.requests.filter(({ method }) => method === 'batch')).toHaveLength(2)
  })

  test('of every kind that can be filled in, and the portal keeps what was meant', async () => {
    const portal = await openStrictPortal()
    const kinds = ['string', 'integer', 'double', 'money', 'date', 'boolean', 'url', 'employee'] as const
    for (const kind of kinds)
      portal.addUserField('deal', {
        fieldName: `UF_CRM_MUST_${kind}`.toUpperCase(),
        userTypeId: kind,
        label: `Must ${kind}`,
        settings: { PRECISION: 2 },
        mandatory: true,
      })
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    expect(page.target('deal').required.map(({ type }) => type)).toEqual(kinds)
    const deal = {
      UF_CRM_MUST_STRING: 'Flat [URL=https://evil.example]roof[/URL] $result[x]',
      UF_CRM_MUST_INTEGER: '12',
      UF_CRM_MUST_DOUBLE: '12.5',
      UF_CRM_MUST_MONEY: '99.90|EUR',
      UF_CRM_MUST_DATE: '2026-12-24',
      UF_CRM_MUST_BOOLEAN: 'Y',
      UF_CRM_MUST_URL: 'https://roof.example/',
      UF_CRM_MUST_EMPLOYEE: salesperson,
    }
    expect((await page.convert(['deal'], { fills: { deal } })).outcome).toBe('done')
    const { values } = newest(portal, 'deal')
    expect(values).toMatchObject({
      ...deal,
      UF_CRM_MUST_INTEGER: 12,
      UF_CRM_MUST_DOUBLE: 12.5,
      UF_CRM_MUST_DATE: expect.stringContaining('2026-12-24'),
    })
  })

  test('and a forged answer is refused before the portal hears of it', async () => {
    const portal = await openStrictPortal()
    requireRoofShape(portal)
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    const before = countRecords(portal)
    portal.requests.length = 0
    const forged = [
      { deal: { UF_CRM_ROOF_SHAPE: '999999' } },
      { deal: { UF_CRM_ROOF_SHAPE: 'Flat' } },
      { deal: { id: 5 } },
      { deal: { createdTime: '2020-01-01T00:00:00Z' } },
      { deal: { leadId: '5' } },
      { deal: { UF_CRM_NOWHERE: 'x' } },
      { deal: { UF_CRM_ROOF_SHAPE: { nested: true } } },
      { deal: { title: 'x'.repeat(10_001) } },
      { deal: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`UF_${index}`, 'x'])) },
      { person: { name: 'x' } },
    ]
    for (const fills of forged) expect((await page.refuse(['deal'], { fills })).code).toBe('invalid_request')
    expect(countRecords(portal)).toEqual(before)
    expect(portal.requests.filter(({ method }) => method === 'batch')).toEqual([])
  })

  test('nor is it asked for where the portal has a default', async () => {
    const portal = await openStrictPortal()
    portal.addUserField('deal', {
      fieldName: 'UF_CRM_PLACE',
      userTypeId: 'string',
      label: 'Place',
      settings: { DEFAULT_VALUE: 'Berlin' },
      mandatory: true,
    })
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    expect(page.target('deal').required).toEqual([])
    expect((await page.convert(['deal'])).outcome).toBe('done')
    expect(newest(portal, 'deal').values.UF_CRM_PLACE).toBe('Berlin')
  })
})

describe('a field that only the card requires is refused', () => {
  test('at once: nothing is made, the refusal names the field, and with it everything is made', async () => {
    const portal = await openStrictPortal()
    portal.requireField({ type: 'deal', field: 'sourceDescription', stageIds: null })
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    expect(page.target('deal').required).toEqual([])
    const before = countRecords(portal)
    const refused = await page.convert(['deal'])
    expect(refused.outcome).toBe('refused')
    expect(failed(refused)?.refusal).toMatchObject({
      code: 'CRM_FIELD_ERROR_REQUIRED',
      wanted: [{ field: 'sourceDescription', label: 'Quelleninformation', input: 'longText' }],
    })
    expect(countRecords(portal)).toEqual(before)
    const fills = { deal: { sourceDescription: 'Trade fair' } }
    expect((await page.convert(['deal'], { fills })).outcome).toBe('done')
    expect(newest(portal, 'deal').values.sourceDescription).toBe('Trade fair')
  })

  test('in the middle: company and contact stand, the field is given, the deal is made once and nothing twice', async () => {
    const portal = await openStrictPortal()
    portal.requireField({ type: 'deal', field: 'sourceDescription', stageIds: null })
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    const partial = await page.convert(['deal', 'contact', 'company'])
    expect(partial.outcome).toBe('partial')
    expect(partial.created.map(({ type }) => type)).toEqual(['company', 'contact'])
    expect(failed(partial)).toMatchObject({
      name: 'create',
      target: 'deal',
      refusal: { wanted: [{ field: 'sourceDescription' }] },
    })

    const fills = { deal: { sourceDescription: 'Trade fair', title: 'not asked for' } }
    const whole = await page.resume(partial.requestId, fills)
    expect(whole.outcome).toBe('done')
    expect(await page.resume(partial.requestId, fills)).toEqual(whole)
    expect(countRecords(portal)).toEqual({
      ...before,
      company: before.company + 1,
      contact: before.contact + 1,
      deal: before.deal + 1,
    })
    const [company, contact] = partial.created
    expect(newest(portal, 'deal').values).toMatchObject({
      title: 'Roof',
      sourceDescription: 'Trade fair',
      leadId: lead.id,
      companyId: company!.id,
      contactIds: [contact!.id],
    })
    expect(portal.state.items.lead.get(lead.id)!.values.stageId).toBe('CONVERTED')
  })

  test('and then another one is wanted: it is named too, and an answer that is none leaves everything as it was', async () => {
    const portal = await openStrictPortal()
    portal.requireField({ type: 'deal', field: 'sourceDescription', stageIds: null })
    portal.requireField({ type: 'deal', field: 'probability', stageIds: null })
    const page = await openCard(portal, salesperson, 'lead', addLead(portal).id)
    const before = countRecords(portal)
    const first = await page.convert(['deal', 'contact'])
    const second = await page.resume(first.requestId, { deal: { sourceDescription: 'Trade fair' } })
    expect(failed(second)?.refusal?.wanted).toMatchObject([{ field: 'probability', input: 'integer' }])
    await expect(page.resume(first.requestId, { deal: { probability: 'high' } })).rejects.toThrow('invalid_request')
    expect((await page.resume(first.requestId, { deal: { probability: '80' } })).outcome).toBe('done')
    expect(newest(portal, 'deal').values).toMatchObject({ sourceDescription: 'Trade fair', probability: 80 })
    expect(countRecords(portal)).toEqual({ ...before, contact: before.contact + 1, deal: before.deal + 1 })
  })

  test('of the lead itself, when it is closed: what the lead lacks is named', async () => {
    const portal = await openStrictPortal()
    portal.requireField({ type: 'lead', field: 'sourceDescription', stageIds: ['CONVERTED'] })
    const lead = addLead(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    const before = countRecords(portal)
    const partial = await page.convert(['contact'])
    expect(partial.outcome).toBe('partial')
    expect(failed(partial)).toMatchObject({
      name: 'closeSource',
      refusal: { wanted: [{ field: 'sourceDescription' }] },
    })
    const whole = await page.resume(partial.requestId, { lead: { sourceDescription: 'Trade fair' } })
    expect(whole.outcome).toBe('done')
    expect(portal.state.items.lead.get(lead.id)!.values).toMatchObject({
      stageId: 'CONVERTED',
      sourceDescription: 'Trade fair',
    })
    expect(countRecords(portal).contact).toBe(before.contact + 1)
  })
})
