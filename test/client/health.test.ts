import { expect, test } from 'vitest'
import { healthSummary, isMendable } from '../../client/health-summary.ts'
import type { HealthAnswer, InstallStep } from '../../server/contract.ts'

const step = (changes: Partial<InstallStep> = {}): InstallStep => ({
  name: 'placements',
  state: 'done',
  missing: [],
  leftover: [],
  mendable: false,
  ...changes,
})
const unbound = step({ state: 'failed', mendable: true })
const lacking = step({ name: 'scopes', state: 'failed' })
type Found = Pick<HealthAnswer, 'checks' | 'access' | 'mappings'>
const found = (checks: InstallStep[], state: HealthAnswer['access']['state'] = 'kept'): Found => ({
  checks,
  access: { state, since: null },
  mappings: [],
})

test.each<[string, Found, before: string, after: string]>([
  ['nothing', found([step()]), 'good', 'repaired'],
  ['an unbound menu', found([unbound]), 'bad', 'notRepaired'],
  ['lost access', found([step()], 'lost'), 'bad', 'notRepaired'],
  ['missing access', found([step()], 'none'), 'bad', 'notRepaired'],
  ['a missing permission', found([lacking]), 'lacking', 'lacking'],
  ['both', found([lacking, unbound]), 'badAndLacking', 'notRepaired'],
  ['an auth server that is silent', found([step()], 'unknown'), 'unsure', 'unsure'],
])('where there is %s, the page says what a repair can do and did', (_, health, before, after) => {
  expect([healthSummary(health, false), healthSummary(health, true)]).toEqual([`health.${before}`, `health.${after}`])
})

test('a repair is offered first only where it can mend something', () => {
  expect([found([unbound]), found([step()], 'lost'), found([lacking]), found([step()])].map(isMendable)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
