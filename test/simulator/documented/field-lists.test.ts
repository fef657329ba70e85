import { beforeAll, expect, test } from 'vitest'
import { fieldLists } from './field-lists.ts'
import { fieldsElsewhere } from './fields-elsewhere.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})

interface Facts {
  type: string
  isRequired: boolean
  isReadOnly: boolean
  isImmutable: boolean
  isMultiple: boolean
  isDynamic: boolean
  isDeprecated?: boolean
}

/** `type` and marks of every field of the portal's own. */
function inShort(fields: Record<string, Facts>): Record<string, string> {
  const own = Object.entries(fields).filter(([, { isDynamic }]) => !isDynamic)
  return Object.fromEntries(
    own.map(([name, facts]) => [
      name,
      [
        facts.type,
        facts.isRequired ? '!' : '',
        facts.isReadOnly ? 'R' : '',
        facts.isImmutable ? 'I' : '',
        facts.isMultiple ? 'M' : '',
        facts.isDeprecated ? 'D' : '',
      ].join(''),
    ]),
  )
}

test.each(Object.entries(fieldLists))('documented: %s', async (method, list) => {
  const { status, body } = await world.ask(method, { entityTypeId: 2 })
  expect(status).toBe(200)
  const result = body.result as Record<string, Facts> & { fields?: Record<string, Facts> }
  const wrapped = result.fields
  const documented = list.split(' ').map((field) => field.split(':') as [string, string])
  expect(inShort(wrapped ?? result)).toEqual({ ...Object.fromEntries(documented), ...fieldsElsewhere[method] })
})
