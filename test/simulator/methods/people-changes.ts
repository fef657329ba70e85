import { addUser } from '../builders.ts'
import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import type { User } from '../state.ts'
import { nowUtc, parseDate, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import { RestError } from '../wire/rest-error.ts'
import type { Params } from '../wire/php-query.ts'
import { personFields, viewUser } from './people.ts'

/** user.add: invites somebody; administrators only. Source: user.add. */
export function userAdd(call: Call): Answer {
  const fields = sentFields(call)
  if (!call.user.admin) throw denied()
  const email = toText(fields.EMAIL)
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) throw badArgument('wrong_email')
  if ([...call.state.users.values()].some((user) => user.email.toLowerCase() === email.toLowerCase()))
    throw badArgument('A user with this email already exists')
  const extranet = toText(fields.EXTRANET) === 'Y'
  if (extranet && asList(fields.SONET_GROUP_ID).length === 0)
    throw new RestError('ERROR_GROUPID', 'Group code not specified')
  if (!extranet && fields.UF_DEPARTMENT === undefined) throw badArgument('no_extranet_field')
  const user = addUser(call.state, { name: '', email, extranet })
  user.details.DATE_REGISTER = shown(nowUtc(call.state.clock))
  write(call, user, fields)
  const { ACTIVE, ...data } = viewUser({ ...call, scopes: ['user'] }, user)
  call.raise('ONUSERADD', { ...data, ID: user.id, ACTIVE: ACTIVE === true ? 'Y' : 'N' })
  return { result: user.id }
}

/** user.update: changes or dismisses somebody; administrators only. Source: user.update. */
export function userUpdate(call: Call): Answer {
  const fields = sentFields(call)
  const user = call.state.users.get(toInt(fields.ID))
  if (!user || !call.user.admin) throw denied()
  write(call, user, fields)
  return { result: true }
}

/** The fields stand bare, or in `fields` as some clients send them. */
function sentFields(call: Call): Params {
  const sent = { ...call.params, ...asMap(anyCase(call.params, 'fields')) }
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toUpperCase(), value]))
}

function write(call: Call, user: User, fields: Params): void {
  const own = { NAME: 'name', LAST_NAME: 'lastName', EMAIL: 'email', WORK_POSITION: 'workPosition' } as const
  for (const [name, key] of Object.entries(own)) if (name in fields) user[key] = toText(fields[name])
  if ('PERSONAL_GENDER' in fields) user.gender = genders.find((known) => known === fields.PERSONAL_GENDER) ?? ''
  if ('ACTIVE' in fields) user.active = ['Y', '1', 'true'].includes(toText(fields.ACTIVE))
  if ('UF_DEPARTMENT' in fields) user.details.UF_DEPARTMENT = [fields.UF_DEPARTMENT].flat().map(toInt)
  for (const name of personFields(call.state))
    if (name in fields && !(name in own) && !untouchable.has(name)) user.details[name] = readField(name, fields[name])
}

/** Dates are shown as midnight. */
function readField(name: string, sent: unknown): unknown {
  if (name !== 'PERSONAL_BIRTHDAY' && name !== 'UF_EMPLOYMENT_DATE') return sent
  const date = parseDate(toText(sent))
  return date === null ? '' : `${date}T00:00:00+00:00`
}

const genders = ['F', 'M'] as const

/** What is kept elsewhere, or is the portal's to say. */
const untouchable = new Set([
  'ID',
  'ACTIVE',
  'PERSONAL_GENDER',
  'UF_DEPARTMENT',
  'LAST_LOGIN',
  'DATE_REGISTER',
  'IS_ONLINE',
  'TIMESTAMP_X',
  'LAST_ACTIVITY_DATE',
  'USER_TYPE',
])

function denied(): RestError {
  return new RestError('ERROR_CORE', 'access_denied')
}

function badArgument(text: string): RestError {
  return new RestError('ERROR_ARGUMENT', text, 400, { argument: '' })
}
