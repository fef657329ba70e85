import { beforeEach, describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>

beforeEach(() => {
  simulator = createSimulator()
  people = openPortal(simulator)
})

describe('crm.type.*', () => {
  test('crm.type.add: the documented answer, with predefined and own relations', async () => {
    const { body } = await people.anna('crm.type.add', {
      fields: {
        title: 'SPA',
        entityTypeId: 2024,
        isClientEnabled: 'Y',
        isStagesEnabled: 'Y',
        isUseInUserfieldEnabled: 'Y',
        relations: {
          parent: [{ entityTypeId: 1, isChildrenListEnabled: 'true' }],
          child: [{ entityTypeId: 4, isChildrenListEnabled: 'Y' }],
        },
        linkedUserFields: { 'TASKS_TASK|UF_CRM_TASK': 'true' },
      },
    })
    expect(body.result).toEqual({
      type: {
        id: expect.any(Number),
        title: 'SPA',
        code: '',
        createdBy: 1,
        entityTypeId: 2024,
        customSectionId: null,
        isCategoriesEnabled: 'N',
        isStagesEnabled: 'Y',
        isBeginCloseDatesEnabled: 'N',
        isClientEnabled: 'Y',
        isUseInUserfieldEnabled: 'Y',
        isLinkWithProductsEnabled: 'N',
        isMycompanyEnabled: 'N',
        isDocumentsEnabled: 'N',
        isSourceEnabled: 'N',
        isObserversEnabled: 'N',
        isRecyclebinEnabled: 'N',
        isAutomationEnabled: 'N',
        isBizProcEnabled: 'N',
        isSetOpenPermissions: 'Y',
        isPaymentsEnabled: 'N',
        isCountersEnabled: 'N',
        createdTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+02:00$/),
        updatedTime: expect.any(String),
        updatedBy: 1,
        relations: {
          parent: [
            { entityTypeId: 3, isChildrenListEnabled: 'Y', isPredefined: 'Y' },
            { entityTypeId: 4, isChildrenListEnabled: 'Y', isPredefined: 'Y' },
            { entityTypeId: 1, isChildrenListEnabled: 'Y', isPredefined: 'N' },
          ],
          child: [{ entityTypeId: 4, isChildrenListEnabled: 'N', isPredefined: 'N' }],
        },
        linkedUserFields: {
          'CALENDAR_EVENT|UF_CRM_CAL_EVENT': 'N',
          'TASKS_TASK|UF_CRM_TASK': 'Y',
          'TASKS_TASK_TEMPLATE|UF_CRM_TASK': 'N',
        },
        customSections: [],
      },
    })
    const fields = await people.anna('crm.item.fields', { entityTypeId: 4 })
    expect(fields.body.result).toMatchObject({
      fields: { parentId2024: { type: 'crm_entity', settings: { parentEntityTypeId: 2024 }, title: 'SPA' } },
    })
  })

  test.each([1, 129.5, 193, 1031, 1030])('crm.type.add refuses the number %s', async (entityTypeId) => {
    const { body } = await people.anna('crm.type.add', { fields: { title: 'SPA', entityTypeId } })
    if (entityTypeId === 129.5) expect(body.error).toBeUndefined()
    else
      expect(body).toMatchObject({
        error: 'INVALID_ARG_VALUE',
        error_description: 'entityTypeId is out of allowed range',
      })
  })

  test('crm.type.list is for administrators, crm.type.getByEntityTypeId for readers', async () => {
    expect((await people.max('crm.type.list')).body).toMatchObject({ error: 'ACCESS_DENIED' })
    const { body } = await people.anna('crm.type.list', { filter: { '%title': 'bau' }, order: { id: 'DESC' } })
    expect(body).toMatchObject({ total: 1, result: { types: [{ entityTypeId: 1030, title: 'Baustelle' }] } })
    expect((body.result as { types: object[] }).types[0]).not.toHaveProperty('relations')
    expect((await people.julia('crm.type.getByEntityTypeId', { entityTypeId: 1030 })).body.result).toMatchObject({
      type: {
        title: 'Baustelle',
        relations: { parent: expect.arrayContaining([expect.objectContaining({ entityTypeId: 2 })]) },
      },
    })
    expect((await people.julia('crm.type.getByEntityTypeId', { entityTypeId: 1234 })).body).toMatchObject({
      error: '0',
      error_description: 'Smart process not found',
    })
  })

  test('crm.type.update takes fields away, crm.type.delete needs an empty type', async () => {
    const id = simulator.state.smartTypes[0]?.id
    const update = await people.anna('crm.type.update', { id, fields: { isSourceEnabled: 'N', relations: {} } })
    expect(update.body.result).toMatchObject({ type: { isSourceEnabled: 'N', isClientEnabled: 'Y' } })
    const elsewhere = await people.anna('crm.type.update', { id, fields: { isExternal: true } })
    expect(elsewhere.body).toMatchObject({ error: '0', error_description: expect.stringContaining('workplace') })
    const { fields } = (await people.anna('crm.item.fields', { entityTypeId: 1030 })).body.result as { fields: object }
    expect(fields).toMatchObject({ contacts: { type: 'crm_contact', isMultiple: true, upperName: 'CONTACTS' } })
    expect(fields).not.toHaveProperty('sourceId')
    expect(fields).not.toHaveProperty('parentId2')
    expect((await people.anna('crm.type.delete', { id })).body).toMatchObject({
      error: 'BX_ERROR',
      error_description: 'You cannot delete an entity type that has elements',
    })
    const [item] = simulator.state.items['dynamic_1030']?.values() ?? []
    await people.anna('crm.item.delete', { entityTypeId: 1030, id: item?.id })
    expect((await people.anna('crm.type.delete', { entityTypeId: 1030 })).body.result).toBeNull()
    expect(simulator.state.smartTypes).toHaveLength(1)
    expect((await people.anna('crm.type.delete', { id })).body.result).toEqual([])
    expect((await people.anna('crm.item.fields', { entityTypeId: 1030 })).body.error).toBe('NOT_FOUND')
  })
})

