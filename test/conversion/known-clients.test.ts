import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entriesOf } from '../../server/conversion/communication.ts'
import { isEmpty } from '../../server/conversion/empty.ts'
import { isNamedOtherwise } from '../../server/conversion/known-clients.ts'
import { planConversion } from '../../server/conversion/plan-conversion.ts'
import type { Completion } from '../../server/conversion/plan.ts'
import type { Item, Json } from '../../server/conversion/snapshot.ts'
import { field, fields, snapshot, target } from './build.ts'

const names = ['name', 'lastName', 'post', 'comments', 'opened', 'assignedById', 'originId', 'utmSource', 'UF_CRM_ROOF']
const clientFields = fields(...names, field('fm', { type: 'crm_multifield', multiple: true }), 'leadId', 'companyIds')
const value = fc.constantFrom<Json>('', null, 'text', 'other', 7)
const entry = fc.record({
  typeId: fc.constantFrom('PHONE', 'EMAIL'),
  valueType: fc.constant('WORK'),
  value: fc.constantFrom('+49 1', '+49 2', 'a@b.test'),
})
const item = fc
  .record({
    values: fc.dictionary(fc.constantFrom(...names), value),
    fm: fc.uniqueArray(entry, { maxLength: 3, selector: ({ typeId, value: text }) => `${typeId} ${text}` }),
  })
  .map(({ values, fm }): Item => ({ ...values, fm }))

/** What linking this client writes to it. */
function completionFor(lead: Item, client: Item): Completion | undefined {
  const contact = target(clientFields, { known: { clients: [{ id: 12, ...client }], notices: [] } })
  const from = snapshot('lead', lead, clientFields, { contact })
  const planned = planConversion(from, {
    requestId: 'd9b9ad3c-1d3c-4c7a-9a3e-5f3d1f3f0a01',
    targets: ['contact'],
    useExisting: { contact: 12 },
    addUserFields: {},
    addOptions: {},
    pipelines: {},
    rows: {},
    fills: {},
    history: false,
  })
  if (!('plan' in planned)) throw new Error(`no plan: ${JSON.stringify(planned)}`)
  expect(planned.plan.creations).toEqual([])
  return planned.plan.completions[0]
}

test('a linked client gets only what it lacks, and never another owner', () => {
  fc.assert(
    fc.property(item, item, (lead, client) => {
      for (const [name, written] of Object.entries(completionFor(lead, client)?.fields ?? {})) {
        expect(name).not.toBe('assignedById')
        if (name !== 'fm') expect(isEmpty(client[name] ?? null)).toBe(true)
        const added = name === 'fm' ? entriesOf(written as Json) : []
        const own = entriesOf(client.fm)
        for (const one of added)
          expect(own).not.toContainEqual(expect.objectContaining({ typeId: one.typeId, value: one.value }))
      }
    }),
    { numRuns: 500 },
  )
})

test('what it had before is written down, to be given back by an undo', () => {
  const completion = completionFor({ name: 'Eva', post: 'Chief' }, { name: '', post: 'Boss', assignedById: 3 })
  expect(completion).toMatchObject({ id: 12, fields: { name: 'Eva' }, before: { name: '' } })
  expect(completion?.fields).not.toHaveProperty('post')
})

test.each([
  ['both names differ', { name: 'Max', lastName: 'Berger' }, true],
  ['the last name differs', { name: 'Eva', lastName: 'Schulz' }, false],
  ['the first name differs', { name: 'Max', lastName: 'Müller' }, false],
  ['only case and blanks differ', { name: 'EVA', lastName: ' müller' }, false],
  ['the names changed places', { name: 'Müller', lastName: 'Eva' }, false],
  ['the client has no first name', { name: '', lastName: 'Berger' }, false],
])('a client is named otherwise only where no name is shared: %s', (_, client, expected) => {
  expect(isNamedOtherwise({ name: 'Eva', lastName: 'Müller' }, client)).toBe(expected)
})
