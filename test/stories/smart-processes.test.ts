import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import { itemsOf, type Item } from '../simulator/state.ts'
import {
  administrator,
  commentsOn,
  letTimePass,
  nameOnPortal,
  newest,
  openCard,
  openPortal,
  reader,
  salesperson,
  useApp,
} from './door.ts'

useApp()

const site = 'smart1040'
const service = 'smart1042'
const fleet = 'smart1044'

const everything = {
  isStagesEnabled: 'Y',
  isCategoriesEnabled: 'Y',
  isBeginCloseDatesEnabled: 'Y',
  isClientEnabled: 'Y',
  isLinkWithProductsEnabled: 'Y',
  isMycompanyEnabled: 'Y',
  isSourceEnabled: 'Y',
} as const
const related = (...ids: number[]) => ids.map((entityTypeId) => ({ entityTypeId, isChildrenListEnabled: 'Y' as const }))

/** Building sites come from deals and give invoices and services; the fleet has nothing to do with any of them. */
async function openPortalWithSites(): Promise<Simulator> {
  const portal = await openPortal({ seed: 'empty' })
  portal.addSmartType({
    title: { de: 'Baustelle', en: 'Building site' },
    entityTypeId: 1040,
    flags: everything,
    parents: related(2),
    children: related(31, 1042),
  })
  portal.addSmartType({ title: 'Wartung', entityTypeId: 1042, flags: { isStagesEnabled: 'Y' }, children: related(2) })
  portal.addSmartType({ title: 'Fuhrpark', entityTypeId: 1044, flags: everything })
  return portal
}

const rows = [
  { productName: 'Roof tile', price: 12.34, quantity: 100, taxRate: 19, taxIncluded: 'Y' as const },
  { productName: 'Labour', price: 55.5, quantity: 7.5, discountTypeId: 2 as const, discountRate: 10 },
]

function addSource(portal: Simulator, type: 'deal' | typeof site | typeof service, own: Item['values'] = {}): Item {
  const name = nameOnPortal(type)
  const client = portal.add('company', { title: 'Müller GmbH' })
  const person = portal.add('contact', { name: 'Eva', lastName: 'Müller' })
  const clients: Item['values'] =
    type === service ? {} : { companyId: client.id, contactIds: [person.id], currencyId: 'EUR' }
  const source = portal.add(name, { title: 'New roof', assignedById: salesperson, ...clients, ...own })
  if (type !== service) portal.setProductRows(name, source.id, rows)
  return source
}

const essence = ({ rows: all }: Item) =>
  all.map(({ productName, price, quantity, discountTypeId, discountRate, taxRate, taxIncluded }) => ({
    productName,
    price,
    quantity,
    discountTypeId,
    discountRate,
    taxRate,
    taxIncluded,
  }))

const countOf = (portal: Simulator, type: typeof site): number => itemsOf(portal.state, nameOnPortal(type)).size

