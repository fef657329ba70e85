import { askAs } from '../ask.ts'
import { createSimulator } from '../create-simulator.ts'
import type { Simulator } from '../simulator.ts'
import { typeNames } from '../state.ts'
import type { Shape } from './shape.ts'

/** A portal in which every documented example finds what it asks for, and the ids of all that. */
export async function openWorld() {
  const simulator = createSimulator({ seed: 'empty' })
  simulator.installApp({
    handlerUrl: 'https://app.example.test/app',
    scopes: ['crm', 'placement', 'userfieldconfig', 'user', 'user.userfield', 'bizproc', 'im', 'department'],
  })
  const ask = askAs(simulator, 1)
  const result = async <T = number>(method: string, params: object): Promise<T> => {
    const { body } = await ask(method, params)
    if (body.error !== undefined) throw new Error(`${method}: ${body.error_description}`)
    return body.result as T
  }
  const phone = [{ VALUE: '+4930123', VALUE_TYPE: 'WORK' }]
  const mail = [{ VALUE: 'info@example.test', VALUE_TYPE: 'WORK' }]
  const company = await result('crm.company.add', { fields: { TITLE: 'Ziegelei Nord' } })
  const person = { NAME: 'Eva', LAST_NAME: 'Busch', COMPANY_ID: company, PHONE: phone, EMAIL: mail }
  const contact = await result('crm.contact.add', { fields: person })
  const lead = await result('crm.lead.add', { fields: { TITLE: 'Anfrage', PHONE: phone } })
  const deal = await result('crm.deal.add', { fields: { TITLE: 'Dach', COMPANY_ID: company } })
  const quote = await result('crm.quote.add', { fields: { TITLE: 'Angebot', COMPANY_ID: company } })
  const dealField = (FIELD_NAME: string, USER_TYPE_ID: string) => ({
    fields: { FIELD_NAME, USER_TYPE_ID, LABEL: FIELD_NAME, LIST: [{ VALUE: 'Walm' }] },
  })
  const text = await result('crm.deal.userfield.add', dealField('NOTE', 'string'))
  const list = await result('crm.deal.userfield.add', dealField('SHAPE', 'enumeration'))
  await result('crm.deal.userfield.add', dealField('BRANCH', 'crm_status'))
  const form = { entityId: 'CRM_DEAL', fieldName: 'UF_CRM_DEAL_LIST', userTypeId: 'enumeration' }
  await result('userfieldconfig.add', {
    moduleId: 'crm',
    field: { ...form, editFormLabel: { de: 'Form', en: 'Shape' } },
  })
  const { category } = await result<{ category: { id: number } }>('crm.category.add', {
    entityTypeId: 2,
    fields: { name: 'Montage' },
  })
  const relations = {
    isClientEnabled: 'Y',
    relations: { parent: [{ entityTypeId: 2, isChildrenListEnabled: 'true' }], child: [{ entityTypeId: 31 }] },
    linkedUserFields: { 'TASKS_TASK|UF_CRM_TASK': 'true' },
  }
  const { type } = await result<{ type: { id: number; entityTypeId: number } }>('crm.type.add', {
    fields: { title: 'Abnahme', ...relations },
  })
  const { automatedSolution } = await result<{ automatedSolution: { id: number } }>('crm.automatedsolution.add', {
    fields: { title: 'Bau', typeIds: [type.id] },
  })
  const [source] = await result<{ ID: string }[]>('crm.status.list', { filter: { ENTITY_ID: 'SOURCE' } })
  const onDeal = { ENTITY_TYPE: 'deal', ENTITY_ID: deal }
  const comment = await result('crm.timeline.comment.add', { fields: { ...onDeal, COMMENT: 'x' } })
  const { logMessage } = await result<{ logMessage: { id: number } }>('crm.timeline.logmessage.add', {
    fields: { entityTypeId: 2, entityId: deal, title: 'x', text: 'x', iconCode: 'info' },
  })
  const activity = await result('crm.activity.add', {
    fields: {
      OWNER_TYPE_ID: 2,
      OWNER_ID: deal,
      TYPE_ID: 2,
      COMMUNICATIONS: [{ VALUE: '+4930123', ENTITY_ID: contact, ENTITY_TYPE_ID: 3 }],
      SUBJECT: 'Anruf',
      START_TIME: '2030-01-01T10:00:00+02:00',
      END_TIME: '2030-01-01T10:30:00+02:00',
      RESPONSIBLE_ID: 1,
    },
  })
  const requisite = await result('crm.requisite.add', {
    fields: { ENTITY_TYPE_ID: 4, ENTITY_ID: company, PRESET_ID: 1, NAME: 'Ziegelei' },
  })
  const bankDetail = await result('crm.requisite.bankdetail.add', {
    fields: { ENTITY_ID: requisite, COUNTRY_ID: 46, NAME: 'Hausbank' },
  })
  await result('crm.requisite.link.register', {
    fields: {
      ENTITY_TYPE_ID: 2,
      ENTITY_ID: deal,
      REQUISITE_ID: requisite,
      BANK_DETAIL_ID: bankDetail,
      MC_REQUISITE_ID: 0,
      MC_BANK_DETAIL_ID: 0,
    },
  })
  await result('crm.address.add', {
    fields: { TYPE_ID: 1, ENTITY_TYPE_ID: 8, ENTITY_ID: requisite, ADDRESS_1: 'Werkstr. 1', CITY: 'Kiel' },
  })
  await result('placement.bind', {
    PLACEMENT: 'CRM_DEAL_DETAIL_TOOLBAR',
    HANDLER: 'https://app.example.test/open',
    TITLE: 'Erstellen',
  })
  await result('event.bind', { event: 'ONCRMDEALADD', handler: 'https://app.example.test/event' })
  await result('bizproc.robot.add', { CODE: 'robot', HANDLER: 'https://app.example.test/robot', NAME: 'Robot' })
  const records = { company, contact, lead, deal, quote, comment, message: logMessage.id, activity, bankDetail }
  const settings = { text, list, category: category.id, type, relations, solution: automatedSolution.id }
  const row = await result<{ productRow: { id: number } }>('crm.item.productrow.add', {
    fields: { ownerType: 'D', ownerId: deal, productName: 'Ziegel', price: 100, taxRate: 19, taxIncluded: 'N' },
  })
  const todo = await result<{ id: number }>('crm.activity.todo.add', {
    ownerTypeId: 2,
    ownerId: deal,
    deadline: '2030-01-01T10:00:00+02:00',
  })
  const configurable = await result<{ activity: { id: number } }>('crm.activity.configurable.add', {
    ownerTypeId: 2,
    ownerId: deal,
    fields: { completed: true, responsibleId: 1 },
    layout: {
      icon: { code: 'call-completed' },
      header: { title: 'x' },
      body: { logo: { code: 'call-incoming' }, blocks: { note: { type: 'text', properties: { value: 'x' } } } },
    },
  })
  const presetField = await result('crm.requisite.preset.field.add', {
    preset: { ID: 1 },
    fields: { FIELD_NAME: 'RQ_INN', SORT: 510 },
  })
  const more = { requisite, presetField, row: row.productRow.id, todo: todo.id, configurable: configurable.activity.id }
  /** Adds something that an example may then change or delete; gives its id. */
  const add = async (method: string, params: object, under?: string): Promise<number> => {
    const made = await result<number | Record<string, { id: number }>>(method, params)
    return typeof made === 'number' ? made : (made[under ?? '']?.id ?? 0)
  }
  const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
  const nothing = Object.fromEntries(typeNames.map((type) => [type, none]))
  const stranger = askAs(simulator, simulator.addUser({ name: 'Eva', lastName: 'Fremd', rights: nothing }).id)
  simulator.placeRobot({ type: 'deal', stageId: 'NEW', code: 'robot', properties: {} })
  await result('crm.deal.add', { fields: { TITLE: 'Robot' } })
  /** What a robot's handler was just given to answer with. */
  const eventToken = () => simulator.state.robotRuns.at(-1)?.eventToken
  const dialogId = `chat${simulator.openChat({ title: 'Deal Chat', memberIds: [1, 2], record: { type: 'deal', id: deal } }).id}`
  const callers = { ask, stranger, eventToken, dialogId, webhook: byWebhook(simulator.webhook(1), simulator) }
  return { ...callers, add, ...records, ...settings, ...more, source: source?.ID }
}

function byWebhook(address: string, simulator: Simulator): ReturnType<typeof askAs> {
  return async (method, params = {}) => {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(params) }
    const response = await simulator.handle(new Request(`${address}${method}`, request))
    return { status: response.status, body: await response.json() }
  }
}

/** What a table of examples may name. */
export type World = Awaited<ReturnType<typeof openWorld>>

/** A documented request, the shape of its documented answer, and whether the answer counts what it found. */
export type Example = [
  method: string,
  params: (world: World) => object | Promise<object>,
  shape: Shape,
  paging?: 'counted' | '',
]
