import type { Conversion, Step } from '../../server/conversion/outcome.ts'
import type { StandardTypeName } from '../../server/conversion/record-types.ts'
import { inStepOrder } from '../../server/conversion/step-order.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'

/** A conversion to be disturbed at each of its writes. */
export interface Scene {
  name: string
  source: 'lead' | 'deal' | 'quote'
  targets: StandardTypeName[]
  /** The label of a user field that the target lacks. */
  field: string | null
  /** A text that a list of the target lacks. */
  option: string | null
  /** What a healthy conversion writes, in order: request by request, each write with a name and its method. */
  requests: [name: string, method: string][][]
  /** Makes the source with two product rows. */
  add(portal: Simulator): Item
}

const userId = 1
const rows = [
  { productName: 'Tile', price: 5, quantity: 2 },
  { productName: 'Ridge', price: 7.5, quantity: 1 },
]
const coverField = 'UF_CRM_SMART_INVOICE_COVER'
const guard = ['right to edit', 'crm.item.update'] as [string, string]
const ending = [['comment', 'crm.timeline.comment.add']] as [string, string][]

function withRows(portal: Simulator, type: Scene['source'], fields: Record<string, string | number>): Item {
  const item = portal.add(type, { title: 'Roof', assignedById: userId, currencyId: 'EUR', ...fields })
  portal.setProductRows(type, item.id, rows)
  return item
}

export const scenes: Scene[] = [
  {
    name: 'lead to deal, contact and company',
    source: 'lead',
    targets: ['deal', 'contact', 'company'],
    field: null,
    option: null,
    requests: [
      [
        guard,
        ['company', 'crm.item.add'],
        ['contact', 'crm.item.add'],
        ['deal', 'crm.item.add'],
        ['rows', 'crm.item.productrow.set'],
        ['close the lead', 'crm.item.update'],
      ],
      ending,
    ],
    add: (portal) => withRows(portal, 'lead', { lastName: 'Müller', companyTitle: 'Müller GmbH' }),
  },
  {
    name: 'deal to invoice with a new user field and a new value in a list',
    source: 'deal',
    targets: ['invoice'],
    field: 'Roof type',
    option: 'Copper',
    requests: [
      [guard],
      [['list', 'userfieldconfig.update']],
      [['user field', 'userfieldconfig.add']],
      [
        ['invoice', 'crm.item.add'],
        ['rows', 'crm.item.productrow.set'],
      ],
      ending,
    ],
    add(portal) {
      portal.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: 'Roof type' })
      const list = { userTypeId: 'enumeration', label: 'Cover' }
      const { options } = portal.addUserField('deal', { ...list, fieldName: 'UF_CRM_COVER', options: ['Copper'] })
      portal.addUserField('invoice', { ...list, fieldName: coverField, options: ['Tile'] })
      return withRows(portal, 'deal', { UF_CRM_ROOF: 'slate', UF_CRM_COVER: options[0]!.id })
    },
  },
  {
    name: 'quote to deal',
    source: 'quote',
    targets: ['deal'],
    field: null,
    option: null,
    requests: [[guard, ['deal', 'crm.item.add'], ['rows', 'crm.item.productrow.set']], ending],
    add: (portal) => withRows(portal, 'quote', {}),
  },
]

/** How a portal stands that a scene may have been played on. */
export interface Stage {
  portal: Simulator
  scene: Scene
  source: Item
  /** The records that were made since. */
  made(type: StandardTypeName): Item[]
  /** How often comments on the source link to the card of a new record. */
  mentions(item: Item, type: StandardTypeName): number
  /** User fields of the targets with the scene's label. */
  fields(): string[]
  /** Ids of the target's options with the scene's text. */
  options(): number[]
}

/** Sets a scene on a portal. */
export function setScene(portal: Simulator, scene: Scene): Stage {
  const source = scene.add(portal)
  const before = new Map(scene.targets.map((type) => [type, new Set(portal.state.items[type].keys())]))
  return {
    portal,
    scene,
    source,
    made: (type) => [...portal.state.items[type].values()].filter(({ id }) => !before.get(type)?.has(id)),
    mentions: (item, type) =>
      [...portal.state.comments.values()]
        .filter(({ owner }) => owner.type === scene.source && owner.id === source.id)
        .reduce((sum, { text }) => sum + text.split(cardOf(type, item.id)).length - 1, 0),
    fields: () =>
      [...portal.state.userFields.values()]
        .filter(({ type, labels }) => scene.targets.some((one) => one === type) && labelled(labels, scene.field))
        .map(({ fieldName }) => fieldName),
    options: () =>
      [...portal.state.userFields.values()]
        .filter(({ fieldName }) => fieldName === coverField)
        .flatMap(({ options }) => options.filter(({ value }) => value === scene.option).map(({ id }) => id)),
  }
}

const labelled = (labels: unknown, label: string | null): boolean =>
  label !== null && JSON.stringify(labels).includes(label)

