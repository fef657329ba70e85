import { expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValue } from '../simulator/state.ts'
import { newest, openCard, openPortal, salesperson, useApp, type Page } from './door.ts'

useApp()

type Side = { type: string; settings?: Record<string, unknown>; options?: string[]; multiple?: boolean }

/** A user field of one label on deals and on invoices; answers the names of both. */
function addPair(portal: Simulator, name: string, deal: Side, invoice: Side = deal): { deal: string; invoice: string } {
  const add = (type: 'deal' | 'invoice', prefix: string, { type: userTypeId, ...more }: Side): string =>
    portal.addUserField(type, { fieldName: `${prefix}_${name}`, userTypeId, label: name, ...more }).fieldName
  return { deal: add('deal', 'UF_CRM', deal), invoice: add('invoice', 'UF_CRM_SMART_INVOICE', invoice) }
}

const changesOf = (page: Page, label: string) =>
  page.target('invoice').transfers.find(({ to }) => to === label)?.adjusted
const reasonOf = (page: Page, label: string) =>
  page.target('invoice').leftBehind.find((one) => one.label === label)?.reason

test('an id or a code is never written where it would mean another thing', async () => {
  const portal = await openPortal({ seed: 'empty', language: 'en' })
  // The portal knows the elements of both blocks; the same number is another element in each.
  for (const id of [3, 4]) portal.addInformationBlock({ id, elements: [12] })
  const element = (id: number): Side => ({ type: 'iblock_element', settings: { IBLOCK_ID: id } })
  const entry = (dictionary: string): Side => ({ type: 'crm_status', settings: { ENTITY_TYPE: dictionary } })
  const bound = (...kinds: string[]): Side => ({
    type: 'crm',
    settings: { LEAD: 'N', ...Object.fromEntries(kinds.map((kind) => [kind, 'Y'])) },
  })
  const fields = {
    Norm: addPair(portal, 'Norm', element(3), element(4)),
    Rule: addPair(portal, 'Rule', element(3)),
    Kind: addPair(portal, 'Kind', entry('CONTACT_TYPE'), entry('COMPANY_TYPE')),
    Way: addPair(portal, 'Way', entry('CONTACT_TYPE'), entry('SOURCE')),
    Expert: addPair(portal, 'Expert', bound('CONTACT'), bound('CONTACT', 'COMPANY')),
    Project: addPair(portal, 'Project', bound('DEAL'), bound('CONTACT')),
  }
  const values: Record<keyof typeof fields, FieldValue> = {
    Norm: 12,
    Rule: 12,
    Kind: 'CLIENT', // among companies the code of a client is CUSTOMER
    Way: 'SUPPLIER',
    Expert: 7,
    Project: 9,
  }
  const own = Object.entries(values).map(([name, value]) => [fields[name as keyof typeof fields].deal, value])
  const deal = portal.add('deal', { title: 'Roof', ...(Object.fromEntries(own) as Record<string, FieldValue>) })

  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(reasonOf(page, 'Norm')).toEqual({ code: 'other_block' })
  expect(reasonOf(page, 'Way')).toEqual({ code: 'option_missing', details: { options: 'Supplier' } })
  expect(reasonOf(page, 'Project')).toEqual({ code: 'binding_not_taken' })
  expect((await page.convert(['invoice'])).outcome).toBe('done')
  const made = newest(portal, 'invoice').values
  expect([made[fields.Rule.invoice], made[fields.Kind.invoice]]).toEqual([12, 'CUSTOMER'])
  const isEmpty = (name: keyof typeof fields): boolean => !made[fields[name].invoice]
  expect([isEmpty('Norm'), isEmpty('Way'), isEmpty('Project')]).toEqual([true, true, true])
  // What crm.item.add was sent: the simulated portal keeps bindings as texts.
  expect(String(made[fields.Expert.invoice])).toBe('C_7')
})

