import { beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let anna: ReturnType<typeof askAs>
let max: ReturnType<typeof askAs>
beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  simulator.installApp({ handlerUrl: 'https://app.example.test/app', scopes: ['user', 'user.userfield'] })
  anna = askAs(simulator, 1)
  max = askAs(simulator, 2)
})

const newcomer = { EMAIL: 'eva@example.test', NAME: 'Eva', WORK_POSITION: 'Meisterin', UF_DEPARTMENT: [1, 7] }
const person = async (filter: object) =>
  ((await anna('user.get', { filter })).body.result as Record<string, unknown>[]).at(0)

describe('user.add', () => {
  test('invites somebody, who is found from then on', async () => {
    const { result: id } = (await anna('user.add', { ...newcomer, PERSONAL_CITY: 'Kiel' })).body
    expect(id).toBe(4)
    expect(await person({ EMAIL: newcomer.EMAIL })).toMatchObject({
      ...newcomer,
      ID: '4',
      ACTIVE: true,
      PERSONAL_CITY: 'Kiel',
      USER_TYPE: 'employee',
    })
  })

  test.each([
    ['a bad address', { ...newcomer, EMAIL: 'eva' }, 'ERROR_ARGUMENT', 'wrong_email'],
    ['nobody’s department', { EMAIL: newcomer.EMAIL }, 'ERROR_ARGUMENT', 'no_extranet_field'],
    ['a guest of no group', { ...newcomer, EXTRANET: 'Y' }, 'ERROR_GROUPID', 'Group code not specified'],
  ])('refuses %s', async (_, params, error, error_description) => {
    expect(await anna('user.add', params)).toMatchObject({ status: 400, body: { error, error_description } })
    expect(simulator.state.users.size).toBe(3)
  })

  test('refuses an address somebody has, and everybody who is no administrator', async () => {
    await anna('user.add', newcomer)
    expect((await anna('user.add', newcomer)).body.error_description).toBe('A user with this email already exists')
    expect((await max('user.add', { ...newcomer, EMAIL: 'x@example.test' })).body).toEqual({
      error: 'ERROR_CORE',
      error_description: 'access_denied',
    })
  })
})

test('user.update changes and dismisses', async () => {
  expect((await anna('user.update', { ID: 2, LAST_NAME: 'Neumann', ACTIVE: 'N' })).body.result).toBe(true)
  expect(await person({ ID: 2 })).toMatchObject({ LAST_NAME: 'Neumann', ACTIVE: false })
  expect(await person({ ID: 2, ACTIVE: true })).toBeUndefined()
  expect((await anna('user.update', { ID: 99 })).body.error).toBe('ERROR_CORE')
})

test('people have user fields of their own, shown to whom the scope was granted', async () => {
  const fields = { FIELD_NAME: 'skill_level', USER_TYPE_ID: 'integer', EDIT_FORM_LABEL: 'Stufe' }
  expect((await anna('user.userfield.add', { fields })).body.result).toBe(1)
  expect((await anna('user.userfield.list')).body.result).toMatchObject([
    { ENTITY_ID: 'USER', FIELD_NAME: 'UF_USR_SKILL_LEVEL' },
  ])
  await anna('user.update', { ID: 3, UF_USR_SKILL_LEVEL: 5 })
  expect(await person({ ID: 3 })).toMatchObject({ UF_USR_SKILL_LEVEL: 5 })
  expect((await anna('user.fields')).body.result).toMatchObject({ UF_USR_SKILL_LEVEL: 'Stufe' })
  expect((await max('user.userfield.add', { fields })).body.error_description).toBe('Access denied.')
  await anna('user.userfield.delete', { id: 1 })
  expect(await person({ ID: 3 })).not.toHaveProperty('UF_USR_SKILL_LEVEL')
})

test('a list of people is sorted by one field, or as some clients spell it', async () => {
  const ids = async (params: object) =>
    ((await anna('user.get', params)).body.result as { ID: string }[]).map(({ ID }) => ID)
  expect(await ids({ sort: 'LAST_NAME', order: 'ASC' })).toEqual(['2', '3', '1'])
  expect(await ids({ sort: 'ID', order: 'DESC' })).toEqual(['3', '2', '1'])
  expect(await ids({ order: { ID: 'DESC' } })).toEqual(['3', '2', '1'])
})

test('people are found by the beginnings of their words, the dismissed among them, and cut to what is asked', async () => {
  await anna('user.update', { ID: 2, WORK_POSITION: 'Bau-Leiter 7', ACTIVE: 'N' })
  const find = { filter: { FIND: 'bau-leiter 7' }, select: ['ID', 'ACTIVE'] }
  expect((await anna('user.search', find)).body).toMatchObject({ total: 1, result: [{ ID: '2', ACTIVE: false }] })
  expect((await anna('user.search', { ...find, filter: { FIND: 'eiter' } })).body.result).toEqual([])
})

test('user.get takes patterns for the beginning or the end of a value', async () => {
  const found = async (filter: object) =>
    ((await anna('user.get', { filter })).body.result as { ID: string }[]).map(({ ID }) => ID)
  expect(await found({ NAME: 'An%' })).toEqual(['1'])
  expect(await found({ NAME: '%x' })).toEqual(['2'])
  expect(await found({ NAME: 'An' })).toEqual([])
})

test('with the narrow scope contact data stays hidden', async () => {
  simulator.installApp({ handlerUrl: 'https://app.example.test/brief', scopes: ['user_brief'] })
  const [first] = (await askAs(simulator, 2)('user.get')).body.result as Record<string, unknown>[]
  expect(first).toMatchObject({ ID: '1', NAME: 'Anna', TIMESTAMP_X: {} })
  for (const name of ['EMAIL', 'PERSONAL_MOBILE', 'WORK_PHONE']) expect(first).not.toHaveProperty(name)
})
