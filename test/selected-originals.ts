import { expect } from 'vitest'
import type { Simulator } from './simulator/create-simulator.ts'
import { parsePhpQuery } from './simulator/wire/php-query.ts'

/** No portal was ever asked for selected fields under original names: some answer records without any field then. */
export function expectNoSelectedOriginals(portals: readonly Simulator[]): void {
  const calls = portals
    .flatMap(({ requests }) => requests)
    .flatMap(({ method, params, commands }) => [
      { call: method, params },
      ...Object.values(commands).map((call) => ({ call, params: parsePhpQuery(call.slice(call.indexOf('?') + 1)) })),
    ])
  const both = calls.filter(({ params }) => 'select' in params && params.useOriginalUfNames === 'Y')
  expect(both.map(({ call }) => call)).toEqual([])
}
