import { bare } from './bare.ts'
import { carriedOver } from './carried-part.ts'
import { planChatLinks } from './communication.ts'
import { completeClient } from './complete-client.ts'
import { isEmpty } from './empty.ts'
import { alternatives, knownClients, madeOnce, originOf, rulesFor, shadows } from './field-rules.ts'
import { detailsFor } from './legal-details.ts'
import { planLinks } from './links.ts'
import { isMark } from './marker.ts'
import { pairSettings, responsibleBy, startBy } from './pair-settings.ts'
import { isCarried } from './product-rows.ts'
import type { Reason } from './reasons.ts'
import { rowOwnerOf, type RecordTypeName } from './record-types.ts'
import { toShown } from './shown.ts'
import { subtractEarlier } from './remaining.ts'
import type { ProductRow, Snapshot, TargetSnapshot } from './snapshot.ts'
import { planMapping } from './plan-mapping.ts'
import { planStandardFields } from './standard-fields.ts'
import type { TargetPlan } from './target-plan.ts'
import { planUserFields } from './user-field-plan.ts'
import { toYesNo } from './yes-no.ts'

/** Decides what travels to one target type: pure, from what was read and the tables alone. */
export function planTarget(snapshot: Snapshot, type: RecordTypeName): TargetPlan {
  const target = snapshot.targets[type]
  const refusal = refuseTarget(snapshot, type, target)
  const plan: TargetPlan = {
    type,
    refusal,
    values: bare(),
    transfers: [],
    rows: new Map(),
    earlier: [],
    holders: [],
    exhausted: false,
    reuse: null,
    files: [],
    missing: [],
    options: [],
    leftBehind: [],
    known: [],
    details: null,
    start: { pipeline: null, always: false, stage: null, notices: [] },
    notices: [],
  }
  if (!target || target.access !== 'readable') return plan

  plan.reuse = (madeOnce[snapshot.source.type]?.includes(type) && target.children[0]) || null
  const settled = new Set<string>()
  planLinks(snapshot, target, plan, settled)
  const claimed = planMapping(snapshot, target, plan, settled)
  planStandardFields(snapshot, target, plan, { settled, claimed })
  planRules(snapshot, target, plan)
  planUserFields(snapshot, target, plan, { settled, claimed })
  planRows(snapshot, target, plan)
  planOmissions(snapshot, target, plan, settled)
  planDetails(snapshot, target, plan)
  if (!refusal && !plan.reuse)
    plan.known = target.known.clients.map((client) => ({
      client,
      completed: completeClient(snapshot, target, plan, client),
    }))
  return plan
}

function refuseTarget(snapshot: Snapshot, type: RecordTypeName, target: TargetSnapshot | undefined): Reason | null {
  const { source, ruling } = snapshot
  if (!pairSettings(ruling.settings, source.type, type).on) return { code: 'switched_off' }
  if (!target || target.access === 'unavailable') return { code: 'type_unavailable' }
  if (target.access === 'denied') return { code: 'type_denied' }
  const origin = originOf(source.type, type)
  const from = origin && source.item[origin.field]
  if (origin && from && !isEmpty(from)) return { code: origin.reason, details: { id: String(from) } }
  const known = knownClients[source.type]
  if (known && toYesNo(source.item[known.flag] ?? 'N') === 'Y' && !known.targets.includes(type))
    return { code: 'returning_customer' }
  if (target.pipelines?.length === 0) return { code: 'no_pipeline' }
  return null
}

/** Who is in charge and where it starts: by the administrator's rules, and never a person who has left. */
function planRules(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan): void {
  plan.start = startBy(snapshot, plan.type, target)
  const { id, reason, notice } = responsibleBy(snapshot, plan.type)
  plan.notices.push(...plan.start.notices, ...(notice ? [notice] : []))
  const field = target.fields.assignedById
  if (id === null || !field || field.readOnly || id === plan.values.assignedById) return
  plan.values.assignedById = id
  const name = snapshot.staff.get(String(id)) ?? snapshot.names.user.get(String(id)) ?? `#${id}`
  const values = [{ kind: 'text', text: name } as const]
  const adjusted = reason ? [reason] : []
  const copied = plan.transfers.find((transfer) => transfer.field === field.name)
  const { sourceField = null, from = null } = copied ?? {}
  plan.transfers = plan.transfers.filter((transfer) => transfer !== copied)
  plan.transfers.push({ sourceField, from, to: field.label, field: field.name, values, adjusted })
}

/** The own company that the source bills with comes along, or the portal would refuse its details on the new record. */
function planDetails(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan): void {
  plan.details = detailsFor(snapshot, plan.type, target)
  const { ownCompanyId } = snapshot.source.legal
  const field = target.fields.mycompanyId
  if (plan.details && ownCompanyId && field && !field.readOnly) plan.values.mycompanyId ??= ownCompanyId
}

function planRows({ source, smartTypes }: Snapshot, target: TargetSnapshot, plan: TargetPlan): void {
  const leave = (row: ProductRow, reason: Reason): void => {
    const values = [{ kind: 'text', text: row.productName } as const]
    plan.leftBehind.push({ field: 'productRows', label: row.productName, values, reason })
  }
  if (!rulesFor(source.type, plan.type).rows || !rowOwnerOf(plan.type, smartTypes)) {
    for (const row of source.rows) leave(row, { code: 'rows_not_carried' })
    return
  }
  plan.earlier = alternatives.has(plan.type) ? [] : target.children.filter(({ failed }) => !failed)
  subtractEarlier(source.rows, plan.earlier).forEach((one, index) => {
    if (!isCarried(one.row)) return leave(one.row, { code: 'row_without_quantity' })
    plan.rows.set(index, one)
    if (one.left.eq(0)) leave(one.row, { code: 'already_converted', details: { quantity: one.converted.toString() } })
  })
  planHolders(source, plan)
}

/** Who holds what of the source, and whether anything of it is left. */
function planHolders(source: Snapshot['source'], plan: TargetPlan): void {
  const remaining = [...plan.rows.values()]
  if (source.rows.length > 0) {
    const holding = new Set(remaining.flatMap(({ heldBy }) => heldBy))
    plan.holders = plan.earlier.filter((_, place) => holding.has(place))
    plan.exhausted = plan.holders.length > 0 && remaining.every(({ left }) => left.eq(0))
    return
  }
  const { total } = carriedOver(source, plan, null)
  plan.holders = plan.earlier.filter(({ money }) => money?.currency === total?.currency && Number(money?.amount) !== 0)
  plan.exhausted = plan.holders.length > 0 && Number(total?.amount) === 0
}

/** Names every filled standard field that nothing above has taken, with its reason. */
function planOmissions(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  const { source } = snapshot
  for (const field of Object.values(source.fields)) {
    const value = source.item[field.name]
    // What the portal computes (read-only), says twice, or keeps for us is nobody's loss.
    if (field.isUserField || field.readOnly || shadows.has(field.name) || value === undefined || isMark(value)) continue
    if (field.name === 'fm' && planChatLinks(snapshot, field, plan)) continue
    if (settled.has(field.name) || isEmpty(value, field)) continue
    const counterpart = target.fields[field.name]
    const reason: Reason = !counterpart
      ? { code: 'no_counterpart' }
      : counterpart.readOnly
        ? { code: 'target_read_only' }
        : { code: 'own_value' }
    plan.leftBehind.push({ field: field.name, label: field.label, values: toShown(snapshot, field, value), reason })
  }
}
