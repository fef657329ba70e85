import { addPipeline } from '../builders.ts'
import { smartFlags, type SmartFlag, type SmartType, type TypeRelation } from '../crm-state.ts'
import { itemsOf, type PortalState, type Text } from '../state.ts'
import { nowUtc } from '../time.ts'
import { smartName } from './smart-types.ts'

/** A smart process before the portal numbered it. */
export interface SmartTypeToAdd {
  title: Text | string
  /** 128–192, or an even number from 1030; the next free one unless said. */
  entityTypeId?: number
  code?: string
  flags?: Partial<Record<SmartFlag, 'Y' | 'N'>>
  parents?: readonly TypeRelation[]
  children?: readonly TypeRelation[]
  linkedUserFields?: Readonly<Record<string, 'Y' | 'N'>>
}

/** The fields of tasks and events that can show records of a smart process. Source: crm.type.add. */
const linkable = ['CALENDAR_EVENT|UF_CRM_CAL_EVENT', 'TASKS_TASK|UF_CRM_TASK', 'TASKS_TASK_TEMPLATE|UF_CRM_TASK']

/** Adds a smart process with its first pipeline and that one's stages. */
export function addSmartType(state: PortalState, type: SmartTypeToAdd, userId: number): SmartType {
  const now = nowUtc(state.clock)
  const none = Object.fromEntries([...smartFlags].map((flag) => [flag, 'N'])) as SmartType['flags']
  const added: SmartType = {
    id: state.nextId('type'),
    entityTypeId: type.entityTypeId ?? freeTypeId(state),
    title: typeof type.title === 'string' ? { de: type.title, en: type.title } : type.title,
    code: type.code ?? '',
    flags: { ...none, isSetOpenPermissions: 'Y', ...type.flags },
    parents: type.parents ?? [],
    children: type.children ?? [],
    linkedUserFields: { ...Object.fromEntries(linkable.map((name) => [name, 'N'] as const)), ...type.linkedUserFields },
    createdBy: userId,
    updatedBy: userId,
    createdTime: now,
    updatedTime: now,
  }
  state.smartTypes = [...state.smartTypes, added]
  addPipeline(state, smartName(added.entityTypeId), { name: { de: 'Allgemein', en: 'General' } })
  return added
}

/** Puts a changed smart process in place of what it was. */
export function changeSmartType(state: PortalState, type: SmartType, change: Partial<SmartType>): SmartType {
  const changed = { ...type, ...change }
  state.smartTypes = state.smartTypes.map((known) => (known === type ? changed : known))
  return changed
}

/** Removes a smart process with its pipelines and stages; it has no records any more. */
export function removeSmartType(state: PortalState, type: SmartType): void {
  const name = smartName(type.entityTypeId)
  state.statuses = state.statuses.filter((status) => !status.entityId.startsWith(`DYNAMIC_${type.entityTypeId}_STAGE_`))
  state.categories = state.categories.filter((category) => category.type !== name)
  for (const field of state.userFields.values()) if (field.type === name) state.userFields.delete(field.id)
  itemsOf(state, name).clear()
  state.smartTypes = state.smartTypes.filter((known) => known !== type)
}

/** Whether a smart process may have this number. Source: crm.type.add. */
export function isFreeTypeId(state: PortalState, id: number): boolean {
  const isInRange = (id >= 128 && id <= 192) || (id >= 1030 && id % 2 === 0)
  return isInRange && state.smartTypes.every((type) => type.entityTypeId !== id)
}

function freeTypeId(state: PortalState): number {
  let id = 1030
  while (!isFreeTypeId(state, id)) id += 2
  return id
}
