import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { askAs } from '../simulator/ask.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item, UserField } from '../simulator/state.ts'
import { administrator, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const label = (name: string) => ({ de: name, en: name })

const upload = (name: string, content: Buffer): string[] => [name, content.toString('base64')]

async function portalWithFiles(): Promise<{ portal: Simulator; deal: Item; plan: UserField; photos: UserField }> {
  const portal = await openPortal({ seed: 'empty' })
  const fields = {
    plan: { userTypeId: 'file', label: label('Plan') },
    photos: { userTypeId: 'file', label: label('Photos'), multiple: true },
  }
  const plan = portal.addUserField('deal', { fieldName: 'UF_CRM_PLAN', ...fields.plan })
  const photos = portal.addUserField('deal', { fieldName: 'UF_CRM_PHOTOS', ...fields.photos })
  portal.addUserField('invoice', { fieldName: 'UF_CRM_SMART_INVOICE_PLAN', ...fields.plan })
  portal.addUserField('invoice', { fieldName: 'UF_CRM_SMART_INVOICE_PHOTOS', ...fields.photos })
  const deal = portal.add('deal', {
    title: 'Roof',
    [plan.fieldName]: upload('Grundriß (1).txt', Buffer.from('four walls')),
    [photos.fieldName]: [upload('a.png', Buffer.from([1, 2, 3])), upload('b.png', Buffer.from([4]))],
  })
  return { portal, deal, plan, photos }
}

const filesOf = ({ state }: Simulator, item: Item, fieldName: string) =>
  [item.values[fieldName] ?? []].flat().flatMap((id) => {
    const file = state.files.get(Number(id))
    return file ? [[file.name, Buffer.from(file.content).toString('hex')]] : []
  })

/** The portal's connection breaks whenever this file is downloaded, after its first byte. */
function breakOff(portal: Simulator, name: string): void {
  const { handle } = portal
  portal.handle = async (request, source) => {
    const answer = await handle(request, source)
    if (!answer.headers.get('content-disposition')?.endsWith(name)) return answer
    let pieces = 0
    const content = new ReadableStream<Uint8Array>({
      pull: (controller) =>
        pieces++ === 0 ? controller.enqueue(new Uint8Array([1])) : controller.error(new Error('broken')),
    })
    return new Response(content, { headers: answer.headers })
  }
}

/** True for the first call that is meant. */
function busyOnce(isMeant: (params: Record<string, unknown>) => boolean): (params: Record<string, unknown>) => boolean {
  let left = 1
  return (params) => isMeant(params) && left-- > 0
}

describe('files of a record', () => {
  test('are uploaded anew, with their names and contents, and the bound is said beforehand', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').transfers.find(({ to }) => to === 'Photos')).toMatchObject({
      values: [{ kind: 'files', count: 2 }],
      adjusted: [{ code: 'files_uploaded_anew', details: { limit: 50 } }],
    })
    const conversion = await page.convert(['invoice'])
    expect(conversion.steps.find(({ name }) => name === 'files')).toMatchObject({ target: 'invoice', state: 'done' })
    const invoice = newest(portal, 'invoice')
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')).toEqual(filesOf(portal, deal, 'UF_CRM_PLAN'))
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PHOTOS')).toEqual(filesOf(portal, deal, 'UF_CRM_PHOTOS'))
    expect(invoice.values.UF_CRM_SMART_INVOICE_PLAN).not.toBe(deal.values.UF_CRM_PLAN)
  })

  test('fill a file field that is created for them', async () => {
    const { portal, deal } = await portalWithFiles()
    await (await openCard(portal, administrator, 'deal', deal.id)).convert(['quote'], { tick: 'all' })
    const made = [...portal.state.userFields.values()].find(
      ({ type, labels }) => type === 'quote' && labels.editFormLabel.de === 'Photos',
    )!
    expect(filesOf(portal, newest(portal, 'quote'), made.fieldName)).toHaveLength(2)
  })

  test('of any size arrive with every byte', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    for (const file of portal.state.files.values()) file.content = randomBytes(5_000_000 + file.id)
    expect((await page.convert(['invoice'])).steps.find(({ name }) => name === 'files')!.state).toBe('done')
    const invoice = newest(portal, 'invoice')
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')).toEqual(filesOf(portal, deal, 'UF_CRM_PLAN'))
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PHOTOS')).toEqual(filesOf(portal, deal, 'UF_CRM_PHOTOS'))
  })

  test('that are too large stay behind by name, and the other files arrive', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    for (const file of portal.state.files.values()) if (file.name === 'a.png') file.content = Buffer.alloc(51_000_000)
    const conversion = await page.convert(['invoice'])
    expect(conversion.outcome).toBe('done')
    expect(conversion.steps.filter(({ name }) => name === 'files')).toMatchObject([
      { state: 'failed', refusal: { code: 'FILE_TOO_LARGE', message: 'a.png' } },
    ])
    const invoice = newest(portal, 'invoice')
    expect(invoice.values).toMatchObject({ title: 'Roof', parentId2: deal.id })
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PHOTOS')).toEqual([['b.png', '04']])
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')).toHaveLength(1)
  })

  test('that break off in the middle stay behind by name, and nothing half is on the portal', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    breakOff(portal, 'a.png')
    const conversion = await page.convert(['invoice'])
    expect(conversion.steps.filter(({ name }) => name === 'files')).toMatchObject([
      { state: 'failed', refusal: { code: 'FILE_NOT_READABLE', message: 'a.png' } },
    ])
    const invoice = newest(portal, 'invoice')
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PHOTOS')).toEqual([['b.png', '04']])
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')).toEqual(filesOf(portal, deal, 'UF_CRM_PLAN'))
    expect([...portal.state.files.values()].filter(({ name }) => name === 'a.png')).toHaveLength(1)
  })

  test('wait their turn while the portal is busy, and arrive', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    portal.faults.refuse('crm.item.update', {
      error: 'QUERY_LIMIT_EXCEEDED',
      description: 'Too many requests',
      status: 503,
      when: busyOnce(({ fields }) => JSON.stringify(fields).includes('UF_CRM_SMART_INVOICE_PLAN')),
    })
    expect((await page.convert(['invoice'])).steps.find(({ name }) => name === 'files')!.state).toBe('done')
    expect(filesOf(portal, newest(portal, 'invoice'), 'UF_CRM_SMART_INVOICE_PHOTOS')).toHaveLength(2)
  })

  test('that the portal refuses are told with its own words', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const isUpload = ({ fields }: Record<string, unknown>) => JSON.stringify(fields).includes('UF_CRM_SMART_INVOICE')
    portal.faults.refuse('crm.item.update', { error: 'ACCESS_DENIED', description: 'No.', when: isUpload })
    const conversion = await page.convert(['invoice'])
    expect(conversion.outcome).toBe('done')
    expect(conversion.steps.filter(({ name }) => name === 'files')).toMatchObject([
      { state: 'failed', refusal: { code: 'ACCESS_DENIED', message: 'No.', method: 'crm.item.update' } },
    ])
  })

  test('that somebody uploaded meanwhile stay where ours had no time to arrive, and that is told', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const isUpload = ({ fields }: Record<string, unknown>) => JSON.stringify(fields).includes('UF_CRM_SMART_INVOICE')
    const later = { error: 'OPERATION_TIME_LIMIT', description: 'Later.', status: 503, when: isUpload, times: 1 }
    portal.faults.refuse('crm.item.update', later)
    const { requestId } = await page.convert(['invoice'])
    const invoice = newest(portal, 'invoice')
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')).toEqual([])
    await askAs(portal, administrator)('crm.item.update', {
      entityTypeId: 31,
      id: invoice.id,
      fields: { UF_CRM_SMART_INVOICE_PLAN: upload('theirs.txt', Buffer.from('five walls')) },
      useOriginalUfNames: 'Y',
    })
    invoice.values.updatedTime = new Date(Date.now() + 60_000).toISOString()
    const theirs = filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')
    expect(theirs).toMatchObject([['theirs.txt', expect.anything()]])
    const ended = await page.resume(requestId)
    expect(ended).toMatchObject({ outcome: 'done', differences: [] })
    expect(ended.steps.filter(({ name }) => name === 'files')).toMatchObject([
      { target: 'invoice', state: 'leftAlone', refusal: { code: 'RECORD_CHANGED', message: 'Roof' } },
    ])
    expect(filesOf(portal, invoice, 'UF_CRM_SMART_INVOICE_PLAN')).toEqual(theirs)
    expect(await page.resume(requestId)).toEqual(ended)
  })

  test('that arrived are not uploaded again when the rest is caught up on, and still told in their place', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const later = { error: 'OPERATION_TIME_LIMIT', description: 'Later.', status: 503, times: 1 }
    portal.faults.refuse('crm.timeline.comment.add', later)
    const { requestId, steps } = await page.convert(['invoice'])
    const invoice = newest(portal, 'invoice')
    const arrived = structuredClone(invoice.values.UF_CRM_SMART_INVOICE_PHOTOS)
    const ended = await page.resume(requestId)
    expect(ended.steps).toContainEqual({ name: 'files', target: 'invoice', state: 'done', refusal: null })
    expect(ended.steps).toContainEqual({ name: 'comment', target: null, state: 'done', refusal: null })
    expect(ended.steps.map(({ name }) => name)).toEqual(steps.map(({ name }) => name))
    expect(invoice.values.UF_CRM_SMART_INVOICE_PHOTOS).toEqual(arrived)
  })

  test('never bring an access token into the page or the answer', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect(JSON.stringify(page.first)).not.toMatch(/urlMachine|auth=/)
    const conversion = await page.convert(['quote'], { tick: 'all' })
    expect(JSON.stringify(conversion)).not.toMatch(/urlMachine|auth=/)
  })

  test('that several records want have their links read once', async () => {
    const portal = await openPortal({ seed: 'empty' })
    const plan = { userTypeId: 'file', label: label('Plan') }
    for (const type of ['lead', 'deal', 'contact', 'company'] as const)
      portal.addUserField(type, { fieldName: 'UF_CRM_PLAN', ...plan })
    const lead = portal.add('lead', {
      title: 'Roof',
      lastName: 'Müller',
      UF_CRM_PLAN: upload('a.txt', Buffer.from('a')),
    })
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    portal.requests.length = 0
    expect((await page.convert(['deal', 'contact', 'company'])).outcome).toBe('done')
    for (const type of ['deal', 'contact', 'company'] as const)
      expect(filesOf(portal, newest(portal, type), 'UF_CRM_PLAN')).toEqual([['a.txt', '61']])
    const methods = portal.requests.map(({ method }) => method)
    expect(methods.filter((method) => method === 'crm.item.get')).toHaveLength(1)
    expect(methods.filter((method) => method === 'crm.item.update')).toHaveLength(3)
  })
})
