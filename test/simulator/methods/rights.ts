import type { Call } from '../context.ts'
import { mayConfigure } from '../crm/rights.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** Checks a right that holds for the whole method; rights on single records are the handler's. */
export type Right = (call: Call) => void

/** Whoever is recognised may call; what the answer holds depends on the records' rights. */
export const anyone: Right = () => {}

/** Only in the context of an application, not by webhook. */
export const application: Right = (call) => {
  if (!call.app) throw refuse.wrongAuthType()
}

/** The same, in the words of timeline and activities. */
export const restApplication: Right = (call) => {
  if (!call.app)
    throw new RestError('ERROR_WRONG_CONTEXT', 'Method call is only possible in the context of a REST application')
}

/** An administrator, through an application. */
export const appAdministrator: Right = (call) => {
  application(call)
  if (!call.user.admin) throw refuse.adminOnly('Access denied!')
}

/** The same with the texts of business processes. Source: bizproc.robot.add. */
export const robotAdministrator: Right = (call) => {
  if (!call.app) throw refuse.accessDenied('Application context required')
  if (!call.user.admin) throw refuse.adminOnly('Access denied!')
}

/** Options of apps and of their users belong to an app. Source: the official Python SDK's suite on live portals. */
export const optionReader: Right = (call) => {
  if (!call.app) throw refuse.adminOnly('Access denied! Application context required')
}

/** CRM administrator. */
export const crmAdministrator: Right = (call) => {
  if (!mayConfigure(call.user)) throw refuse.accessDenied()
}

/** CRM administrator, in the words of the classic families. */
export const classicCrmAdministrator: Right = (call) => {
  if (!mayConfigure(call.user)) throw refuse.classicAccessDenied()
}

/** Families that are closed to guests from outside the company. Source: crm.item.*, crm.type.* (403). */
const intranetOnly = /^crm\.(item|type|stagehistory)\./

/** Refuses guests where the method is not for them; an administrator is never a guest. Source: REST facts, section 1.1. */
export const checkIntranet: Right = ({ user, method }) => {
  if (user.extranet && !user.admin && intranetOnly.test(method))
    throw new RestError('allowed_only_intranet_user', 'Action is allowed only for intranet users', 403)
}

/** Whether these scopes are all granted; the wide user scopes contain the narrow one. */
export function isGranted(granted: readonly string[], needed: readonly string[]): boolean {
  return needed.every((scope) =>
    scope === 'user_brief'
      ? ['user', 'user_basic', 'user_brief'].some((name) => granted.includes(name))
      : granted.includes(scope),
  )
}