describe('records of a smart process', () => {
  test('are added from a deal, with client, own company, rows and stages', async () => {
    const { add, update } = itemCalls(people.anna)
    const own = simulator.add('company', { title: 'Wir', isMyCompany: 'Y' })
    const deal = simulator.add('deal', { title: 'Dach' })
    const site = await add(1030, {
      title: 'Baustelle',
      parentId2: deal.id,
      mycompanyId: own.id,
      comments: 'unknown here',
    })
    const category = simulator.state.categories.find(({ type }) => type === 'dynamic_1030')?.id
    expect(site).toMatchObject({
      entityTypeId: 1030,
      parentId2: deal.id,
      mycompanyId: own.id,
      categoryId: category,
      stageId: `DT1030_${category}:NEW`,
      opportunity: 0,
      xmlId: null,
    })
    expect(site).not.toHaveProperty('comments')
    const rows = [{ productName: 'Ziegel', price: 2, quantity: 3 }]
    const set = { ownerType: 'T406', ownerId: site.id, productRows: rows }
    expect((await people.anna('crm.item.productrow.set', set)).body.result).toMatchObject({
      productRows: [{ ownerType: 'T406', ownerId: site.id, price: 2 }],
    })
    expect(simulator.state.items['dynamic_1030']?.get(site.id)?.values.opportunity).toBe(6)
    expect(await update(1030, site.id, { stageId: `DT1030_${category}:SUCCESS` })).toMatchObject({
      stageId: `DT1030_${category}:SUCCESS`,
      previousStageId: `DT1030_${category}:NEW`,
    })
    expect(await update(1030, site.id, { stageId: 'C1:NEW' })).toMatchObject({
      error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID',
    })
    expect(simulator.dependencies('deal', deal.id)).toContainEqual({
      type: 'dynamic_1030',
      id: site.id,
      title: 'Baustelle',
      role: 'child',
    })
  })

  test('rows need the binding of products', async () => {
    simulator.addSmartType({ title: 'Ohne', entityTypeId: 130 })
    const { id } = simulator.add('dynamic_130', { title: 'x' })
    const { body } = await people.anna('crm.item.productrow.set', { ownerType: 'T82', ownerId: id, productRows: [] })
    expect(body.error).toBe('ENTITY_TYPE_NOT_SUPPORTED')
  })

  test('have user fields by the id of their type, comments, stages, pipelines and placements', async () => {
    const typeId = simulator.state.smartTypes[0]?.id
    const entityId = `CRM_${typeId}`
    const field = { entityId, fieldName: `UF_${entityId}_NOTE`, userTypeId: 'string' }
    const added = await people.anna('userfieldconfig.add', { moduleId: 'crm', field })
    expect(added.body.result).toMatchObject({ field: { entityId, fieldName: `UF_${entityId}_NOTE` } })
    const { add } = itemCalls(people.anna)
    const site = await add(1030, { title: 'Baustelle', [`UF_${entityId}_NOTE`]: 'Tor 3' })
    expect(site).toMatchObject({ [`UF_${entityId}_NOTE`]: 'Tor 3' })
    const comment = { ENTITY_TYPE: 'dynamic_1030', ENTITY_ID: site.id, COMMENT: 'Los' }
    const { body } = await people.anna('crm.timeline.comment.add', { fields: comment })
    expect((await people.anna('crm.timeline.comment.get', { id: body.result })).body.result).toMatchObject({
      ENTITY_TYPE: 'dynamic_1030',
    })
    const { categories } = (await people.anna('crm.category.list', { entityTypeId: 1030 })).body.result as {
      categories: { id: number }[]
    }
    const stages = await people.anna('crm.status.list', {
      filter: { ENTITY_ID: `DYNAMIC_1030_STAGE_${categories[0]?.id}` },
    })
    expect(stages.body.total).toBe(5)
    expect((await people.julia('crm.enum.ownertype')).body.result).toContainEqual({
      ID: 1030,
      NAME: 'Baustelle',
      SYMBOL_CODE: 'DYNAMIC_1030',
      SYMBOL_CODE_SHORT: 'T406',
    })
    expect((await people.anna('placement.list')).body.result).toContain('CRM_DYNAMIC_1030_DETAIL_TOOLBAR')
  })
})
