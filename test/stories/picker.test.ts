import { describe, expect, test } from 'vitest'
import type { OpenedRecord, SourcesAnswer, SourcesRequest } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, newest, openFrame, openPortal, salesperson, useApp } from './door.ts'

useApp()

/** The main page in the eyes of somebody who looks for a record. */
async function openPicker(portal: Simulator, userId = salesperson) {
  const { first, post } = await openFrame(portal, { userId })
  const read = async <T>(answer: Response): Promise<T> => {
    if (!answer.ok) throw new Error(`Refused with ${answer.status}: ${await answer.text()}`)
    return answer.json() as Promise<T>
  }
  return {
    first: first as unknown as { sources: SourcesAnswer },
    look: async (wish: SourcesRequest) => read<SourcesAnswer>(await post('/api/sources', wish)),
    titles: async (search: string) =>
      (await read<SourcesAnswer>(await post('/api/sources', { search }))).records.map(({ title }) => title),
    open: async (type: string, id: number) => post('/api/open', { type, id }),
    post,
  }
}

const titlesOf = ({ records }: SourcesAnswer): string[] => records.map(({ title }) => title)

describe('what somebody may begin with', () => {
  test('comes with the page: what they are in charge of, the one changed last on top, with client and amount', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const company = portal.add('company', { title: 'Müller GmbH' })
    portal.add('deal', { title: 'Somebody else’s', assignedById: administrator })
    portal.add('lead', { title: 'A call', name: 'Eva', lastName: 'Müller', assignedById: salesperson })
    const quote = portal.add('quote', {
      title: 'Roof',
      companyId: company.id,
      opportunity: 1200.5,
      currencyId: 'EUR',
      assignedById: salesperson,
    })
    quote.values.updatedTime = '2099-01-01T00:00:00+00:00'
    portal.requests.length = 0
    const { first } = await openPicker(portal)
    expect(titlesOf(first.sources)).toEqual(['Roof', 'A call'])
    expect(first.sources.records).toMatchObject([
      { type: 'quote', id: quote.id, client: 'Müller GmbH', total: { amount: '1200.5', currency: 'EUR' } },
      { type: 'lead', client: 'Eva Müller', total: null },
    ])
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch'])
  })

  test('begins with the types looked among last, on every device', async () => {
    const portal = await openPortal({ seed: 'empty' })
    portal.add('lead', { title: 'A call', assignedById: salesperson })
    portal.add('deal', { title: 'A deal', assignedById: salesperson })
    const phone = await openPicker(portal)
    expect(titlesOf(await phone.look({ types: ['deal'], keep: true }))).toEqual(['A deal'])
    const desk = await openPicker(portal)
    expect(desk.first.sources).toMatchObject({ types: ['deal'], offered: ['lead', 'deal', 'quote'] })
    expect(titlesOf(desk.first.sources)).toEqual(['A deal'])
    const somebodyElse = await openPicker(portal, administrator)
    expect(somebodyElse.first.sources.types).toEqual(['lead', 'deal', 'quote'])
  })

  test('holds no leads where the portal works without them', async () => {
    const portal = await openPortal({ seed: 'empty' })
    portal.add('lead', { title: 'A call', assignedById: salesperson })
    portal.state.isSimpleCrm = true
    const { first } = await openPicker(portal)
    expect(first.sources).toMatchObject({ records: [], offered: ['deal', 'quote'] })
  })
})

