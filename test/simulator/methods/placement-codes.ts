import { factsOf, typesOf } from '../crm/record-types.ts'
import type { PortalState } from '../state.ts'

/** Places that exist once for every CRM type; suffixes of their codes. */
const everyType = [
  'DETAIL_TOOLBAR',
  'DETAIL_TAB',
  'DETAIL_ACTIVITY',
  'LIST_MENU',
  'LIST_TOOLBAR',
  'ACTIVITY_TIMELINE_MENU',
  'DOCUMENTGENERATOR_BUTTON',
]

/** Places of the other tools by the scope they belong to; an empty scope is everybody's. Source: placement catalog. */
const elsewhere: Record<string, readonly string[]> = {
  '': [
    'LEFT_MENU',
    'REST_APP_URI',
    'PAGE_BACKGROUND_WORKER',
    'IMMOBILE_CONTEXT_MENU',
    'BI_ANALYTICS_MENU',
    'IM_CONTEXT_MENU',
    'IM_NAVIGATION',
    'IM_SIDEBAR',
    'IM_TEXTAREA',
  ],
  crm: [
    'CRM_ANALYTICS_MENU',
    'CRM_ANALYTICS_TOOLBAR',
    'CRM_BANK_DETAIL_AUTOCOMPLETE',
    'CRM_DETAIL_SEARCH',
    'CRM_FUNNELS_TOOLBAR',
    'CRM_REQUISITE_AUTOCOMPLETE',
  ],
  calendar: ['CALENDAR_GRIDVIEW'],
  contact_center: ['CONTACT_CENTER'],
  sonet_group: ['SONET_GROUP_DETAIL_TAB', 'SONET_GROUP_ROBOT_DESIGNER_TOOLBAR', 'SONET_GROUP_TOOLBAR'],
  task: [
    'TASK_GROUP_LIST_TOOLBAR',
    'TASK_LIST_CONTEXT_MENU',
    'TASK_ROBOT_DESIGNER_TOOLBAR',
    'TASK_USER_LIST_TOOLBAR',
    'TASK_VIEW_SIDEBAR',
    'TASK_VIEW_TAB',
    'TASK_VIEW_TOP_PANEL',
  ],
  telephony: ['CALL_CARD', 'TELEPHONY_ANALYTICS_MENU'],
  user: ['USER_PROFILE_MENU', 'USER_PROFILE_TOOLBAR'],
}

/** The scopes without which there are fewer places. */
export const placementScopes = Object.keys(elsewhere).filter(Boolean)

/** The places of these scopes; of all of them where none is named. */
export function placementCodes(state: PortalState, scopes = Object.keys(elsewhere)): string[] {
  return scopes
    .flatMap((scope) => [...(scope === 'crm' ? ofTypes(state) : []), ...(elsewhere[scope] ?? [])])
    .filter((code) => !state.placementsLacking.has(code))
}

function ofTypes(state: PortalState): string[] {
  const codes = typesOf(state).map((type) => factsOf(state, type).code)
  const automated = codes.filter((code) => /^(LEAD|DEAL|SMART_INVOICE|DYNAMIC_\d+)$/.test(code))
  return [
    ...everyType.flatMap((place) => codes.map((code) => `CRM_${code}_${place}`)),
    ...automated.map((code) => `CRM_${code}_ROBOT_DESIGNER_TOOLBAR`),
  ]
}
