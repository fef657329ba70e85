import type { Simulator } from '../simulator.ts'
import { dateInDays } from '../time.ts'
import { rowsOf } from './demo-products.ts'

/** Adds the demo's smart process: construction sites, made from deals, and deals for extra work made from them. */
export function seedSites(
  simulator: Simulator,
  deals: number[],
  clients: { companies: number[]; contacts: number[] },
): void {
  const type = simulator.addSmartType({
    title: { de: 'Baustelle', en: 'Construction site' },
    entityTypeId: 1030,
    flags: {
      isStagesEnabled: 'Y',
      isCategoriesEnabled: 'Y',
      isBeginCloseDatesEnabled: 'Y',
      isClientEnabled: 'Y',
      isLinkWithProductsEnabled: 'Y',
      isMycompanyEnabled: 'Y',
      isSourceEnabled: 'Y',
      isObserversEnabled: 'Y',
      isAutomationEnabled: 'Y',
      isUseInUserfieldEnabled: 'Y',
    },
    parents: [{ entityTypeId: 2, isChildrenListEnabled: 'Y' }],
    children: [{ entityTypeId: 2, isChildrenListEnabled: 'Y' }],
  })
  simulator.addUserField('dynamic_1030', {
    fieldName: `UF_CRM_${type.id}_CRANE`,
    userTypeId: 'boolean',
    label: { de: 'Kran nötig', en: 'Crane needed' },
  })
  const { id } = simulator.add(
    'dynamic_1030',
    {
      title: 'Baustelle Rathaus Nord',
      assignedById: 2,
      parentId2: deals[0] ?? null,
      companyId: clients.companies[1] ?? 0,
      contactIds: [clients.contacts[0] ?? 0],
      begindate: dateInDays(simulator.state.clock, 21),
      [`UF_CRM_${type.id}_CRANE`]: 'Y',
    },
    { userId: 2 },
  )
  simulator.setProductRows('dynamic_1030', id, rowsOf([['tiles', 220, 10, 19]]))
}