describe('a search finds, in one request,', () => {
  async function portalWithRoofs() {
    const portal = await openPortal({ seed: 'empty' })
    const eva = portal.add('contact', {
      name: 'Eva',
      lastName: 'Müller',
      fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '+49 171 2345678' }],
    })
    const company = portal.add('company', { title: 'Dachbau Nord' })
    const ofCompany = portal.add('deal', { title: 'Gutters', companyId: company.id, assignedById: administrator })
    const ofEva = portal.add('quote', { title: 'Skylight', contactId: eva.id, quoteNumber: 'Q-77' })
    portal.add('deal', { title: 'Unrelated' })
    const caller = portal.add('lead', {
      title: 'Missed call',
      fm: [{ typeId: 'PHONE', valueType: 'MOBILE', value: '+49 171 2345678' }],
    })
    portal.add('lead', { title: 'Evening call', name: 'Eva', lastName: 'Brandt', companyTitle: 'Brandt Holzbau' })
    portal.add('lead', { title: 'Morning call', name: 'Ada', lastName: 'Caller' })
    const picker = await openPicker(portal, administrator)
    portal.requests.length = 0
    return { portal, picker, ofCompany, ofEva, caller }
  }

  test.each([
    ['a part of the title', 'gutt', ['Gutters']],
    ['a client’s name, first or last name first', 'müller eva', ['Skylight']],
    ['a company', 'dachbau', ['Gutters']],
    ['a quote’s number', 'Q-77', ['Skylight']],
    ['a lead by the whole name of its person, in any order', 'brandt eva', ['Evening call']],
    ['a lead by its company', 'holzbau', ['Evening call']],
    ['no lead by the words of two people', 'eva caller', []],
    ['nothing where nothing fits', 'chimney', []],
    ['nothing by a reference, which a batch would follow', '$result[mode]', []],
  ])('%s', async (_, typed, found) => {
    const { picker, portal } = await portalWithRoofs()
    expect(await picker.titles(typed)).toEqual(found)
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch'])
  })

  test('a phone, whoever carries it', async () => {
    const { picker, portal } = await portalWithRoofs()
    expect((await picker.titles('+49 (171) 234-5678')).toSorted()).toEqual(['Missed call', 'Skylight'])
    expect(portal.requests).toHaveLength(1)
  })

  test('the number of a record', async () => {
    const { picker, ofCompany } = await portalWithRoofs()
    const { records } = await picker.look({ search: `#${ofCompany.id}`, types: ['deal'] })
    expect(records.map(({ id }) => id)).toEqual([ofCompany.id])
  })

  test('only what the person may see', async () => {
    const { portal } = await portalWithRoofs()
    portal.state.users.get(salesperson)!.rights.deal.read = 'own'
    const picker = await openPicker(portal)
    expect(await picker.titles('dachbau')).toEqual([])
  })
})

describe('a record that was picked', () => {
  test('is converted as if its card had been opened', async () => {
    const portal = await openPortal()
    const deal = portal.add('deal', { title: 'Neues Dach', assignedById: salesperson })
    const picker = await openPicker(portal)
    portal.requests.length = 0
    const { session, preview } = (await (await picker.open('deal', deal.id)).json()) as OpenedRecord
    expect(preview.source).toMatchObject({ type: 'deal', id: deal.id, title: 'Neues Dach' })
    const answer = await picker.post(
      '/api/convert',
      { requestId: crypto.randomUUID(), fingerprint: preview.fingerprint, targets: ['invoice'] },
      session,
    )
    expect(((await answer.json()) as Conversion).outcome).toBe('done')
    expect(newest(portal, 'invoice').values).toMatchObject({ title: 'Neues Dach', parentId2: deal.id })
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch', 'batch'])
  })

  test('is refused to who may not edit it, and nothing is said of what they may not see', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const deal = portal.add('deal', { title: 'Somebody else’s', assignedById: administrator })
    portal.state.users.get(salesperson)!.rights.deal.update = 'own'
    const picker = await openPicker(portal)
    expect(await (await picker.open('deal', deal.id)).json()).toMatchObject({ error: { code: 'source_not_editable' } })
    portal.state.users.get(salesperson)!.rights.deal.read = 'own'
    expect(await (await picker.open('deal', deal.id)).json()).toMatchObject({ error: { code: 'record_not_found' } })
    expect(await (await picker.open('contact', 1)).json()).toMatchObject({ error: { code: 'invalid_request' } })
  })

  test('needs its own session: the main page’s converts nothing', async () => {
    const portal = await openPortal()
    const picker = await openPicker(portal)
    const body = { requestId: crypto.randomUUID(), fingerprint: '0'.repeat(64), targets: ['invoice'] }
    expect(await (await picker.post('/api/convert', body)).json()).toMatchObject({ error: { code: 'invalid_request' } })
  })
})
