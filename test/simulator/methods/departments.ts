import { anyCase, toInt, toText, type Call } from '../context.ts'
import { compileFilter, compileOrder, keepKnown, page } from '../crm/filter.ts'
import type { Department, FieldValue } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { RestError } from '../wire/rest-error.ts'

const names = {
  ID: 'ID',
  NAME: 'Department Name',
  SORT: 'Sort Order',
  PARENT: 'Parent Department',
  UF_HEAD: 'Manager',
}

/** department.fields. */
export function departmentFields(): Answer {
  return { result: names }
}

/** department.get: filters stand beside the other parameters, `sort` being both a filter and a field to sort by. */
export function departmentGet(call: Call): Answer {
  const resolve = (name: string): string | undefined => (name.toUpperCase() in names ? name.toUpperCase() : undefined)
  const { filter, order } = asked(call, resolve)
  const matches = compileFilter(filter, resolve, { isLenient: true })
  const compare = compileOrder(order, resolve)
  const read = (view: Params) => (name: string) => view[name === 'id' ? 'ID' : name] as FieldValue
  const found = [...call.state.departments.values()]
    .map(viewDepartment)
    .filter((view) => matches(read(view)))
    .toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, { start: anyCase(call.params, 'start') })
  return { result: items, ...paging }
}

function asked(call: Call, resolve: (name: string) => string | undefined): { filter: Params; order: Params } {
  const sort = resolve(toText(anyCase(call.params, 'sort')))
  const way = toText(anyCase(call.params, 'order')).toUpperCase() === 'DESC' ? 'DESC' : 'ASC'
  const filter = Object.entries(keepKnown(call.params, resolve)).filter(
    ([name]) => sort === undefined || name.toUpperCase() !== 'SORT',
  )
  return { filter: Object.fromEntries(filter), order: { [sort ?? 'ID']: way } }
}

/** department.add: there is one company at the top, everything else hangs below. */
export function departmentAdd(call: Call): Answer {
  checkRight(call)
  const name = toText(anyCase(call.params, 'NAME'))
  if (name === '') throw refused('Department name not provided.<br>')
  const parent = toInt(anyCase(call.params, 'PARENT'))
  if (!call.state.departments.has(parent))
    throw refused('There can only be one top-level department in the company structure')
  const id = call.state.nextId('department')
  const head = toInt(anyCase(call.params, 'UF_HEAD'))
  call.state.departments.set(id, { id, name, parent, head, sort: toInt(anyCase(call.params, 'SORT')) || 500 })
  return { result: id }
}

/** department.update. */
export function departmentUpdate(call: Call): Answer {
  checkRight(call)
  const department = departmentOf(call)
  const [name, sort, parent, head] = ['NAME', 'SORT', 'PARENT', 'UF_HEAD'].map((key) => anyCase(call.params, key))
  if (toText(name) !== '') department.name = toText(name)
  if (sort !== undefined) department.sort = toInt(sort)
  if (parent !== undefined && call.state.departments.has(toInt(parent))) department.parent = toInt(parent)
  if (head !== undefined) department.head = toInt(head)
  return { result: true }
}

/** department.delete: what hung below it moves up. */
export function departmentDelete(call: Call): Answer {
  checkRight(call)
  const gone = departmentOf(call)
  for (const department of call.state.departments.values())
    if (department.parent === gone.id) department.parent = gone.parent
  call.state.departments.delete(gone.id)
  return { result: true }
}

function departmentOf(call: Call): Department {
  const department = call.state.departments.get(toInt(anyCase(call.params, 'ID')))
  if (!department) throw refused('Department not found')
  return department
}

function checkRight(call: Call): void {
  if (!call.user.admin) throw refused('Access denied')
}

function refused(text: string): RestError {
  return new RestError('ERROR_CORE', text)
}

function viewDepartment({ id, name, sort, parent, head }: Department): Params {
  return {
    ID: String(id),
    NAME: name,
    SORT: sort,
    ...(parent === 0 ? {} : { PARENT: String(parent) }),
    ...(head === 0 ? {} : { UF_HEAD: String(head) }),
  }
}
