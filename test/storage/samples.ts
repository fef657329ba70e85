import { randomUUID } from 'node:crypto'
import type { Plan } from '../../server/conversion/plan.ts'
import type { ConversionStart } from '../../server/storage/beginning.ts'
import type { Database } from '../../server/storage/database.ts'
import { openRegistration, type Installation } from '../../server/storage/portals.ts'

export const newMemberId = (): string => randomUUID().replaceAll('-', '')

/** A plan that makes one invoice, with everything a test of the storage does not care about filled in. */
export function planOf(title: string): Plan {
  return {
    version: 1,
    source: { type: 'deal', id: 12, title, updatedTime: '2026-11-23T10:00:00+01:00' },
    smartTypes: {},
    creations: [],
    reused: [],
    completions: [],
    details: [],
    address: null,
    history: { activities: [], comments: [] },
    closing: null,
    before: {},
    portalLanguage: 'de',
    fieldRight: 'person',
    mappingVersions: {},
  }
}

/** One click of person 7 on a record that no other start names. */
export function startOf(changes: Partial<ConversionStart> = {}): ConversionStart {
  return {
    requestId: randomUUID(),
    userId: 7,
    source: { type: 'deal', id: ++lastId },
    targets: ['invoice'],
    fingerprint: 'f'.repeat(64),
    plan: planOf('Dach'),
    remember: '{}',
    steps: [],
    ...changes,
  }
}
let lastId = 0

/** A portal that has the app installed. */
export async function newPortal({ orm }: Database): Promise<string> {
  const memberId = newMemberId()
  await openRegistration(orm, memberId).save(installation)
  return memberId
}

/** What an installation tells of a portal. */
export const installation: Installation = {
  domain: 'portal.bitrix24.test',
  clientEndpoint: 'https://portal.bitrix24.test/rest/',
  authServer: 'https://oauth.bitrix.info',
  applicationTokenHash: 'hash of the first token',
  language: 'de',
  version: 1,
  installedBy: 1,
  boundAs: 'fingerprint',
}
