import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import type { OwnUserFieldType } from '../app-state.ts'
import { userFieldTypes } from '../crm/user-field-store.ts'
import type { PortalState } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { checkHandler } from './placements.ts'

/** userfieldtype.add: a kind of field an app draws itself, in the CRM called `rest_<app>_<code>`. */
export function userFieldTypeAdd(call: Call): Answer {
  const { app } = call
  const code = codeOf(call)
  const handler = toText(anyCase(call.params, 'HANDLER'))
  if (handler === '') throw refuse.emptyArgument('HANDLER')
  checkHandler(handler)
  const taken = [...call.state.apps.values()].some((other) =>
    other.fieldTypes.some((type) => type.code === code || (other === app && type.handler === handler)),
  )
  if (taken) throw new RestError('ERROR_CORE', 'Unable to set placement handler: Handler already binded')
  app?.fieldTypes.push({ code, handler, ...texts(call), height: heightOf(call) ?? 0 })
  return { result: true }
}

/** userfieldtype.list: those of this app, the newest first. */
export function userFieldTypeList(call: Call): Answer {
  const types = typesOf(call).toReversed()
  return {
    result: types.map(({ code, handler, title, description }) => ({
      USER_TYPE_ID: code,
      HANDLER: handler,
      TITLE: title,
      DESCRIPTION: description,
    })),
    total: types.length,
  }
}

/** userfieldtype.update: what is not sent stays. */
export function userFieldTypeUpdate(call: Call): Answer {
  const type = typeOf(call)
  const handler = toText(anyCase(call.params, 'HANDLER'))
  if (handler !== '') checkHandler(handler)
  const height = heightOf(call)
  Object.assign(
    type,
    handler === '' ? {} : { handler },
    Object.fromEntries(Object.entries(texts(call)).filter(([, text]) => text !== '')),
    height === undefined ? {} : { height },
  )
  return { result: true }
}

/** userfieldtype.delete: fields of the kind stay, nothing draws them any more. */
export function userFieldTypeDelete(call: Call): Answer {
  const type = typeOf(call)
  if (call.app) call.app.fieldTypes = call.app.fieldTypes.filter((known) => known !== type)
  return { result: true }
}

/** All kinds of fields: the portal's, and those apps brought under the names the CRM gives them. */
export function allFieldTypes({ apps }: PortalState): Record<string, string> {
  const named = [...apps.values()].flatMap(({ id, active, fieldTypes }) =>
    active ? fieldTypes.map(({ code, title }) => [`rest_${id}_${code}`, title || code]) : [],
  )
  return { ...userFieldTypes, ...Object.fromEntries(named) }
}

function typesOf(call: Call): OwnUserFieldType[] {
  return call.app?.fieldTypes ?? []
}

function typeOf(call: Call): OwnUserFieldType {
  const code = codeOf(call)
  const type = typesOf(call).find((known) => known.code === code)
  if (!type) throw new RestError('ERROR_NOT_FOUND', 'User Field Type not found')
  return type
}

function codeOf(call: Call): string {
  const code = toText(anyCase(call.params, 'USER_TYPE_ID')).toLowerCase()
  if (code === '') throw refuse.emptyArgument('USER_TYPE_ID')
  return code
}

function texts(call: Call): { title: string; description: string } {
  return { title: toText(anyCase(call.params, 'TITLE')), description: toText(anyCase(call.params, 'DESCRIPTION')) }
}

function heightOf(call: Call): number | undefined {
  const height = asMap(anyCase(call.params, 'OPTIONS')).height
  return height === undefined ? undefined : Math.max(0, toInt(height))
}
