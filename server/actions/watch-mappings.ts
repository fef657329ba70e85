import { readFields } from '../bitrix/read-fields.ts'
import { toldProblems } from '../conversion/mapping-problems.ts'
import type { Portal } from '../portal.ts'

/** Most record types that are looked at: with more, the batch would be full. */
const mostTypes = 40

/** Looks whether the fields that mappings name are still what they were, and writes down what is not. One request. */
export async function watchMappings({ rest, mappings, mappingChecks }: Portal): Promise<number> {
  const inForce = await mappings.all()
  const types = [...new Set(inForce.flatMap(({ source, target }) => [source, target]))].slice(0, mostTypes)
  const { fields, dictionaries } = await readFields(rest, types)
  let found = 0
  for (const { source, target, version, exceptions } of inForce) {
    const [from, into] = [fields[source], fields[target]]
    if (from === undefined || into === undefined) continue // not for the eyes of whoever looks here
    const sides = { source: from ?? {}, target: into ?? {}, targetType: target, dictionaries }
    const problems = toldProblems(exceptions, sides)
    await mappingChecks.save({ source, target, version, problems })
    found += problems.length
  }
  return found
}
