import { automation } from './automation.ts'
import { clientChanges } from './client-changes.ts'
import { clients } from './clients.ts'
import { descriptions } from './descriptions.ts'
import { portal } from './portal.ts'
import { portalChanges } from './portal-changes.ts'
import { productRows } from './product-rows.ts'
import { recordChanges } from './record-changes.ts'
import { records } from './records.ts'
import { settingChanges } from './setting-changes.ts'
import { settings } from './settings.ts'
import { timelineChanges } from './timeline-changes.ts'
import { timeline } from './timeline.ts'
import { userFieldChanges } from './user-field-changes.ts'
import type { Example } from './world.ts'

/** All documented requests with the shapes of their documented answers, in the order in which they are asked. */
export const examples: Record<string, Example[]> = {
  records,
  descriptions,
  automation,
  settings,
  timeline,
  clients,
  portal,
  productRows,
  recordChanges,
  settingChanges,
  userFieldChanges,
  timelineChanges,
  clientChanges,
  portalChanges,
}
