import { anyCase, asMap, type Call } from '../context.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import type { FieldValue, User } from '../state.ts'
import { nowUtc } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'

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

/** user.get: the portal's people, filtered by their fields. */
export function userGet(call: Call): Answer {
  // Filter keys may stand inside FILTER or beside it.
  const filter = { ...asMap(anyCase(call.params, 'filter')), ...directFilter(call.params) }
  const views = [...call.state.users.values()].map((user) => viewUser(call, user))
  const resolve = (name: string): string | undefined =>
    name.toUpperCase() in (views[0] ?? {}) ? name.toUpperCase() : undefined
  const known = Object.fromEntries(
    Object.entries(filter).filter(([key]) => resolve(key.replace(/^[!=<>@%]+/, '')) !== undefined),
  )
  const matches = compileFilter(known, resolve)
  const read = (view: Params) => (name: string) => {
    const value = view[name === 'id' ? 'ID' : name]
    return (typeof value === 'boolean' ? (value ? 'Y' : 'N') : value) as FieldValue
  }
  const compare = compileOrder({ ID: 'ASC' }, resolve)
  const found = views.filter((view) => matches(read(view))).toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  return { result: items, ...paging }
}

function directFilter(params: Params): Params {
  return 'ID' in params ? { ID: params.ID } : {}
}

function contactData(user: User): Params {
  return {
    EMAIL: user.email,
    PERSONAL_WWW: '',
    PERSONAL_MOBILE: '',
    PERSONAL_CITY: '',
    WORK_PHONE: '',
    UF_PHONE_INNER: '',
  }
}

/** With the narrow scope `user_brief` contact data stays hidden. */
export function viewUser(call: Call, user: User): Params {
  const isBrief =
    call.scopes.includes('user_brief') && !call.scopes.includes('user') && !call.scopes.includes('user_basic')
  return {
    ID: String(user.id),
    XML_ID: '',
    ACTIVE: user.active,
    NAME: user.name,
    LAST_NAME: user.lastName,
    SECOND_NAME: '',
    ...(isBrief ? {} : contactData(user)),
    LAST_LOGIN: '',
    DATE_REGISTER: '',
    TIME_ZONE: '',
    PERSONAL_GENDER: user.gender,
    PERSONAL_PHOTO: null,
    WORK_POSITION: user.workPosition,
    PERSONAL_BIRTHDAY: '',
    IS_ONLINE: 'Y',
    TIMESTAMP_X: {},
    LAST_ACTIVITY_DATE: {},
    UF_EMPLOYMENT_DATE: '',
    UF_DEPARTMENT: [1],
    USER_TYPE: user.extranet ? 'extranet' : 'employee',
  }
}
