import type { Text } from './state.ts'

/** What a smart process can be told to have, as `crm.type.*` spells it. Source: crm.type.fields. */
export const smartFlags = [
  'isCategoriesEnabled',
  'isStagesEnabled',
  'isBeginCloseDatesEnabled',
  'isClientEnabled',
  'isUseInUserfieldEnabled',
  'isLinkWithProductsEnabled',
  'isMycompanyEnabled',
  'isDocumentsEnabled',
  'isSourceEnabled',
  'isObserversEnabled',
  'isRecyclebinEnabled',
  'isAutomationEnabled',
  'isBizProcEnabled',
  'isSetOpenPermissions',
  'isPaymentsEnabled',
  'isCountersEnabled',
] as const
export type SmartFlag = (typeof smartFlags)[number]

/** A type of records on the other side of a relation. */
export interface TypeRelation {
  entityTypeId: number
  isChildrenListEnabled: 'Y' | 'N'
}

/** A type of records an administrator of this portal invented ("smart process", SPA). */
export interface SmartType {
  /** Id of the type's own record: user fields hang on it (`CRM_{id}`). */
  readonly id: number
  readonly entityTypeId: number
  readonly title: Text
  readonly code: string
  readonly flags: Readonly<Record<SmartFlag, 'Y' | 'N'>>
  /** Relations an administrator made; those to clients follow from `isClientEnabled`. */
  readonly parents: readonly TypeRelation[]
  readonly children: readonly TypeRelation[]
  readonly linkedUserFields: Readonly<Record<string, 'Y' | 'N'>>
  readonly createdBy: number
  readonly updatedBy: number
  readonly createdTime: string
  readonly updatedTime: string
}
