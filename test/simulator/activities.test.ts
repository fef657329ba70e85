import { beforeEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Item } from './state.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>
let deal: Item

beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
  deal = simulator.add('deal', { title: 'Dach' }, { userId: 2 })
})

const call = () => ({
  OWNER_TYPE_ID: 2,
  OWNER_ID: deal.id,
  TYPE_ID: 2,
  COMMUNICATIONS: [{ VALUE: '+499832322323' }],
  SUBJECT: 'New call',
  START_TIME: '2023-12-31T12:00:00+00:00',
  END_TIME: '2023-12-31T12:30:00+00:00',
  COMPLETED: 'N',
  PRIORITY: 3,
  RESPONSIBLE_ID: 1,
  DESCRIPTION: 'Important call',
  DESCRIPTION_TYPE: 3,
  DIRECTION: 2,
})

describe('activities', () => {
  test('crm.activity.add and .get: the documented call, as texts', async () => {
    const { body } = await people.anna('crm.activity.add', { fields: call() })
    expect(body.result).toEqual(expect.any(Number))
    const { result } = (await people.anna('crm.activity.get', { id: body.result })).body
    expect(result).toMatchObject({
      ID: String(body.result),
      OWNER_ID: String(deal.id),
      OWNER_TYPE_ID: '2',
      TYPE_ID: '2',
      PROVIDER_ID: 'VOXIMPLANT_CALL',
      PROVIDER_TYPE_ID: 'CALL',
      PROVIDER_GROUP_ID: null,
      ASSOCIATED_ENTITY_ID: '0',
      SUBJECT: 'New call',
      START_TIME: '2023-12-31T14:00:00+02:00',
      DEADLINE: '2023-12-31T14:00:00+02:00',
      COMPLETED: 'N',
      STATUS: '1',
      RESPONSIBLE_ID: '1',
      PRIORITY: '3',
      DIRECTION: '2',
      SETTINGS: [],
      AUTHOR_ID: '1',
      PROVIDER_PARAMS: [],
      PROVIDER_DATA: null,
      RESULT_MARK: '0',
      AUTOCOMPLETE_RULE: '0',
    })
  })

  test.each([
    [{ TYPE_ID: 0 }, 'The field TYPE_ID is not defined or invalid.'],
    [{ TYPE_ID: 7 }, 'The field TYPE_ID is not defined or invalid.'],
    [{ TYPE_ID: 3 }, 'The activity type "Task" is not supported in current context'],
    [{ SUBJECT: ' ' }, 'The field SUBJECT is not defined or empty.'],
    [{ COMMUNICATIONS: [] }, 'The field COMMUNICATIONS is not defined or invalid.'],
    [{ COMMUNICATIONS: [{ VALUE: '' }] }, 'The field COMMUNICATIONS is not defined or invalid.'],
    [{ COMMUNICATIONS: [{ VALUE: '1', TYPE: 'EMAIL' }] }, 'The field COMMUNICATIONS is not defined or invalid.'],
    [
      { TYPE_ID: 1, COMMUNICATIONS: [{ VALUE: '1' }, { VALUE: '2' }] },
      'The only one communication is allowed for activity of specified type.',
    ],
    [{ OWNER_ID: 999 }, "Could not find 'DEAL' with ID: 999"],
    [{ COMMUNICATIONS: [{ VALUE: '1', ENTITY_ID: 134, ENTITY_TYPE_ID: 3 }] }, "Could not find 'CONTACT' with ID: 134"],
    [{ OWNER_TYPE_ID: 99 }, "Entity type '[99]' is not supported in current context"],
    [{ TYPE_ID: 6 }, 'The custom activity without provider is not supported in current context.'],
    [{ PROVIDER_ID: 'CONFIGURABLE_REST_APP' }, 'Use crm.activity.configurable.add for this activity provider'],
  ])('crm.activity.add refuses %o', async (wrong, text) => {
    const { status, body } = await people.anna('crm.activity.add', { fields: { ...call(), ...wrong } })
    expect({ status, ...body }).toMatchObject({ status: 400, error: '', error_description: text })
  })

  test('a call also hangs on the client it goes to, and is for whoever is responsible for the deal', async () => {
    const company = simulator.add('company', { title: 'Ziegelei Nord' })
    const contact = simulator.add('contact', { name: 'Klaus', lastName: 'Weber', companyIds: [company.id] })
    const COMMUNICATIONS = [{ VALUE: '+499832322323', ENTITY_ID: contact.id, ENTITY_TYPE_ID: 3 }]
    const { RESPONSIBLE_ID: _, ...fields } = { ...call(), COMMUNICATIONS }
    const id = (await people.anna('crm.activity.add', { fields })).body.result
    const filter = { BINDINGS: [{ OWNER_TYPE_ID: 3, OWNER_ID: contact.id }] }
    const { result } = (await people.anna('crm.activity.list', { filter, select: ['*', 'COMMUNICATIONS'] })).body
    expect(result).toMatchObject([
      {
        ID: String(id),
        OWNER_TYPE_ID: '2',
        RESPONSIBLE_ID: '2',
        COMMUNICATIONS: [
          {
            ID: expect.stringMatching(/^\d+$/),
            TYPE: 'PHONE',
            VALUE: '+499832322323',
            ENTITY_ID: String(contact.id),
            ENTITY_TYPE_ID: '3',
            ENTITY_SETTINGS: { NAME: 'Klaus', LAST_NAME: 'Weber', COMPANY_TITLE: 'Ziegelei Nord', COMPANY_ID: '1' },
          },
        ],
      },
    ])
    const own = { COMMUNICATIONS: [{ VALUE: '110' }] }
    expect((await people.anna('crm.activity.update', { id, fields: own })).body.result).toBe(true)
    expect((await people.anna('crm.activity.list', { filter })).body.total).toBe(0)
    const none = { COMMUNICATIONS: [{ VALUE: '' }] }
    expect((await people.anna('crm.activity.update', { id, fields: none })).body.error_description).toBe(
      'The field COMMUNICATIONS is not defined or invalid.',
    )
  })

  test('without an owner it belongs to whom it talks to; a provider stands for the type', async () => {
    const contact = simulator.add('contact', { name: 'Klaus' }, { userId: 3 })
    const { OWNER_ID: _id, OWNER_TYPE_ID: _type, ...rest } = call()
    const COMMUNICATIONS = [{ VALUE: '1', ENTITY_ID: contact.id, ENTITY_TYPE_ID: 3 }]
    const id = (await people.anna('crm.activity.add', { fields: { ...rest, COMMUNICATIONS } })).body.result
    expect((await people.anna('crm.activity.get', { id })).body.result).toMatchObject({
      OWNER_TYPE_ID: '3',
      OWNER_ID: String(contact.id),
    })
    const { TYPE_ID: _, COMMUNICATIONS: _none, ...provided } = { ...call(), PROVIDER_ID: 'REST_APP' }
    const other = (await people.anna('crm.activity.add', { fields: provided })).body.result
    expect((await people.anna('crm.activity.get', { id: other })).body.result).toMatchObject({ TYPE_ID: '6' })
  })

  test('crm.activity.list filters by owner and by binding; communications come when selected', async () => {
    const { body } = await people.anna('crm.activity.add', { fields: call() })
    const lead = simulator.add('lead', { title: 'Anfrage' })
    const binding = { activityId: body.result, entityTypeId: 1, entityId: lead.id }
    expect((await people.anna('crm.activity.binding.add', binding)).body.result).toBe(true)
    const byOwner = { filter: { OWNER_TYPE_ID: 1, OWNER_ID: lead.id } }
    expect((await people.anna('crm.activity.list', byOwner)).body).toMatchObject({ result: [], total: 0 })
    const filter = { BINDINGS: [{ OWNER_TYPE_ID: 1, OWNER_ID: lead.id }] }
    const found = await people.anna('crm.activity.list', { filter, select: ['*', 'COMMUNICATIONS'] })
    expect(found.body).toMatchObject({ total: 1, result: [{ COMMUNICATIONS: [{ VALUE: '+499832322323' }] }] })
    expect((await people.anna('crm.activity.list', { filter })).body.result).not.toMatchObject([{ COMMUNICATIONS: [] }])
  })

  test('crm.activity.update and .delete need the right to change the record', async () => {
    const { body } = await people.anna('crm.activity.add', { fields: call() })
    const id = body.result
    const update = { id, fields: { COMPLETED: 'Y' } }
    expect((await people.julia('crm.activity.update', update)).body).toMatchObject({
      error: '',
      error_description: 'Access denied.',
    })
    expect((await people.max('crm.activity.update', update)).body.result).toBe(true)
    expect((await people.max('crm.activity.get', { id })).body.result).toMatchObject({ STATUS: '2', EDITOR_ID: '2' })
    expect((await people.max('crm.activity.delete', { id })).body.result).toBe(true)
    expect((await people.max('crm.activity.delete', { id })).body.error_description).toBe('Activity is not found.')
  })

  test('a binding may name a type alone; the list is in the order of starts; every type of record takes bindings', async () => {
    const late = await people.anna('crm.activity.add', { fields: call() })
    const early = await people.anna('crm.activity.add', {
      fields: { ...call(), START_TIME: '2023-01-01T12:00:00+00:00' },
    })
    const activityId = late.body.result
    for (const [entityTypeId, type] of [
      [7, 'quote'],
      [31, 'invoice'],
    ] as const) {
      const { id: entityId } = simulator.add(type, { title: 'x' })
      expect((await people.anna('crm.activity.binding.add', { activityId, entityTypeId, entityId })).body.result).toBe(
        true,
      )
    }
    const ids = async (params: object) =>
      ((await people.anna('crm.activity.list', params)).body.result as { ID: string }[]).map(({ ID }) => Number(ID))
    expect(await ids({})).toEqual([early.body.result, late.body.result])
    expect(await ids({ order: { ID: 'ASC' } })).toEqual([late.body.result, early.body.result])
    expect(await ids({ filter: { BINDINGS: [{ OWNER_TYPE_ID: 31 }] } })).toEqual([activityId])
    expect(await ids({ filter: { BINDINGS: [{ OWNER_ID: deal.id }, { OWNER_TYPE_ID: 3 }] } })).toHaveLength(2)
    const rights = simulator.state.users.get(2)?.rights
    if (rights) rights.invoice.read = 'none'
    const { result } = (await people.max('crm.activity.binding.list', { activityId })).body
    expect(result).toEqual([
      { entityTypeId: 2, entityId: deal.id },
      { entityTypeId: 7, entityId: 1 },
    ])
  })

  test('crm.activity.binding.*: no double, no last one taken away, moves within a type', async () => {
    const activityId = (await people.anna('crm.activity.add', { fields: call() })).body.result
    const at = { activityId, entityTypeId: 2, entityId: deal.id }
    expect((await people.anna('crm.activity.binding.add', at)).body.error).toBe('ACTIVITY_IS_ALREADY_BOUND')
    expect((await people.anna('crm.activity.binding.delete', at)).body.error).toBe('LAST_BINDING_CANNOT_BE_DELETED')
    const other = simulator.add('deal', { title: 'Anderes' })
    const move = { activityId, sourceEntityTypeId: 2, sourceEntityId: deal.id, targetEntityTypeId: 2 }
    expect((await people.anna('crm.activity.binding.move', { ...move, targetEntityId: other.id })).body.result).toBe(
      true,
    )
    expect((await people.anna('crm.activity.binding.list', { activityId })).body.result).toEqual([
      { entityTypeId: 2, entityId: other.id },
    ])
    expect((await people.anna('crm.activity.binding.delete', at)).body.error).toBe('BINDING_NOT_FOUND')
  })

  test('crm.activity.todo.add needs a deadline it can read', async () => {
    const todo = { ownerTypeId: 2, ownerId: deal.id, title: 'Anrufen', responsibleId: 2 }
    expect((await people.anna('crm.activity.todo.add', todo)).body).toMatchObject({ error: '100' })
    expect((await people.anna('crm.activity.todo.add', { ...todo, deadline: 'bald' })).body.error).toBe(
      'WRONG_DATETIME_FORMAT',
    )
    const { body } = await people.anna('crm.activity.todo.add', { ...todo, deadline: '2026-12-01T10:00:00+02:00' })
    expect(body.result).toEqual({ id: expect.any(Number) })
  })

  test('an open to-do changes part by part, a completed one not', async () => {
    const at = { ownerTypeId: 2, ownerId: deal.id }
    const added = await people.anna('crm.activity.todo.add', { ...at, deadline: '2026-12-01T10:00:00+02:00' })
    const todo = { ...at, ...(added.body.result as { id: number }) }
    const change = async (method: string, params: object) =>
      (await people.anna(`crm.activity.todo.${method}`, { ...todo, ...params })).body
    expect((await change('updateDeadline', { value: '2026-12-02T10:00:00+02:00' })).result).toEqual({ id: todo.id })
    await change('updateDescription', { value: 'Angebot besprechen' })
    await change('updateResponsibleUser', { responsibleId: 3 })
    await change('update', { deadline: '2026-12-03T10:00:00+02:00', title: 'Anrufen' })
    expect((await people.anna('crm.activity.get', { id: todo.id })).body.result).toMatchObject({
      SUBJECT: 'Anrufen',
      DESCRIPTION: 'Angebot besprechen',
      RESPONSIBLE_ID: '3',
      DEADLINE: '2026-12-03T10:00:00+02:00',
    })
    await change('updateColor', { colorId: '3' })
    expect((await change('updateColor', { colorId: '8' })).error).toBe('CAN_NOT_UPDATE_WRONG_COLOR_TODO')
    expect((await people.anna('crm.activity.get', { id: todo.id })).body.result).toMatchObject({
      SETTINGS: { COLOR: '3' },
    })
    expect((await change('updateDeadline', { value: 'bald' })).error).toBe('WRONG_DATETIME_FORMAT')
    expect((await change('updateResponsibleUser', { responsibleId: 0 })).error).toBe('INVALID_ARG_VALUE')
    expect((await change('updateDescription', { id: 999, value: 'x' })).error).toBe('NOT_FOUND')
    await people.anna('crm.activity.update', { id: todo.id, fields: { COMPLETED: 'Y' } })
    expect((await change('updateDescription', { value: 'x' })).error).toBe('CAN_NOT_UPDATE_COMPLETED_TODO')
    expect((await change('updateColor', { colorId: '1' })).error).toBe('CAN_NOT_UPDATE_COLOR_COMPLETED_TODO')
    const below = { ...at, deadline: '2026-12-04T10:00:00+02:00', parentActivityId: todo.id }
    expect((await people.anna('crm.activity.todo.add', below)).body.error).toBe('ERROR_PARENT_ACTIVITY_RESTRICT')
  })

  test('closing a lead completes its open activities', async () => {
    const lead = simulator.add('lead', { title: 'Anfrage' })
    const fields = { ...call(), OWNER_TYPE_ID: 1, OWNER_ID: lead.id }
    const { body } = await people.anna('crm.activity.add', { fields })
    await people.anna('crm.item.update', { entityTypeId: 1, id: lead.id, fields: { stageId: 'IN_PROCESS' } })
    expect((await people.anna('crm.activity.get', { id: body.result })).body.result).toMatchObject({ COMPLETED: 'N' })
    await people.anna('crm.item.update', { entityTypeId: 1, id: lead.id, fields: { stageId: 'CONVERTED' } })
    expect((await people.anna('crm.activity.get', { id: body.result })).body.result).toMatchObject({ COMPLETED: 'Y' })
  })
})