describe('a deal becomes a smart process', () => {
  test('with its client, rows and amount, linked and named by the portal’s own word for it', async () => {
    const portal = await openPortalWithSites()
    const deal = addSource(portal, 'deal')
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.preview.typeNames).toMatchObject({ [site]: 'Baustelle' })
    const conversion = await page.convert([site])
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })

    const made = newest(portal, site)
    expect(made.values).toMatchObject({
      title: 'New roof',
      parentId2: deal.id,
      companyId: deal.values.companyId,
      contactIds: deal.values.contactIds,
      assignedById: salesperson,
      opportunity: deal.values.opportunity,
      currencyId: 'EUR',
    })
    expect(essence(made)).toEqual(essence(deal))
    const path = `/crm/type/1040/details/${made.id}/`
    expect(conversion.open).toMatchObject({ type: site, path })
    expect(commentsOn(portal, 'deal', deal.id)).toEqual([
      expect.stringContaining(`Baustelle: [URL=${path}]New roof[/URL]`),
    ])
    expect(portal.dependencies('deal', deal.id)).toContainEqual(
      expect.objectContaining({ type: 'dynamic_1040', id: made.id, role: 'child' }),
    )
  })

  test('whose name cannot speak BB code in the comment', async () => {
    const portal = await openPortalWithSites()
    portal.addSmartType({ title: '[URL=https://evil.test]Win[/URL]', entityTypeId: 1050, parents: related(2) })
    const deal = addSource(portal, 'deal')
    await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['smart1050'])
    expect(commentsOn(portal, 'deal', deal.id)[0]).toMatch(
      /\n\(URL=https:\/\/evil\.test\)Win\(\/URL\): \[URL=\/crm\/type\/1050\//,
    )
  })

  test('with user fields it lacks, created as the deal defines them', async () => {
    const portal = await openPortalWithSites()
    const list = portal.addUserField('deal', {
      fieldName: 'UF_CRM_ROOF',
      userTypeId: 'enumeration',
      label: { de: 'Dachform', en: 'Roof shape' },
      options: ['Gable', 'Flat'],
    })
    portal.addUserField('deal', { fieldName: 'UF_CRM_START', userTypeId: 'date', label: { de: 'Beginn', en: 'Start' } })
    const deal = addSource(portal, 'deal', { UF_CRM_ROOF: list.options[1]!.id, UF_CRM_START: '2026-03-29' })
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect(page.target(site).missingUserFields.map(({ label }) => label)).toEqual(['Dachform', 'Beginn'])
    expect(page.target(site).userFieldsRefusal).toBeNull()
    expect(await page.convert([site], { tick: 'all' })).toMatchObject({ outcome: 'done', differences: [] })

    const typeId = portal.state.smartTypes.find(({ entityTypeId }) => entityTypeId === 1040)!.id
    const added = [...portal.state.userFields.values()].filter(({ type }) => type === 'dynamic_1040')
    expect(added.map(({ fieldName }) => fieldName.startsWith(`UF_CRM_${typeId}_`))).toEqual([true, true])
    const shape = added.find(({ labels }) => labels.editFormLabel.de === 'Dachform')!
    const start = added.find(({ labels }) => labels.editFormLabel.de === 'Beginn')!
    expect(shape.labels.editFormLabel.en).toBe('Roof shape')
    expect(shape.options.map(({ value }) => value)).toEqual(['Gable', 'Flat'])
    expect(newest(portal, site).values).toMatchObject({
      [shape.fieldName]: shape.options[1]!.id,
      [start.fieldName]: '2026-03-29',
    })
    expect((await openCard(portal, administrator, 'deal', deal.id)).target(site).missingUserFields).toEqual([])
  })

  test('in parts: what an earlier one carries is subtracted', async () => {
    const portal = await openPortalWithSites()
    const deal = addSource(portal, 'deal')
    const first = await openCard(portal, salesperson, 'deal', deal.id)
    await first.convert([site], { rows: { [site]: [{ index: 0, quantity: '40' }] } })
    const second = await openCard(portal, salesperson, 'deal', deal.id)
    expect(second.target(site).rows.map(({ quantity }) => quantity)).toEqual(['60', '7.5'])
  })

  test('in the pipeline that was chosen, which is offered first the next time', async () => {
    const portal = await openPortalWithSites()
    const pipeline = portal.addPipeline('dynamic_1040', { name: 'Abroad', stages: [{ code: 'NEW', name: 'New' }] })
    const deal = addSource(portal, 'deal')
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target(site).pipelines.map(({ id }) => id)).toContain(pipeline.id)
    await page.convert([site], { pipelines: { [site]: pipeline.id } })
    expect(newest(portal, site).values.categoryId).toBe(pipeline.id)
    const again = await openCard(portal, salesperson, 'deal', addSource(portal, 'deal').id)
    expect(again.preview.remembered).toEqual({ targets: [site], pipelines: { [site]: pipeline.id } })
  })

  test('never one the portal does not relate to deals', async () => {
    const portal = await openPortalWithSites()
    const page = await openCard(portal, salesperson, 'deal', addSource(portal, 'deal').id)
    expect(page.preview.targets.map(({ type }) => type)).toEqual(['quote', 'invoice', site])
    expect(await page.refuse([fleet])).toMatchObject({ code: 'target_not_offered' })
    expect(countOf(portal, fleet as typeof site)).toBe(0)
  })

  test('nor one whose relation, or which itself, was taken away since somebody looked', async () => {
    const portal = await openPortalWithSites()
    const deal = addSource(portal, 'deal')
    await openCard(portal, administrator, 'deal', deal.id)
    portal.state.smartTypes = portal.state.smartTypes.map((type) => ({ ...type, parents: [] }))
    const offered = async () => {
      const page = await openCard(portal, salesperson, 'deal', deal.id)
      return page.preview.targets.map(({ type }) => type)
    }
    expect(await offered()).toEqual(['quote', 'invoice'])
    portal.state.smartTypes = []
    expect(await offered()).toEqual(['quote', 'invoice'])
  })

  test('but not the one it was made from itself', async () => {
    const portal = await openPortalWithSites()
    portal.addSmartType({
      title: 'Anfrage',
      entityTypeId: 1046,
      flags: everything,
      parents: related(2),
      children: related(2),
    })
    const wish = portal.add('dynamic_1046', { title: 'Wish', assignedById: salesperson })
    const deal = addSource(portal, 'deal', { parentId1046: wish.id })
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('smart1046').refusal).toMatchObject({ code: 'made_from_such', details: { id: String(wish.id) } })
    expect(await page.refuse(['smart1046'])).toMatchObject({ code: 'target_not_offered' })
  })

  test('whose products are switched off: its rows stay behind, each named', async () => {
    const portal = await openPortalWithSites()
    portal.addSmartType({ title: 'Notiz', entityTypeId: 1048, parents: related(2) })
    const page = await openCard(portal, salesperson, 'deal', addSource(portal, 'deal').id)
    const left = page.target('smart1048').leftBehind.filter(({ reason }) => reason.code === 'rows_not_carried')
    expect(left.map(({ label }) => label)).toEqual(['Roof tile', 'Labour'])
    expect(await page.convert(['smart1048'])).toMatchObject({ outcome: 'done', differences: [] })
    expect(newest(portal, 'smart1048').rows).toEqual([])
  })
})

