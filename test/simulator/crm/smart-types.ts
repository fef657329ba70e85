import type { SmartType } from '../crm-state.ts'
import type { SmartTypeName } from '../state.ts'
import type { TypeFacts } from './record-types.ts'

/** The name under which the records of a smart process are kept. */
export function smartName(entityTypeId: number): SmartTypeName {
  return `dynamic_${entityTypeId}`
}

/** The entityTypeId in such a name; 0 for anything else. */
export function smartId(name: string): number {
  return Number(/^dynamic_(\d+)$/.exec(name)?.[1] ?? 0)
}

/**
 * What the portal says about the records of a smart process. Source: crm data types (`T` and the entityTypeId in
 * hexadecimal digits), crm.status.entity.types, crm.timeline.comment.add, userfieldconfig.add, openPath.
 */
export function smartFacts({ id, entityTypeId, title, flags }: SmartType): TypeFacts {
  return {
    entityTypeId,
    name: title,
    code: `DYNAMIC_${entityTypeId}`,
    ownerCode: `T${entityTypeId.toString(16)}`,
    carriesRows: flags.isLinkWithProductsEnabled === 'Y',
    userFieldEntity: `CRM_${id}`,
    userFieldFamily: null,
    timelineType: smartName(entityTypeId),
    cardPath: smartCardPath(entityTypeId),
    stageDictionary:
      flags.isStagesEnabled === 'Y' ? (categoryId) => `DYNAMIC_${entityTypeId}_STAGE_${categoryId}` : null,
    hasCategories: true,
    hasFm: false,
  }
}

/** Where the cards of a smart process stand. */
export function smartCardPath(entityTypeId: number): string {
  return `/crm/type/${entityTypeId}/details/`
}
