import { describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { stillClock } from './clock.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { max } = openPortal(simulator)
const { add, update } = itemCalls(max)
const ofType = { lead: 1, deal: 2 }

describe('the documented answers have these keys', () => {
  // Keys of the example answers of crm.item.get (lead) and crm.item.add (deal), relations and user fields aside.
  const documented: Record<string, string> = {
    lead: `id createdTime updatedTime createdBy updatedBy assignedById opened companyId contactId stageId isConvert
      statusDescription stageSemanticId productId opportunity currencyId sourceId sourceDescription title name lastName
      secondName shortName companyTitle post address comments webformId originatorId originId dateClosed birthdate honorific
      hasPhone hasEmail hasImol login isReturnCustomer isManualOpportunity movedBy movedTime lastActivityBy lastActivityTime
      phoneMobile phoneWork phoneMailing emailHome emailWork emailMailing skype icq imol email phone fm utmSource utmMedium
      utmCampaign utmContent utmTerm observers contactIds entityTypeId`,
    deal: `id createdTime updatedTime createdBy updatedBy assignedById opened leadId companyId contactId quoteId title
      productId categoryId stageId stageSemanticId isNew isRecurring isReturnCustomer isRepeatedApproach closed typeId
      opportunity isManualOpportunity taxValue currencyId probability comments begindate closedate locationId sourceId
      sourceDescription originatorId originId additionalInfo movedBy movedTime lastActivityBy lastActivityTime utmSource
      utmMedium utmCampaign utmContent utmTerm observers contactIds entityTypeId`,
  }
  test.each(Object.entries(documented))('%s', async (type, keys) => {
    const item = await add(ofType[type as keyof typeof ofType], { title: 'x' })
    expect(Object.keys(item)).toEqual(expect.arrayContaining(keys.split(/\s+/)))
  })

  test('moments and dates carry the offset of the portal', async () => {
    const lead = await add(1, { birthdate: '2000-01-01' })
    expect(lead.birthdate).toBe('2000-01-01T02:00:00+02:00')
    expect(lead.createdTime).toMatch(/\+02:00$/)
    const again = await update(1, lead.id, { birthdate: lead.birthdate })
    expect(again.birthdate).toBe(lead.birthdate)
  })
})

describe('adding', () => {
  test('fills what nobody named', async () => {
    expect(await add(1, {})).toMatchObject({
      title: expect.stringMatching(/^Lead #\d+$/),
      stageId: 'NEW',
      sourceId: 'CALL',
      opened: 'Y',
      assignedById: 2,
      isManualOpportunity: 'N',
    })
    expect(await add(2, {})).toMatchObject({
      title: expect.stringMatching(/^Auftrag #/),
      categoryId: 0,
      stageId: 'NEW',
      typeId: 'SALE',
      currencyId: 'EUR',
    })
    const invoice = await add(31, {})
    expect(invoice).toMatchObject({ accountNumber: String(invoice.id), stageId: `DT31_${invoice.categoryId}:N` })
    expect(await add(3, { name: 'Ayşe' })).toMatchObject({ lastName: 'Ohne Namen' })
  })

  test('the own company stands in quotes and invoices by default', async () => {
    const own = await add(4, { title: 'Wir', isMyCompany: 'Y' })
    expect(await add(7, {})).toMatchObject({ mycompanyId: own.id })
    expect(await add(31, {})).toMatchObject({ mycompanyId: own.id })
  })

  test('ignores unknown, read-only and unreadable values, empties PHP-empty ones', async () => {
    const deal = await add(2, {
      nonsense: 1,
      createdBy: 77,
      birthdate: 'x',
      probability: '0',
      closedate: 'no day',
      comments: '<b>fett</b>',
    })
    expect(deal).toMatchObject({ createdBy: 2, probability: null, comments: 'fett' })
    expect(deal).not.toHaveProperty('nonsense')
    expect(deal.closedate).toMatch(/^\d{4}/)
  })

  test('yes is true, "true", y or Y, nothing else', async () => {
    for (const [sent, stored] of [
      [true, 'Y'],
      ['y', 'Y'],
      ['Y', 'Y'],
      [1, 'N'],
      ['1', 'N'],
      ['N', 'N'],
      [false, 'N'],
    ])
      expect(await add(2, { isManualOpportunity: sent })).toMatchObject({ isManualOpportunity: stored })
  })

  test('refuses a stage of another pipeline, a scalar for a list, and a number given twice', async () => {
    const error = async (entityTypeId: number, fields: object) =>
      (await max('crm.item.add', { entityTypeId, fields })).body.error
    expect(await error(2, { stageId: 'C9:NEW' })).toBe('CRM_FIELD_ERROR_VALUE_NOT_VALID')
    expect(await error(2, { contactIds: '5' })).toBe('100')
    const [first, second] = ['Anna', 'Bert'].map((name) => simulator.add('contact', { name }).id)
    expect(await add(2, { contactIds: [first, String(first), second], observers: [1, 1] })).toMatchObject({
      contactIds: [first, second],
      observers: [1],
    })
    const { quoteNumber } = await add(7, {})
    expect(await error(7, { quoteNumber })).toBe('CRM_FIELD_ERROR_VALUE_NOT_UNIQUE')
  })

  test('takes names in UPPER_SNAKE too', async () => {
    expect(await add(2, { TITLE: 'groß', SOURCE_DESCRIPTION: 'Messe' })).toMatchObject({
      title: 'groß',
      sourceDescription: 'Messe',
    })
  })
})

describe('changing', () => {
  test('nothing different is saved as nothing', async () => {
    const { id } = await add(2, { title: 'gleich' })
    const history = simulator.state.history.length
    await update(2, id, { title: 'gleich' })
    expect(simulator.state.history).toHaveLength(history)
  })

  test('a lead closes as CONVERTED and opens again', async () => {
    const { id } = await add(1, {})
    expect(await update(1, id, { stageId: 'CONVERTED' })).toMatchObject({
      stageSemanticId: 'S',
      dateClosed: expect.any(String),
    })
    expect(simulator.state.timeline.at(-1)).toMatchObject({ kind: 'final', to: 'CONVERTED' })
    expect(await update(1, id, { stageId: 'IN_PROCESS' })).toMatchObject({ stageSemanticId: 'P', dateClosed: null })
  })

  test('another pipeline brings its own first stage', async () => {
    const { id: categoryId } = simulator.addPipeline('deal', { name: 'Wartung' })
    const { id } = await add(2, {})
    expect(await update(2, id, { categoryId })).toMatchObject({ categoryId, stageId: `C${categoryId}:NEW` })
  })

  test('multifields are added, changed and deleted by id', async () => {
    const contact = await add(3, {
      lastName: 'Weber',
      fm: [
        { typeId: 'PHONE', valueType: 'WORK', value: '1' },
        { typeId: 'EMAIL', valueType: 'HOME', value: 'a@b.example' },
      ],
    })
    expect(contact).toMatchObject({ phoneWork: '1', hasPhone: 'Y', email: 'a@b.example' })
    const [phone, mail] = contact.fm as { id: number }[]
    const changed = await update(3, contact.id, {
      fm: {
        [phone?.id ?? 0]: { typeId: 'PHONE', value: '2' },
        [mail?.id ?? 0]: { typeId: 'EMAIL', value: '' },
        n0: { typeId: 'WEB', valueType: 'WORK', value: 'https://x.example' },
      },
    })
    expect(changed).toMatchObject({ fm: [{ id: phone?.id, value: '2' }, { typeId: 'WEB' }], hasEmail: 'N' })
  })

  test('a multifield that is sent without its type stays as it is, and nobody is told', async () => {
    const contact = await add(3, { lastName: 'Weber', fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '1' }] })
    const [{ id }] = contact.fm as [{ id: number }]
    expect(await update(3, contact.id, { fm: { [id]: { value: '' } } })).toMatchObject({ fm: [{ id, value: '1' }] })
  })

  test('a list of multifields only adds, whatever their ids and types', async () => {
    const contact = await add(3, { lastName: 'Weber', fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '1' }] })
    const [{ id }] = contact.fm as [{ id: number }]
    const fm = [
      { id, typeId: 'PHONE', valueType: 'WORK', value: '2' },
      { typeId: 'PIGEON', valueType: 'WORK', value: 'Ida' },
    ]
    expect(await update(3, contact.id, { fm })).toMatchObject({
      fm: [{ id, value: '1' }, { value: '2' }, { typeId: 'PIGEON', value: 'Ida' }],
    })
    expect(await update(3, contact.id, { fm: { 99999: { typeId: 'PHONE', value: '3' } } })).toMatchObject({
      fm: { length: 4 },
    })
    expect(await add(3, { lastName: 'Busch', fm: '+49 1' })).toMatchObject({ fm: [], hasPhone: 'N' })
  })
})

