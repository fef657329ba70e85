import { expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { max } = openPortal(simulator)
const { add, update } = itemCalls(max)
simulator.addUserField('deal', { fieldName: 'UF_CRM_PLAN', userTypeId: 'file', label: 'Plan' })
simulator.addUserField('deal', { fieldName: 'UF_CRM_PHOTOS', userTypeId: 'file', label: 'Fotos', multiple: true })

interface File {
  id: number
  url: string
  urlMachine: string
}
const encoded = (text: string): string => Buffer.from(text).toString('base64')
const download = (url: string): Promise<Response> => simulator.handle(new Request(url))

test('an uploaded file is downloaded through its machine link', async () => {
  const { UF_CRM_PLAN: plan } = await add(2, { UF_CRM_PLAN: ['Grundriß.txt', encoded('vier Wände')] })
  const answer = await download((plan as File).urlMachine)
  expect(await answer.text()).toBe('vier Wände')
  expect(answer.headers.get('content-disposition')).toContain('Grundri%C3%9F.txt')
  expect((await download((plan as File).urlMachine.replace(/.$/, '~'))).status).toBe(404)
})

test('a file cannot be copied by its id', async () => {
  const { UF_CRM_PLAN: plan } = await add(2, { UF_CRM_PLAN: ['a.txt', encoded('a')] })
  expect(await add(2, { UF_CRM_PLAN: { id: (plan as File).id } })).toMatchObject({ UF_CRM_PLAN: null })
  expect(await add(2, { UF_CRM_PHOTOS: [{ id: (plan as File).id }] })).toMatchObject({ UF_CRM_PHOTOS: [] })
})

test('files of a multiple field that are not sent again are gone', async () => {
  const deal = await add(2, {
    UF_CRM_PHOTOS: [
      ['1.png', encoded('1')],
      ['2.png', encoded('2')],
    ],
  })
  const [first] = deal.UF_CRM_PHOTOS as File[]
  const changed = await update(2, deal.id, { UF_CRM_PHOTOS: [{ id: first?.id }, ['3.png', encoded('3')]] })
  expect(changed.ufCrmPhotos).toMatchObject([{ id: first?.id }, { id: expect.any(Number) }])
})
