import { anyCase, asList, asMap, toText, type Call } from '../context.ts'
import { page } from '../crm/filter.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { viewUser } from './people.ts'

const searched = ['NAME', 'LAST_NAME', 'WORK_POSITION', 'USER_TYPE'] as const

/** user.search: by the beginning of words in `FIND`, or of single fields; active people only. */
export function userSearch(call: Call): Answer {
  const filter = { ...call.params, ...asMap(anyCase(call.params, 'filter')) }
  const find = toText(anyCase(filter, 'find'))
  const wanted = searched
    .map((name) => [name, toText(anyCase(filter, name))] as const)
    .filter(([, text]) => text !== '')
  const found = [...call.state.users.values()]
    .filter((user) => user.active)
    .map((user) => viewUser(call, user))
    .filter((view) =>
      find === ''
        ? wanted.every(([name, text]) => startsWord(view[name], text))
        : find.split(/\s+/).every((word) => searched.some((name) => startsWord(view[name], word))),
    )
  const { items, ...paging } = page(found, call.params)
  return { result: items, ...paging }
}

/** user.fields: what the portal calls the fields of its people. */
export function userFields(): Answer {
  return { result: titles }
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
    if (user) return [[code, { provider: 'User', name: `${user.name} ${user.lastName}`, provider_id: 'user' }]]
    return code in groups ? [[code, { provider: '', name: groups[code], provider_id: 'other' }]] : []
  })
  return { result: Object.fromEntries(named) }
}

function startsWord(value: unknown, text: string): boolean {
  return toText(value)
    .toLowerCase()
    .split(/[\s-]+/)
    .some((word) => word.startsWith(text.toLowerCase()))
}

/** Source: user.fields. */
const titles: Params = {
  ID: 'ID',
  XML_ID: 'External code',
  ACTIVE: 'Activity',
  NAME: 'First Name',
  LAST_NAME: 'Last Name',
  SECOND_NAME: 'Middle Name',
  TITLE: 'User List',
  EMAIL: 'E-Mail',
  LAST_LOGIN: 'Last Authorization',
  DATE_REGISTER: 'Registration Date',
  TIME_ZONE: 'TIME_ZONE',
  IS_ONLINE: 'IS_ONLINE',
  TIMESTAMP_X: 'TIMESTAMP_X',
  LAST_ACTIVITY_DATE: 'LAST_ACTIVITY_DATE',
  PERSONAL_GENDER: 'Gender',
  PERSONAL_BIRTHDAY: 'Date of Birth',
  PERSONAL_PHOTO: 'Photo',
  PERSONAL_MOBILE: 'Personal Mobile',
  WORK_PHONE: 'Company Phone',
  PERSONAL_PROFESSION: 'Profession',
  PERSONAL_WWW: 'Web-page',
  PERSONAL_ICQ: 'ICQ',
  PERSONAL_PHONE: 'Personal Phone',
  PERSONAL_FAX: 'Personal Fax',
  PERSONAL_PAGER: 'Personal Pager',
  PERSONAL_STREET: 'Street',
  PERSONAL_CITY: 'City',
  PERSONAL_STATE: 'State',
  PERSONAL_ZIP: 'Zip',
  PERSONAL_COUNTRY: 'Country',
  PERSONAL_MAILBOX: 'Mailbox',
  PERSONAL_NOTES: 'Notes',
  WORK_COMPANY: 'Company',
  WORK_WWW: 'Company Website',
  WORK_FAX: 'Company Fax',
  WORK_PAGER: 'Company Pager',
  WORK_STREET: 'Company Street',
  WORK_MAILBOX: 'Company Mailbox',
  WORK_CITY: 'Company City',
  WORK_STATE: 'Company State',
  WORK_ZIP: 'Company Zip',
  WORK_COUNTRY: 'Company Country',
  WORK_PROFILE: 'Company Profile',
  WORK_LOGO: 'Company Logo',
  WORK_NOTES: 'Company Notes',
  WORK_POSITION: 'Job Title',
  WORK_DEPARTMENT: 'Department',
  UF_EMPLOYMENT_DATE: 'Hire Date',
  UF_DEPARTMENT: 'Units',
  UF_PHONE_INNER: 'Extension',
  UF_SKYPE_LINK: 'UF_SKYPE_LINK',
  UF_ZOOM: 'UF_ZOOM',
  UF_TIMEMAN: 'UF_TIMEMAN',
  UF_INTERESTS: 'UF_INTERESTS',
  UF_SKILLS: 'UF_SKILLS',
  UF_WEB_SITES: 'UF_WEB_SITES',
  UF_XING: 'UF_XING',
  UF_LINKEDIN: 'UF_LINKEDIN',
  UF_TWITTER: 'UF_TWITTER',
  UF_SKYPE: 'UF_SKYPE',
  UF_DISTRICT: 'UF_DISTRICT',
  USER_TYPE: 'USER_TYPE',
}
