import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import type { Item, PortalState, TypeName } from '../state.ts'
import { factsOf } from './record-types.ts'

/**
 * Starts the robots of the stage a record has just come into. That is while the record is being saved: a new record has
 * no product rows yet. Source: REST facts, sections 0.3 and 13.
 */
export function startRobots({ state, user }: Context, item: Item): void {
  for (const placed of state.placedRobots) {
    if (placed.type !== item.type || placed.stageId !== item.values.stageId) continue
    const robot = state.robots.find(({ kind, code }) => kind === 'robot' && code === placed.code)
    if (!robot) continue
    state.robotRuns.push({
      eventToken: `${randomBytes(11).toString('hex')}|A${state.nextId('robotRun')}_${item.id}|${randomBytes(24).toString('hex')}`,
      code: robot.code,
      appId: robot.appId,
      owner: { type: item.type, id: item.id },
      userId: user.id,
      properties: placed.properties,
      isSent: false,
      isDone: false,
      returned: {},
      log: [],
    })
  }
}

const classes: Partial<Record<TypeName, string>> = {
  lead: 'CCrmDocumentLead',
  deal: 'CCrmDocumentDeal',
  contact: 'CCrmDocumentContact',
  company: 'CCrmDocumentCompany',
  quote: String.raw`Bitrix\Crm\Integration\BizProc\Document\Quote`,
  invoice: String.raw`Bitrix\Crm\Integration\BizProc\Document\SmartInvoice`,
}

/** A type as business processes name it. Source: DOCUMENT_TYPE of bizproc.robot.add. */
export function documentType(state: PortalState, type: TypeName): [module: string, entity: string, type: string] {
  return [
    'crm',
    classes[type] ?? String.raw`Bitrix\Crm\Integration\BizProc\Document\Dynamic`,
    factsOf(state, type).code,
  ]
}
