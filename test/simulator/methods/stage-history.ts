import { asList, toInt, toText, type Call } from '../context.ts'
import { categoriesOf, stageDictionary } from '../crm/dictionaries.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import { findType } from '../crm/record-types.ts'
import { readable } from '../crm/rights.ts'
import type { FieldValue, Item, PortalState, Status, TimelineEntry, TypeName } from '../state.ts'
import { shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** Source: crm.stagehistory.list; its 5, the change of pipeline, is not told apart here. */
const recordTypes: Record<TimelineEntry['kind'], number> = { created: 1, stage: 2, final: 3 }

type View = (stageId: string, stage: Status | undefined) => Params

/** Leads have statuses, everything else has stages of a pipeline; quotes are not written down. */
const viewsByType: Partial<Record<TypeName, View | null>> = {
  lead: (stageId, stage) => ({ STATUS_SEMANTIC_ID: stage?.semantics ?? 'P', STATUS_ID: stageId }),
  quote: null,
}
const viewStage: View = (stageId, stage) => ({
  CATEGORY_ID: stage?.categoryId ?? 0,
  STAGE_SEMANTIC_ID: stage?.semantics ?? 'P',
  STAGE_ID: stageId,
})

/** crm.stagehistory.list: how the records of a type went through their stages. */
export function stageHistoryList(call: Call): Answer {
  if (call.params.entityTypeId === undefined) throw refuse.missing('entityTypeId')
  const entityTypeId = toInt(call.params.entityTypeId)
  const type = findType(call.state, 'entityTypeId', entityTypeId)
  const view = type && (viewsByType[type] === undefined ? viewStage : viewsByType[type])
  if (!type || !view || stageDictionary(call.state, type, 0) === null)
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${entityTypeId} is not supported`)
  const names = ['ID', 'TYPE_ID', 'OWNER_ID', 'CREATED_TIME', ...Object.keys(view('', undefined))]
  const resolve = (name: string): string | undefined => names.find((known) => known === name)
  const read = (row: Params) => (name: string) => row[name === 'id' ? 'ID' : name] as FieldValue
  const matches = compileFilter(call.params.filter, resolve)
  const compare = compileOrder(call.params.order, resolve)
  const found = readable(call.state, call.user, type)
    .flatMap((item) => stepsOf(call, item, view))
    .filter((row) => matches(read(row)))
    .toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  const wanted = asList(call.params.select).map(toText)
  const isAll = wanted.length === 0 || wanted.includes('*')
  const cut = (row: Params): Params =>
    isAll ? row : Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)))
  return { result: { items: items.map(cut) }, ...paging }
}

/** The stage a record began in is the one its first move left. */
function stepsOf({ state }: Call, item: Item, view: View): Params[] {
  const entries = state.timeline.filter(({ owner }) => owner.type === item.type && owner.id === item.id)
  const first = entries.find(({ from }) => from !== undefined)?.from ?? toText(item.values.stageId)
  return entries.map((entry) => {
    const stageId = entry.to ?? first
    return {
      ID: entry.id,
      TYPE_ID: recordTypes[entry.kind],
      OWNER_ID: item.id,
      CREATED_TIME: shown(entry.createdTime),
      ...view(stageId, stageNamed(state, item.type, stageId)),
    }
  })
}

/** A stage of whatever pipeline the record was in then. */
function stageNamed(state: PortalState, type: TypeName, stageId: string): Status | undefined {
  const pipelines = [0, ...categoriesOf(state, type).map(({ id }) => id)]
  const dictionaries = new Set(pipelines.map((id) => stageDictionary(state, type, id)))
  return state.statuses.find((status) => status.statusId === stageId && dictionaries.has(status.entityId))
}
