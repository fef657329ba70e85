import { anyCase, asMap, toText, type Call } from '../context.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import type { FieldValue, PortalState, User } from '../state.ts'
import { nowUtc } from '../time.ts'
import { PhpObject, type Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { briefFields, fieldTitles } from './people-fields.ts'

/** profile: who calls. */
export function profile({ user }: Call): Answer {
  return {
    result: {
      ID: String(user.id),
      ADMIN: user.admin,
      NAME: user.name,
      LAST_NAME: user.lastName,
      PERSONAL_GENDER: user.gender,
      TIME_ZONE: '',
    },
  }
}

/** user.admin. */
export function userAdmin({ user }: Call): Answer {
  return { result: user.admin }
}

/** user.current: only here the last activity is a text; lists carry an empty object. */
export function userCurrent(call: Call): Answer {
  return {
    result: {
      ...viewUser(call, call.user),
      LAST_ACTIVITY_DATE: nowUtc(call.state.clock).slice(0, 19).replace('T', ' '),
    },
  }
}

/** user.get: the portal's people, filtered by their fields; `sort` names one of them, `order` its direction. */
export function userGet(call: Call): Answer {
  const views = [...call.state.users.values()].map((user) => viewUser(call, user))
  const names = new Set(personFields(call.state))
  const resolve = (name: string): string | undefined =>
    names.has(name.toUpperCase()) || name === 'ID' ? name.toUpperCase() : undefined
  // Filter keys may stand inside FILTER or beside it.
  const sent = { ...call.params, ...asMap(anyCase(call.params, 'filter')) }
  const known = Object.entries(sent).filter(([key]) => resolve(key.replace(/^[!=<>@%]+/, '')) !== undefined)
  const matches = compileFilter(Object.fromEntries(known), resolve)
  const read = (view: Params) => (name: string) => {
    const value = view[name === 'id' ? 'ID' : name]
    return (typeof value === 'boolean' ? (value ? 'Y' : 'N') : value) as FieldValue
  }
  const compare = compileOrder(orderOf(call, resolve), resolve)
  const found = views.filter((view) => matches(read(view))).toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  return { result: items, ...paging }
}

/** The direction stands alone beside `sort`; some clients send a map of fields and directions. */
function orderOf(call: Call, resolve: (name: string) => string | undefined): Params {
  const order = anyCase(call.params, 'order')
  if (typeof order === 'object') return Object.fromEntries(Object.entries(asMap(order)).filter(([key]) => resolve(key)))
  const field = toText(anyCase(call.params, 'sort'))
  return { [resolve(field) ?? 'ID']: toText(order).toUpperCase() === 'DESC' ? 'DESC' : 'ASC' }
}

/** Every field people have on this portal. */
export function personFields(state: PortalState): string[] {
  return [...Object.keys(fieldTitles), ...userFieldsOf(state, 'person').map(({ fieldName }) => fieldName)]
}

/** What is told of somebody: less where only the narrow scope was granted, their user fields with a scope of its own. */
export function viewUser(call: Call, user: User): Params {
  const isBrief =
    call.scopes.includes('user_brief') && !call.scopes.includes('user') && !call.scopes.includes('user_basic')
  const view: Params = {
    ID: String(user.id),
    XML_ID: '',
    ACTIVE: user.active,
    NAME: user.name,
    LAST_NAME: user.lastName,
    SECOND_NAME: '',
    EMAIL: user.email,
    LAST_LOGIN: '',
    DATE_REGISTER: '',
    TIME_ZONE: '',
    IS_ONLINE: 'Y',
    TIMESTAMP_X: new PhpObject(),
    LAST_ACTIVITY_DATE: new PhpObject(),
    PERSONAL_GENDER: user.gender,
    PERSONAL_PHOTO: null,
    PERSONAL_WWW: '',
    PERSONAL_BIRTHDAY: '',
    PERSONAL_MOBILE: '',
    PERSONAL_CITY: '',
    WORK_PHONE: '',
    WORK_POSITION: user.workPosition,
    UF_EMPLOYMENT_DATE: '',
    UF_DEPARTMENT: [1],
    UF_PHONE_INNER: '',
    USER_TYPE: user.extranet ? 'extranet' : 'employee',
    ...user.details,
  }
  const isShown = (name: string): boolean =>
    name.startsWith('UF_USR_') ? call.scopes.includes('user.userfield') : !isBrief || briefFields.has(name)
  return Object.fromEntries(Object.entries(view).filter(([name]) => isShown(name)))
}