test('what a field cannot keep is told before, and what is shown is what is written', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const fields = {
    Code: addPair(portal, 'Code', { type: 'string' }, { type: 'integer' }),
    Pitch: addPair(
      portal,
      'Pitch',
      { type: 'double', settings: { PRECISION: 3 } },
      { type: 'double', settings: { PRECISION: 1 } },
    ),
    Area: addPair(portal, 'Area', { type: 'integer' }, { type: 'integer', settings: { MIN_VALUE: 0, MAX_VALUE: 100 } }),
    Note: addPair(portal, 'Note', { type: 'string' }, { type: 'string', settings: { MAX_LENGTH: 4 } }),
    Zip: addPair(portal, 'Zip', { type: 'string' }, { type: 'string', settings: { REGEXP: '/^(\\d+)+$/' } }),
    Tile: addPair(
      portal,
      'Tile',
      { type: 'enumeration', options: ['roof tile'] },
      { type: 'enumeration', options: ['Slate', 'Roof Tile'] },
    ),
    Money: addPair(portal, 'Money', { type: 'money', multiple: true }, { type: 'double', settings: { PRECISION: 2 } }),
    Day: addPair(portal, 'Day', { type: 'string' }, { type: 'date' }),
    Paid: addPair(portal, 'Paid', { type: 'boolean' }),
  }
  const deal = portal.add('deal', { title: 'Roof', currencyId: 'EUR' })
  // As an older portal, an import or another app may have stored it.
  Object.assign(deal.values, {
    [fields.Code.deal]: '007',
    [fields.Pitch.deal]: 35.055,
    [fields.Area.deal]: 101,
    [fields.Note.deal]: 'ab😀de',
    [fields.Zip.deal]: '12345',
    [fields.Tile.deal]: [...portal.state.userFields.values()].find(({ fieldName }) => fieldName === fields.Tile.deal)!
      .options[0]!.id,
    [fields.Money.deal]: ['300.5|EUR', '7|EUR'],
    [fields.Day.deal]: '2026-02-30',
    [fields.Paid.deal]: '1',
  })

  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(reasonOf(page, 'Code')).toEqual({ code: 'not_a_number' })
  expect(reasonOf(page, 'Area')).toEqual({ code: 'out_of_bounds', details: { least: '-2147483647', most: '100' } })
  expect(reasonOf(page, 'Day')).toEqual({ code: 'not_a_date' })
  expect(changesOf(page, 'Pitch')).toEqual([{ code: 'rounded', details: { from: '35.055', to: '35.1' } }])
  expect(changesOf(page, 'Note')).toEqual([{ code: 'shortened', details: { kept: 4, length: 5 } }])
  expect(changesOf(page, 'Zip')).toEqual([{ code: 'pattern_checked' }])
  expect(changesOf(page, 'Tile')).toEqual([
    { code: 'option_matched_loosely', details: { options: 'roof tile → Roof Tile' } },
  ])
  expect(changesOf(page, 'Money')).toEqual([
    { code: 'currency_dropped', details: { currency: 'EUR' } },
    { code: 'several_to_one' },
  ])
  expect(page.target('invoice').transfers.find(({ to }) => to === 'Paid')!.values).toEqual([
    { kind: 'yesNo', yes: true },
  ])

  expect((await page.convert(['invoice'])).outcome).toBe('done')
  const made = newest(portal, 'invoice').values
  const written = (['Pitch', 'Note', 'Zip', 'Money', 'Paid'] as const).map((name) => made[fields[name].invoice])
  expect(written).toEqual([35.1, 'ab😀d', '12345', 300.5, 'Y'])
})

test('a name longer than the portal keeps is cut between characters, which is told before', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const lead = portal.add('lead', { title: 'Roof', name: 'Eva' })
  // Half a pair of surrogates, as JSON may carry it, is no text.
  Object.assign(lead.values, { lastName: '😀'.repeat(60), title: 'Roof \ud83d' })

  const page = await openCard(portal, salesperson, 'lead', lead.id)
  const shown = page.target('contact').transfers.find(({ field }) => field === 'lastName')
  expect(shown).toMatchObject({
    values: [{ kind: 'text', text: '😀'.repeat(50) }],
    adjusted: [{ code: 'shortened', details: { kept: 50, length: 60 } }],
  })
  expect((await page.convert(['deal', 'contact'])).outcome).toBe('done')
  expect(newest(portal, 'contact').values.lastName).toBe('😀'.repeat(50))
  expect(newest(portal, 'deal').values.title).toBe('Roof \ufffd')
})
