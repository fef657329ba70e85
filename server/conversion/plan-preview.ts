import { amountOf } from './amount.ts'
import { carriedOver } from './carried-part.ts'
import { entriesOf, isSameEntry } from './communication.ts'
import { closing } from './field-rules.ts'
import { showHistory, takesComments } from './history.ts'
import { withPlannedMoney } from './planned-money.ts'
import { planTarget } from './plan-target.ts'
import { planAddress, toLegalPreview } from './legal-details.ts'
import { isNamedOtherwise, searchableKinds } from './known-clients.ts'
import type { KnownClient, Preview, TargetPreview } from './preview.ts'
import { toRowPreview } from './product-rows.ts'
import type { Reason } from './reasons.ts'
import { cardPath, rowOwnerOf, type RecordTypeName } from './record-types.ts'
import { mappingVersionsOf } from './mapping.ts'
import { requiredFields } from './required-fields.ts'
import { schemeOf, targetsOf } from './schemes.ts'
import type { Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'
import { titleOf } from './title.ts'

/** Shows everything a person may choose, and what each choice would do. Pure. */
export function planPreview(snapshot: Snapshot): Omit<Preview, 'fingerprint'> {
  const targets = targetsOf(snapshot).map((type) => previewTarget(snapshot, type))
  return { ...previewSource(snapshot), targets }
}

/** What is shown whatever is chosen. Pure. */
export function previewSource(snapshot: Snapshot): Omit<Preview, 'fingerprint' | 'targets'> {
  const { source, names, remembered, smartTypes } = snapshot
  const scheme = schemeOf(source.type)
  const total = amountOf(source.item, {
    carried: source.rows,
    rows: source.rows,
    earlier: [],
    isAllLeft: true,
    again: false,
  })
  const responsible = names.user.get(String(source.item.assignedById))
  return {
    mappingVersions: mappingVersionsOf(snapshot.ruling, targetsOf(snapshot)),
    source: {
      type: source.type,
      id: source.id,
      title: titleOf(source.type, source.item),
      total: total && { amount: total.amount, currency: total.currency },
      clients: clientNames(snapshot),
      responsible: responsible ? { id: Number(source.item.assignedById), name: responsible } : null,
      notices: noticesOf(snapshot),
      address: planAddress(snapshot),
    },
    history: showHistory(snapshot.history),
    combine: scheme.combine,
    preselected: [...scheme.preselected],
    remembered: remembered[source.type] ?? null,
    typeNames: Object.fromEntries(Object.entries(smartTypes).map(([name, type]) => [name, type?.title])),
  }
}

/** What choosing one target would do. Pure. */
export function previewTarget(snapshot: Snapshot, type: RecordTypeName): TargetPreview {
  const plan = planTarget(snapshot, type)
  const { refusal, transfers, missing, options, leftBehind, reuse, notices } = plan
  const { notices: _, ...start } = plan.start
  const target = snapshot.targets[type]
  const hasAmount = rowOwnerOf(type, snapshot.smartTypes) !== null
  const { total, tax } = hasAmount ? carriedOver(snapshot.source, plan, null) : { total: null, tax: null }
  const currency = String(plan.values.currencyId ?? '')
  return {
    type,
    refusal,
    transfers: withPlannedMoney(transfers, { total, tax }, currency),
    rows: [...plan.rows].map(([index, row]) => toRowPreview(index, row)),
    total,
    missingUserFields: missing,
    missingOptions: options.map(({ source: { name, label }, target: list, texts }) => ({
      field: name,
      label,
      to: list.label,
      list: list.name,
      texts,
    })),
    userFieldsRefusal: missing.length + options.length > 0 ? fieldsRefusal(snapshot, target) : null,
    fieldsByInstaller: !target?.mayAddUserFields && snapshot.ruling.lentRight === 'ready',
    leftBehind,
    required: target && !reuse ? requiredFields(snapshot, target, plan) : [],
    takesComments: takesComments(type),
    pipelines: target?.pipelines ?? [],
    start: { ...start, stage: start.stage?.name ?? null },
    responsible: responsibleOf(snapshot, plan),
    notices: [...notices, ...(target?.notices ?? [])],
    earlier: target?.children.length ?? 0,
    holders: plan.holders.map(({ id, title }) => ({ id, title, path: cardPath(type, id) })),
    exhausted: plan.exhausted,
    reuse: reuse && { id: reuse.id, title: reuse.title, path: cardPath(type, reuse.id) },
    known: plan.known.map((one) => toKnownClient(snapshot, type, one)),
    knownNotices: refusal || reuse ? [] : (target?.known.notices ?? []),
    legal: toLegalPreview(snapshot, plan.details),
  }
}

function fieldsRefusal({ ruling }: Snapshot, target: TargetSnapshot | undefined): Reason | null {
  if (target?.mayAddUserFields || ruling.lentRight === 'ready') return null
  return { code: ruling.lentRight === 'lost' ? 'lent_right_lost' : 'no_right_to_add_fields' }
}

function responsibleOf(
  { source, names, staff, dismissed }: Snapshot,
  { values }: TargetPlan,
): TargetPreview['responsible'] {
  const id = String(values.assignedById ?? '')
  // In place of a person who has left, one without a name is shown by number.
  const replaces = id !== '' && dismissed.includes(String(source.item.assignedById))
  const name = staff.get(id) ?? names.user.get(id) ?? (replaces ? `#${id}` : undefined)
  return name ? { id: Number(id), name } : null
}

function toKnownClient(
  { source, names }: Snapshot,
  type: RecordTypeName,
  { client, completed }: TargetPlan['known'][number],
): KnownClient {
  const id = Number(client.id)
  const own = entriesOf(client.fm).filter(({ typeId }) => searchableKinds.has(typeId))
  const shared = own.filter((entry) => entriesOf(source.item.fm).some((one) => isSameEntry(one, entry)))
  return {
    id,
    title: titleOf(type, client) || `#${id}`,
    path: cardPath(type, id),
    reachedBy: (shared.length > 0 ? shared : own.slice(0, 1)).map(({ value }) => value),
    responsible: names.user.get(String(client.assignedById)) ?? null,
    otherName: isNamedOtherwise(source.item, client),
    lastActivity: typeof client.lastActivityTime === 'string' ? client.lastActivityTime : null,
    transfers: completed.transfers,
    leftBehind: completed.leftBehind,
  }
}

function clientNames({ source: { item }, names }: Snapshot): string[] {
  const contacts = Array.isArray(item.contactIds) ? item.contactIds : []
  return [names.company.get(String(item.companyId)), ...contacts.map((id) => names.contact.get(String(id)))].filter(
    (name): name is string => !!name,
  )
}

function noticesOf({ source, notices }: Snapshot): Reason[] {
  const rule = closing[source.type]
  const isConverted = rule && source.item.stageId === rule.stageId
  return [...(isConverted ? [{ code: 'lead_already_converted' } as const] : []), ...notices]
}