describe('a smart process becomes', () => {
  test('an invoice, with rows and client, and its own timeline says so', async () => {
    const portal = await openPortalWithSites()
    const source = addSource(portal, site)
    const page = await openCard(portal, salesperson, site, source.id)
    expect(page.preview.targets.map(({ type }) => type)).toEqual(['invoice', service])
    expect(await page.convert(['invoice'])).toMatchObject({ outcome: 'done', differences: [] })
    const invoice = newest(portal, 'invoice')
    expect(invoice.values).toMatchObject({
      title: 'New roof',
      parentId1040: source.id,
      companyId: source.values.companyId,
      opportunity: source.values.opportunity,
    })
    expect(essence(invoice)).toEqual(essence(source))
    expect(commentsOn(portal, site, source.id)).toEqual([
      expect.stringMatching(/Baustelle[\s\S]*Rechnung: \[URL=\/crm\/type\/31\/details\//),
    ])
    expect(portal.dependencies('dynamic_1040', source.id)).toContainEqual(
      expect.objectContaining({ type: 'invoice', id: invoice.id, role: 'child' }),
    )
  })

  test('a deal', async () => {
    const portal = await openPortalWithSites()
    const source = addSource(portal, service)
    const page = await openCard(portal, salesperson, service, source.id)
    expect(await page.convert(['deal'])).toMatchObject({ outcome: 'done', differences: [] })
    expect(newest(portal, 'deal').values).toMatchObject({ title: 'New roof', parentId1042: source.id })
  })

  test('another smart process, with user fields it lacks', async () => {
    const portal = await openPortalWithSites()
    const typeId = portal.state.smartTypes.find(({ entityTypeId }) => entityTypeId === 1040)!.id
    const field = `UF_CRM_${typeId}_CRANE`
    portal.addUserField('dynamic_1040', {
      fieldName: field,
      userTypeId: 'enumeration',
      label: { de: 'Kran', en: 'Crane' },
      options: ['Big', 'Small'],
    })
    const option = [...portal.state.userFields.values()].find(({ fieldName }) => fieldName === field)!.options[0]!
    const source = addSource(portal, site, { [field]: option.id })
    const page = await openCard(portal, administrator, site, source.id)
    expect(page.target(service).missingUserFields.map(({ label }) => label)).toEqual(['Kran'])
    expect(await page.convert([service], { tick: 'all' })).toMatchObject({ outcome: 'done', differences: [] })
    const made = newest(portal, service)
    const added = [...portal.state.userFields.values()].find(({ type }) => type === 'dynamic_1042')!
    expect(added.labels.editFormLabel).toEqual({ de: 'Kran', en: 'Crane' })
    expect(made.values).toMatchObject({ parentId1040: source.id, [added.fieldName]: added.options[0]!.id })
  })
})

describe('rights', () => {
  test('to add one are the portal’s: nothing is written, and the refusal is told', async () => {
    const portal = await openPortalWithSites()
    const rights = { read: 'all', add: 'none', update: 'all', delete: 'none' } as const
    portal.state.users.get(reader)!.rights = {
      ...portal.state.users.get(reader)!.rights,
      deal: { ...rights },
      dynamic_1040: { ...rights },
    }
    const deal = addSource(portal, 'deal')
    const conversion = await (await openCard(portal, reader, 'deal', deal.id)).convert([site])
    expect(conversion.outcome).toBe('refused')
    expect(conversion.steps[0]).toMatchObject({ name: 'create', target: site, state: 'failed' })
    expect(conversion.steps[0]!.refusal!.code).toMatch(/ACCESS_DENIED$/)
    expect(countOf(portal, site)).toBe(0)
    expect(commentsOn(portal, 'deal', deal.id)).toEqual([])
  })

  test('to see one: whoever may not is not told that it exists, whoever else has looked before', async () => {
    const portal = await openPortalWithSites()
    const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
    portal.state.users.get(salesperson)!.rights = {
      ...portal.state.users.get(salesperson)!.rights,
      dynamic_1040: { ...none },
    }
    const deal = addSource(portal, 'deal')
    expect((await openCard(portal, administrator, 'deal', deal.id)).target(site)).toBeDefined()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.preview.targets.map(({ type }) => type)).toEqual(['quote', 'invoice'])
    expect(JSON.stringify(page.preview)).not.toContain('Baustelle')
  })
})

describe('a lost answer', () => {
  test('is looked into: what was made is found by its mark and not made twice', async () => {
    const portal = await openPortalWithSites()
    const deal = addSource(portal, 'deal')
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    portal.faults.dropAnswer('crm.item.add')
    const { requestId, outcome } = await page.convert([site])
    expect(outcome).toBe('unknown')
    await letTimePass()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(countOf(portal, site)).toBe(1)
    expect(newest(portal, site).values.xmlId).toBe(`create-from:${requestId}`)
    expect(newest(portal, site).rows).toHaveLength(2)
    expect(commentsOn(portal, 'deal', deal.id)).toHaveLength(1)
  })

  test('half way is finished later', async () => {
    const portal = await openPortalWithSites()
    const source = addSource(portal, site)
    const page = await openCard(portal, salesperson, site, source.id)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    const { requestId, outcome } = await page.convert(['invoice'])
    expect(outcome).toBe('partial')
    portal.faults.clear()
    const again = await openCard(portal, administrator, site, source.id)
    expect(again.preview.unfinished).toMatchObject([{ conversion: { requestId } }])
    expect(await again.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(portal.state.items.invoice.size).toBe(1)
  })
})

test('undoing deletes it, with a word on the timeline', async () => {
  const portal = await openPortalWithSites()
  const deal = addSource(portal, 'deal')
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  const { requestId } = await page.convert([site])
  const { id } = newest(portal, site)
  expect(await page.undo(requestId)).toMatchObject({ outcome: 'undone', undo: { source: 'untouched' } })
  expect(countOf(portal, site)).toBe(0)
  expect(commentsOn(portal, 'deal', deal.id).at(-1)).toContain(`Baustelle: New roof (#${id})`)
})

describe('looking', () => {
  const methodsOf = (portal: Simulator): string[] => portal.requests.map(({ method }) => method)

  test('costs two requests more the first time, then one in all', async () => {
    const portal = await openPortal({ unseen: true })
    const deal = addSource(portal, 'deal')
    await openCard(portal, salesperson, 'deal', deal.id)
    expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch'])
    portal.requests.length = 0
    const page = await openCard(portal, reader, 'deal', addSource(portal, 'deal', { assignedById: reader }).id)
    expect(methodsOf(portal)).toEqual(['batch'])
    expect(page.target('smart1030')).toBeDefined()
  })

  test('costs one request on a portal without smart processes', async () => {
    const portal = await openPortal({ seed: 'empty', unseen: true })
    await openCard(portal, salesperson, 'deal', addSource(portal, 'deal').id)
    expect(methodsOf(portal)).toEqual(['batch'])
  })

  test('at a smart process and converting it costs three requests', async () => {
    const portal = await openPortalWithSites()
    const source = addSource(portal, site)
    await openCard(portal, salesperson, site, source.id)
    portal.requests.length = 0
    const page = await openCard(portal, salesperson, site, source.id)
    await page.convert(['invoice'])
    expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch'])
  })
})
