import { anyCase, asList, asMap, toText, type Call } from '../context.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { fieldTitles } from './people-fields.ts'
import { listPeople } from './people.ts'

const searched = ['NAME', 'LAST_NAME', 'WORK_POSITION', 'USER_TYPE'] as const

/** user.search: by the beginning of words in `FIND`, or of single fields; otherwise like user.get. */
export function userSearch(call: Call): Answer {
  const filter = { ...call.params, ...asMap(anyCase(call.params, 'filter')) }
  const find = toText(anyCase(filter, 'find'))
  const wanted = searched
    .map((name) => [name, toText(anyCase(filter, name))] as const)
    .filter(([, text]) => text !== '')
  return listPeople(call, (view) =>
    find === ''
      ? wanted.every(([name, text]) => startsWord(view[name], text))
      : wordsOf(find).every((word) => searched.some((name) => startsWord(view[name], word))),
  )
}

/** user.fields: what the portal calls the fields of its people. */
export function userFields(call: Call): Answer {
  const own = userFieldsOf(call.state, 'person').map(({ fieldName, labels }) => [
    fieldName,
    labels.editFormLabel[call.user.language] ?? fieldName,
  ])
  return { result: { ...fieldTitles, ...Object.fromEntries(own) } }
}

/** user.access: whether the caller belongs to one of these groups; an administrator to all. */
export function userAccess(call: Call): Answer {
  const asked = [anyCase(call.params, 'access')].flatMap((value) =>
    typeof value === 'object' ? asList(value) : [value],
  )
  const own = ['AU', 'G2', `U${call.user.id}`]
  return { result: call.user.admin || asked.some((code) => own.includes(toText(code))) }
}

/** access.name: what access codes stand for; codes the portal does not know are left out. */
export function accessName(call: Call): Answer {
  const codes = asList(anyCase(call.params, 'access')).map(toText)
  if (codes.length === 0) return { result: false }
  const groups: Params = { G2: 'All visitors', AU: 'All authorized users' }
  const named = codes.flatMap((code) => {
    const user = /^U\d+$/.test(code) ? call.state.users.get(Number(code.slice(1))) : undefined
    if (user && !user.isSystem)
      return [[code, { provider: 'User', name: `${user.name} ${user.lastName}`, provider_id: 'user' }]]
    return code in groups ? [[code, { provider: '', name: groups[code], provider_id: 'other' }]] : []
  })
  return { result: Object.fromEntries(named) }
}

function startsWord(value: unknown, text: string): boolean {
  return wordsOf(toText(value)).some((word) => word.startsWith(text.toLowerCase()))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[\s-]+/)
}
