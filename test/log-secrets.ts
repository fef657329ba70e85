import { expect } from 'vitest'
import type { Simulator } from './simulator/create-simulator.ts'

/** Shorter texts stand in any line by accident. */
const leastLength = 6

/** Everything of a portal that no log may hold: its secrets, its people, and every text of its records. */
function secretsOf({ state }: Simulator): Set<string> {
  const secrets = new Set<string>()
  const take = (value: unknown): void => {
    if (typeof value === 'string') secrets.add(value)
    else if (Array.isArray(value)) value.forEach(take)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(take)
  }
  for (const { applicationToken, clientSecret } of state.apps.values()) take([applicationToken, clientSecret])
  for (const { name, lastName, email } of state.users.values()) take([`${name} ${lastName}`, lastName, email])
  for (const items of Object.values(state.items))
    for (const { values, fm, rows } of items.values()) {
      const { title, name, lastName, comments, companyTitle } = values
      const own = Object.entries(values).filter(([field]) => field.startsWith('UF_'))
      take([title, name, lastName, comments, companyTitle, own.map(([, value]) => value)])
      take([fm.map(({ value }) => value), rows.map(({ productName }) => productName)])
    }
  for (const { text } of state.comments.values()) take(text)
  return new Set([...secrets].filter((text) => text.length >= leastLength))
}

/** Every line of a log is one record, and none tells anything of the portals that were at work, or of those who asked. */
export function expectQuiet(
  lines: readonly string[],
  portals: readonly Simulator[],
  more: readonly string[] = [],
): void {
  for (const line of lines) expect(() => JSON.parse(line) as unknown, line).not.toThrow()
  const log = lines.join('\n')
  const secrets = new Set([...more, ...portals.flatMap((portal) => [...secretsOf(portal)])])
  const told = [...secrets].filter((text) => log.includes(text) || log.includes(JSON.stringify(text).slice(1, -1)))
  expect(told).toEqual([])
}
