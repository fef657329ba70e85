import { anyCase, asList, asMap, toText, type Call } from '../context.ts'
import { compileFilter, compileOrder, keepKnown, page } from '../crm/filter.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import type { FieldValue, PortalState, User } from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import { peopleOf } from '../system-user.ts'
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

/** user.current: only here the moments of change and activity are texts; lists carry empty objects. */
export function userCurrent(call: Call): Answer {
  return {
    result: {
      ...viewUser(call, call.user),
      TIMESTAMP_X: shown(nowUtc(call.state.clock)),
      LAST_ACTIVITY_DATE: nowUtc(call.state.clock).slice(0, 19).replace('T', ' '),
    },
  }
}

/** user.get: the portal's people, filtered by their fields. */
export function userGet(call: Call): Answer {
  const resolve = resolver(call)
  // Filter keys may stand inside FILTER or beside it.
  const sent = { ...call.params, ...asMap(anyCase(call.params, 'filter')) }
  const matches = compileFilter(withPatterns(keepKnown(sent, resolve)), resolve, { isLenient: true })
  return listPeople(call, (view) => matches(read(view)))
}

/** A bare name compares with a pattern where the value holds a `%`. Source: user.get, its example. */
function withPatterns(filter: Params): Params {
  const isPattern = ([key, value]: [string, unknown]): boolean => /^\w/.test(key) && toText(value).includes('%')
  return Object.fromEntries(
    Object.entries(filter).map((entry) => (isPattern(entry) ? [`=%${entry[0]}`, entry[1]] : entry)),
  )
}

/** Those who pass, by id unless `sort` names another field and `order` its direction; 50 at a time, cut to `select`. */
export function listPeople(call: Call, passes: (view: Params) => boolean): Answer {
  const compare = compileOrder(orderOf(call), resolver(call))
  const views = peopleOf(call.state).map((user) => viewUser(call, user))
  const found = views.filter(passes).toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  const asked = asList(anyCase(call.params, 'select')).map((name) => toText(name).toUpperCase())
  const isAsked = (name: string): boolean =>
    asked.length === 0 || asked.includes(name) || asked.includes(name.startsWith('UF_') ? 'UF_*' : '*')
  const cut = (view: Params): Params => Object.fromEntries(Object.entries(view).filter(([name]) => isAsked(name)))
  // Where nobody is found nobody is counted either (the platform).
  return { result: items.map(cut), ...(items.length > 0 ? paging : {}) }
}

function resolver({ state }: Call): (name: string) => string | undefined {
  const names = new Set(personFields(state))
  return (name) => (names.has(name.toUpperCase()) ? name.toUpperCase() : undefined)
}

function read(view: Params): (name: string) => FieldValue {
  return (name) => {
    const value = view[name === 'id' ? 'ID' : name]
    return (typeof value === 'boolean' ? (value ? 'Y' : 'N') : value) as FieldValue
  }
}

/** The direction stands alone beside `sort`; some clients send a map of fields and directions. */
function orderOf(call: Call): Params {
  const resolve = resolver(call)
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