const cardOf = (type: StandardTypeName, id: number): string =>
  `${type === 'invoice' ? 'type/31' : type === 'quote' ? 'type/7' : type}/details/${id}/]`

/** What is wrong with the end of a scene: nothing, when everything is there exactly once. */
export function flawsOfEnd(
  { scene, source, made, mentions, fields, options }: Stage,
  conversion: Conversion,
): string[] {
  const flaws: string[] = []
  const say = (isWrong: boolean, flaw: string): void => void (isWrong && flaws.push(flaw))
  const optionRefused = scene.option !== null && stateOf(conversion, 'options', 'invoice') === 'failed'
  const commentRefused = stateOf(conversion, 'comment') === 'failed'
  say(conversion.outcome !== 'done', `ends ${conversion.outcome}`)
  say(JSON.stringify(conversion.steps) !== JSON.stringify(inStepOrder(conversion.steps)), 'steps are out of order')
  say(JSON.stringify(conversion.differences) !== '[]', `differences ${JSON.stringify(conversion.differences)}`)
  for (const type of scene.targets) {
    const [item, ...more] = made(type)
    say(!item || more.length > 0, `${made(type).length} × ${type}`)
    if (!item) continue
    say(!conversion.created.some((one) => one.type === type && one.id === item.id), `${type} is not claimed`)
    say(mentions(item, type) !== (commentRefused ? 0 : 1), `${type} is mentioned ${mentions(item, type)} times`)
    const hasRows = type !== 'contact' && type !== 'company'
    say(hasRows && item.rows.length !== rows.length, `${type} has ${item.rows.length} rows`)
    const link = item.values[type === 'invoice' ? 'parentId2' : `${scene.source}Id`]
    say(link !== source.id, `${type} is linked to ${String(link)}`)
    const [field] = fields()
    say(scene.field !== null && (!field || item.values[field] !== 'slate'), `${type} lacks the value of its field`)
    const chosen = options().includes(Number(item.values[coverField]))
    say(scene.option !== null && chosen === optionRefused, `${type} has ${chosen ? '' : 'not '}the value of its list`)
  }
  if (scene.targets.includes('contact')) {
    const [deal, contact, company] = [made('deal')[0], made('contact')[0], made('company')[0]]
    say(deal?.values.companyId !== company?.id, 'the deal lacks its company')
    say(String(deal?.values.contactIds) !== String(contact?.id), 'the deal lacks its contact')
  }
  say(scene.source === 'lead' && source.values.stageId !== 'CONVERTED', 'the lead is open')
  say(scene.field !== null && fields().length !== 1, `${fields().length} × user field`)
  say(scene.option !== null && options().length !== (optionRefused ? 0 : 1), `${options().length} × option`)
  return flaws
}

/** Where the words about an interrupted conversion and the portal disagree. Of a null conversion nothing may exist. */
export function untruths(stage: Stage, conversion: Conversion | null): string[] {
  const { scene, source, made, mentions, fields, options } = stage
  const created = conversion?.created ?? []
  const flaws: string[] = []
  /** `done` claims that something exists, `failed` and `notTried` deny it, and `unknown` says neither. */
  const compare = (what: string, state: Step['state'] | undefined, exists: boolean): void => {
    if (state === 'unknown' || (state === 'done') === exists) return
    flaws.push(`${what} is ${state ?? 'not told'}, but ${exists ? 'exists' : 'does not exist'}`)
  }
  const step = (name: Step['name'], target: string | null = null): Step['state'] | undefined =>
    conversion ? stateOf(conversion, name, target) : undefined
  for (const type of scene.targets) {
    const items = made(type)
    if (items.length > 1) flaws.push(`${items.length} × ${type}`)
    compare(type, step('create', type), items.length > 0)
    const claimed = created.filter((one) => one.type === type)
    if (claimed.some(({ id }) => !items.some((item) => item.id === id))) flaws.push(`${type} is claimed in vain`)
    if (step('create', type) === 'done' && claimed.length !== 1) flaws.push(`${type} is done, but not named`)
    if (type !== 'contact' && type !== 'company')
      compare(`rows of ${type}`, step('rows', type), (items[0]?.rows.length ?? 0) > 0)
    for (const item of items) {
      const count = mentions(item, type)
      if (count > 1) flaws.push(`${type} is mentioned ${count} times`)
      // Whoever does not know what exists cannot mention it, and says so about the record.
      if (step('create', type) === 'done') compare(`mention of ${type}`, step('comment'), count > 0)
    }
  }
  if (scene.source === 'lead') compare('closing', step('closeSource'), source.values.stageId === 'CONVERTED')
  if (scene.option) compare('option', step('options', 'invoice'), options().length > 0)
  if (scene.field) compare('user field', step('userFields'), fields().length > 0)
  return flaws
}

function stateOf({ steps }: Conversion, name: Step['name'], target: string | null = null): Step['state'] | undefined {
  return steps.find((one) => one.name === name && one.target === target)?.state
}
