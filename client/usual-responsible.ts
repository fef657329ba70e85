import type { Preview } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { Person } from './frame.ts'

/** Who is in charge of what is created unless somebody else is chosen: by a rule, else the person of the source. */
export function usualResponsible({ source, targets }: Preview, chosen: readonly RecordTypeName[]): Person[] {
  const rules = targets.filter(({ type }) => chosen.includes(type)).map(({ responsible }) => responsible)
  const people = (rules.length > 0 ? rules : [null]).map((person) => person ?? source.responsible)
  const known = people.filter((person) => person !== null)
  return known.filter(({ id }, place) => known.findIndex((one) => one.id === id) === place)
}
