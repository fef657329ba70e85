import { readFields } from '../bitrix/read-fields.ts'
import { toldProblems } from '../conversion/mapping-problems.ts'
import type { Pair } from '../conversion/mapping.ts'
import type { Portal } from '../portal.ts'

/** Most record types that are looked at: with more, the batch would be full. */
const mostTypes = 40

/**
 * Looks whether the fields that mappings name are still what they were, and writes down what is not. One request: of
 * more types than it takes, those that nobody has looked at for longest, so that a few hours reach them all.
 */
export async function watchMappings({ rest, mappings, mappingChecks }: Portal): Promise<number> {
  const checks = await mappingChecks.list()
  const lastOf = ({ source, target }: Pair) => checks.find((one) => one.source === source && one.target === target)
  const looked = (pair: Pair): number => lastOf(pair)?.checkedAt.getTime() ?? 0
  const inForce = (await mappings.all())
    .filter(({ exceptions }) => exceptions.length > 0)
    .toSorted((one, other) => looked(one) - looked(other))
  const types = [...new Set(inForce.flatMap(({ source, target }) => [source, target]))].slice(0, mostTypes)
  const { fields, dictionaries } = await readFields(rest, types)
  let found = 0
  for (const { source, target, version, exceptions } of inForce) {
    if (!types.includes(source) || !types.includes(target)) continue // its turn comes
    const [from, into] = [fields[source], fields[target]]
    const sides = { source: from ?? {}, target: into ?? {}, targetType: target, dictionaries }
    // What is not for the eyes of whoever looks here stays as it was known.
    const isHidden = from === undefined || into === undefined
    const known = lastOf({ source, target })
    const hidden = known?.version === version ? known.problems : []
    const problems = isHidden ? hidden : toldProblems(exceptions, sides)
    await mappingChecks.save({ source, target, version, problems })
    found += problems.length
  }
  return found
}