test('fields describe themselves in the caller’s language', async () => {
  const english = simulator.addUser({ name: 'Tom', language: 'en' })
  const { accessToken } = simulator.tokens(english.id)
  const response = await simulator.handle(
    new Request(`${simulator.origin}/rest/crm.item.fields?entityTypeId=31&auth=${accessToken}`),
  )
  const { result } = (await response.json()) as { result: { fields: Record<string, object> } }
  expect(result.fields.parentId2).toEqual({
    type: 'crm_entity',
    isRequired: false,
    isReadOnly: false,
    isImmutable: false,
    isMultiple: false,
    isDynamic: false,
    title: 'Deal',
    settings: { parentEntityTypeId: 2 },
    upperName: 'PARENT_ID_2',
  })
  expect(result.fields.stageId).toMatchObject({
    type: 'crm_status',
    statusType: expect.stringMatching(/^SMART_INVOICE_STAGE_\d+$/),
  })
  expect(
    ((await max('crm.item.fields', { entityTypeId: 31 })).body.result as typeof result).fields.parentId2,
  ).toMatchObject({ title: 'Auftrag' })
  expect(result.fields).not.toHaveProperty('utmSource')
  expect(result.fields).not.toHaveProperty('leadId')
})

test('the clock dates what happens', async () => {
  const clock = stillClock(Date.parse('2026-05-14T10:00:00Z'))
  const simulator = createSimulator({ seed: 'empty', clock })
  const { max } = openPortal(simulator)
  const { add, update } = itemCalls(max)
  const deal = await add(2, { title: 'Dach' })
  clock.advance(50 * 60_000)
  expect(await update(2, deal.id, { title: 'Dächer' })).toMatchObject({
    createdTime: '2026-05-14T12:00:00+02:00',
    begindate: '2026-05-14T02:00:00+02:00',
    updatedTime: '2026-05-14T12:50:00+02:00',
  })
  expect((await max('server.time')).body.result).toBe('2026-05-14T12:50:00+02:00')
})