describe('activities an app draws itself', () => {
  const layout = {
    icon: { code: 'call-completed' },
    header: { title: 'Incoming call', tags: { status2: { title: 'not transcribed', type: 'warning' } } },
    body: {
      logo: { code: 'call-incoming' },
      blocks: {
        client: {
          type: 'withTitle',
          properties: { title: 'Client', inline: true, block: { type: 'text', properties: { value: 'Ltd.' } } },
        },
        responsible: {
          type: 'lineOfBlocks',
          properties: {
            blocks: {
              client: {
                type: 'link',
                properties: { text: 'Klaus', bold: true, action: { type: 'redirect', uri: '/crm/lead/details/789/' } },
              },
            },
          },
        },
      },
    },
  }
  const params = () => ({ ownerTypeId: 2, ownerId: deal.id, fields: { completed: true, badgeCode: 'CUSTOM' }, layout })

  test('crm.activity.configurable.add, .get and .update: the documented layout', async () => {
    const { body } = await people.max('crm.activity.configurable.add', params())
    const { id } = (body.result as { activity: { id: number } }).activity
    const got = await people.max('crm.activity.configurable.get', { id })
    expect(got.body.result).toEqual({
      activity: {
        id,
        ownerTypeId: 2,
        ownerId: deal.id,
        fields: {
          typeId: 'CONFIGURABLE',
          completed: true,
          deadline: null,
          pingOffsets: [],
          isIncomingChannel: false,
          responsibleId: 2,
          badgeCode: 'CUSTOM',
          originatorId: null,
          originId: null,
        },
        layout,
      },
    })
    const update = await people.max('crm.activity.configurable.update', { id, fields: { completed: false }, layout })
    expect(update.body.result).toEqual({ activity: { id } })
    expect((await people.max('crm.activity.get', { id })).body.result).toMatchObject({
      PROVIDER_ID: 'CONFIGURABLE_REST_APP',
      SUBJECT: 'Incoming call',
      COMPLETED: 'N',
    })
  })

  test('only an application may, and only the one that made it may change it', async () => {
    const answer = await simulator.handle(
      new Request(`${simulator.webhook(1)}crm.activity.configurable.add`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(params()),
      }),
    )
    expect(await answer.json()).toMatchObject({ error: 'ERROR_WRONG_CONTEXT' })
    const { body } = await people.anna('crm.activity.configurable.add', params())
    const { id } = (body.result as { activity: { id: number } }).activity
    const others = openPortal(simulator)
    const update = await others.anna('crm.activity.configurable.update', { id, fields: {}, layout })
    expect(update.body.error).toBe('ERROR_WRONG_APPLICATION')
  })

  test.each([
    [{ layout: {} }, 'ERROR_EMPTY_LAYOUT'],
    [{ layout: { ...layout, icon: undefined } }, 'FIELD_IS_REQUIRED'],
    [{ layout: { ...layout, colour: 'red' } }, 'FIELD_IS_REDUNDANT'],
    [{ layout: { ...layout, header: { title: 'x', tags: { a: { title: 'x', type: 'huge' } } } } }, 'ENUM_FIELD'],
    [{ layout: { ...layout, header: { title: { xx: 'x' } } } }, 'WRONG_LANG'],
    [{ layout: { ...layout, body: { blocks: { 'a b': { type: 'text' } } } } }, 'KEY_CONTAIN_WRONG_SYMBOLS'],
    [
      { fields: { isIncomingChannel: 'Y', deadline: '2026-12-01T10:00:00+02:00' } },
      'INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE',
    ],
    [{ fields: { responsibleId: 99 } }, 'WRONG_FIELD_VALUE'],
  ])('%o is refused as %s', async (wrong, error) => {
    expect((await people.anna('crm.activity.configurable.add', { ...params(), ...wrong })).body.error).toBe(error)
  })
})
