import { asList, asMap, toInt, toText, type Call } from '../context.ts'
import type { AutomatedSolution } from '../crm-state.ts'
import { describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import { toUpperName } from '../crm/standard-fields.ts'
import type { FieldValue } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** Source: crm.automatedsolution.fields. */
const fields: ClassicField[] = [
  ['id', 'integer', 'R', 'ID'],
  ['title', 'string', '!', 'TITLE'],
  ['typeIds', 'crm_dynamic_type', '', 'TYPE_IDS'],
]

/** crm.automatedsolution.fields: by name, with nothing around them. */
export function solutionFieldList(): Answer {
  const described = Object.entries(describeClassic(fields)).map(([name, field]) => [
    name,
    { ...field, isMultiple: name === 'typeIds', upperName: toUpperName(name) },
  ])
  return { result: Object.fromEntries(described) }
}

/** crm.automatedsolution.list. */
export function solutionList(call: Call): Answer {
  const resolve = (name: string): string | undefined => ['id', 'title'].find((known) => known === name)
  const read = (solution: AutomatedSolution) => (name: string) => solution[name as 'id' | 'title'] as FieldValue
  const matches = compileFilter(call.params.filter, resolve)
  const compare = compileOrder(call.params.order, resolve)
  const found = [...call.state.automatedSolutions.values()]
    .filter((solution) => matches(read(solution)))
    .toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  return { result: { automatedSolutions: items }, ...paging }
}

/** crm.automatedsolution.get. */
export function solutionGet(call: Call): Answer {
  return { result: { automatedSolution: solutionOf(call) } }
}

/** crm.automatedsolution.add: smart processes it takes leave the one they were in. */
export function solutionAdd(call: Call): Answer {
  if (call.params.fields === undefined) throw refuse.missing('fields')
  const title = titleOf(call)
  const solution: AutomatedSolution = { id: call.state.nextId('automatedSolution'), title, typeIds: [] }
  call.state.automatedSolutions.set(solution.id, solution)
  takeTypes(call, solution)
  return { result: { automatedSolution: solution } }
}

/** crm.automatedsolution.update: the smart processes are replaced as a whole. */
export function solutionUpdate(call: Call): Answer {
  const solution = solutionOf(call)
  if ('title' in asMap(call.params.fields)) solution.title = titleOf(call)
  takeTypes(call, solution)
  return { result: { automatedSolution: solution } }
}

/** crm.automatedsolution.delete: only without smart processes. */
export function solutionDelete(call: Call): Answer {
  const solution = solutionOf(call)
  if (solution.typeIds.length > 0)
    throw new RestError('HAS_BOUND_TYPES', 'Cannot delete the workplace that has SPAs. Move them to another workplace')
  call.state.automatedSolutions.delete(solution.id)
  return { result: null }
}

function titleOf(call: Call): string {
  const title = toText(asMap(call.params.fields).title)
  if (title === '') throw new RestError('BX_EMPTY_REQUIRED', 'Required field "Title" is not filled')
  return title
}

function solutionOf(call: Call): AutomatedSolution {
  if (call.params.id === undefined) throw refuse.missing('id')
  const solution = call.state.automatedSolutions.get(toInt(call.params.id))
  if (!solution) throw new RestError('NOT_FOUND', 'Digital workplace with such id not found')
  return solution
}

function takeTypes(call: Call, solution: AutomatedSolution): void {
  const sent = asMap(call.params.fields)
  if (!('typeIds' in sent)) return
  const ids = asList(sent.typeIds).map(toInt)
  for (const other of call.state.automatedSolutions.values())
    other.typeIds = other.typeIds.filter((id) => !ids.includes(id))
  solution.typeIds = call.state.smartTypes.map(({ id }) => id).filter((id) => ids.includes(id))
}
