import type { HealthAnswer } from '../server/contract.ts'
import type { TextKey } from './texts.ts'

type Found = Pick<HealthAnswer, 'checks' | 'access' | 'mappings'>

/** Whether setting everything up again may mend something. */
export function isMendable({ checks, access }: Found): boolean {
  return checks.some(({ mendable }) => mendable) || access.state === 'none' || access.state === 'lost'
}

/** How the app is doing, in one sentence; a repair is said to have helped only where nothing is wrong any more. */
export function healthSummary(found: Found, isAfterRepair: boolean): TextKey {
  const isLacking = found.checks.some(({ state, mendable }) => state === 'failed' && !mendable)
  if (isMendable(found)) {
    if (isAfterRepair) return 'health.notRepaired'
    return isLacking ? 'health.badAndLacking' : 'health.bad'
  }
  if (isLacking) return 'health.lacking'
  if (found.access.state === 'unknown') return 'health.unsure'
  if (isAfterRepair) return 'health.repaired'
  return found.mappings.length > 0 ? 'health.goodButMapping' : 'health.good'
}
