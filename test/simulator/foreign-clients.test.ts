import { B24Hook } from '@bitrix24/b24jssdk'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import { parsePhpQuery } from './wire/php-query.ts'

const portal = createSimulator()
const { anna } = openPortal(portal)
const handler = 'https://app.example.test/events'
const heard: { event: string; data: Record<string, unknown> }[] = []
const network = setupServer(
  ...portal.handlers(),
  http.post(handler, async ({ request }) => {
    heard.push(parsePhpQuery(await request.text()) as (typeof heard)[number])
    return new HttpResponse()
  }),
)

beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => void (heard.length = 0))
afterAll(() => network.close())

const rowsOf = async (params: object) => {
  const filter = { '=ownerType': 'D', '=ownerId': 1 }
  const { body } = await anna('crm.item.productrow.list', {
    ...params,
    filter: { ...filter, ...('filter' in params ? (params.filter as object) : {}) },
  })
  return {
    error: body.error,
    ids: (body.result as { productRows: { id: number }[] } | undefined)?.productRows.map(({ id }) => id),
  }
}

describe('rows are ordered and filtered by either spelling of a field', () => {
  test.each([
    [{ order: { id: 'desc' } }],
    [{ order: { ID: 'DESC' } }],
    [{ order: { ID: 'desc' }, filter: { '>PRICE': 0 } }],
    [{ order: { id: 'DESC' }, filter: { '!PRODUCT_NAME': '' } }],
  ])('%j', async (params) => {
    portal.setProductRows('deal', 1, [
      { price: 1, productName: 'a' },
      { price: 2, productName: 'b' },
    ])
    const { error, ids } = await rowsOf(params)
    expect(error).toBeUndefined()
    expect(ids).toHaveLength(2)
    expect(ids).toEqual(ids?.toSorted((a, b) => b - a))
  })

  test('a field that rows do not have is refused in both', async () => {
    for (const params of [{ order: { COLOUR: 'ASC' } }, { filter: { COLOUR: 'red' } }])
      expect((await rowsOf(params)).error).toBe('INVALID_ARG_VALUE')
  })
})

describe('events', () => {
  test('about records name no language, events about the app do', async () => {
    for (const event of ['ONCRMDEALADD', 'ONCRMTIMELINECOMMENTADD', 'ONAPPTEST'])
      await anna('event.bind', { event, handler })
    const { id } = portal.add('deal', { title: 'Dach' })
    await anna('crm.timeline.comment.add', { fields: { ENTITY_TYPE: 'deal', ENTITY_ID: id, COMMENT: 'x' } })
    await anna('event.test')
    await portal.eventsDelivered()
    expect(Object.fromEntries(heard.map(({ event, data }) => [event, 'LANGUAGE_ID' in data]))).toEqual({
      ONCRMDEALADD: false,
      ONCRMTIMELINECOMMENTADD: false,
      ONAPPTEST: true,
    })
  })
})

describe('a batch of REST 3.0 as the official SDK posts it', () => {
  test.each([
    ['a list', [{ method: 'crm.item.get', params: { entityTypeId: 2, id: 1 } }]],
    ['a map', { deal: { method: 'crm.item.get', params: { entityTypeId: 2, id: 1 } } }],
  ])('%s of commands hears that the method is not there', async (_name, calls) => {
    const answer = await B24Hook.fromWebhookUrl(portal.webhook(1)).actions.v3.batch.make({ calls })
    expect(answer.getErrorMessages().join()).toMatch(/crm\.item\.get.*not found/)
  })
})

describe('crm.item.get carries every documented field', () => {
  // Source: object-fields of crm.item.*, system fields and relations that this portal keeps elsewhere aside.
  test.each([
    ['contact', 3, 'shortName searchContent webformId'],
    ['company', 4, 'addressLegal searchContent webformId ufLogo ufStamp ufDirectorSign ufAccountantSign'],
    [
      'quote',
      7,
      `dateCreateShort dateModifyShort personTypeId commentsType begindateShort closedateShort contentType termsType
      storageTypeId storageElementIds clientTitle clientAddr clientContact clientEmail clientPhone clientTpId clientTpaId
      searchContent hasProducts webformId`,
    ],
  ] as const)('%s', async (_type, entityTypeId, names) => {
    const { body } = await anna('crm.item.get', { entityTypeId, id: 1 })
    const { item } = body.result as { item: Record<string, unknown> }
    expect(Object.keys(item)).toEqual(expect.arrayContaining(names.split(/\s+/)))
  })

  test('the pictures of a company for documents are user fields of the platform', async () => {
    const { body } = await anna('crm.item.get', { entityTypeId: 4, id: 1, useOriginalUfNames: 'Y' })
    const { item } = body.result as { item: Record<string, unknown> }
    expect(item).toMatchObject({ UF_LOGO: null, UF_STAMP: null, UF_DIRECTOR_SIGN: null, UF_ACCOUNTANT_SIGN: null })
    expect(item).not.toHaveProperty('ufLogo')
  })
})
