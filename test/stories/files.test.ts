import { describe, expect, test } from 'vitest'
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

describe('files of a record', () => {
  test('are uploaded anew, with their names and contents, and the bound is said beforehand', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').transfers.find(({ to }) => to === 'Photos')).toMatchObject({
      values: [{ kind: 'files', count: 2 }],
      adjusted: { code: 'files_uploaded_anew', details: { limit: 20 } },
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

  test('that cannot be had leave the record complete but for them, and that is told', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    for (const file of portal.state.files.values()) file.content = Buffer.alloc(21_000_000)
    const conversion = await page.convert(['invoice'])
    expect(conversion.outcome).toBe('done')
    expect(conversion.steps.find(({ name }) => name === 'files')).toMatchObject({
      state: 'failed',
      refusal: { code: 'FILE_TOO_LARGE' },
    })
    expect(newest(portal, 'invoice').values).toMatchObject({ title: 'Roof', parentId2: deal.id })
  })

  test('never bring an access token into the page or the answer', async () => {
    const { portal, deal } = await portalWithFiles()
    const page = await openCard(portal, administrator, 'deal', deal.id)
    expect(JSON.stringify(page.first)).not.toMatch(/urlMachine|auth=/)
    const conversion = await page.convert(['quote'], { tick: 'all' })
    expect(JSON.stringify(conversion)).not.toMatch(/urlMachine|auth=/)
  })

  test('that several records want are read and downloaded once', async () => {
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
