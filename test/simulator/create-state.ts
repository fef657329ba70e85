import type { Clock } from './clock.ts'
import { createCrmState } from './crm-state.ts'
import type { PortalState } from './state.ts'
import { createValueState, type ValueRules } from './values/value-rules.ts'

/** An empty memory: no users, no dictionaries, no records. */
export function createState({
  valueRules,
  ...options
}: {
  memberId: string
  origin: string
  authOrigin: string
  clock: Clock
  valueRules?: Partial<ValueRules>
}): PortalState {
  const lastIds = new Map<string, number>()
  return {
    ...options,
    license: 'de_pro100',
    language: 'de',
    checksRequiredFields: false,
    defects: new Set(),
    isSimpleCrm: false,
    missingMethods: new Set(),
    placementsLacking: new Set(),
    users: new Map(),
    items: {
      lead: new Map(),
      deal: new Map(),
      contact: new Map(),
      company: new Map(),
      quote: new Map(),
      invoice: new Map(),
    },
    userFields: new Map(),
    smartTypes: [],
    ...createCrmState(),
    ...createValueState(valueRules),
    statuses: [],
    categories: [],
    departments: new Map(),
    currencies: [],
    files: new Map(),
    comments: new Map(),
    timeline: [],
    history: [],
    chats: new Map(),
    apps: new Map(),
    grants: new Map(),
    refreshes: new Map(),
    codes: new Map(),
    webhooks: new Map(),
    nextId(kind) {
      const id = (lastIds.get(kind) ?? 0) + 1
      lastIds.set(kind, id)
      return id
    },
  }
}
