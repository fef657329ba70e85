import { expect, test } from 'vitest'
import { methods } from '../methods/method-table.ts'
import { examples } from './examples.ts'
import { fieldLists } from './field-lists.ts'

/** The pages of the old catalogue and of the old pipelines show requests, but no answers. */
const unanswered = /^crm\.(product(row)?|dealcategory)\.[a-z.]+$/

test('every method of the portal is asked as its page asks it, and answers in the documented shape', () => {
  const asked = Object.values(examples).flatMap((table) => table.map(([method]) => method.toLowerCase()))
  const shown = new Set([...asked, ...Object.keys(fieldLists)])
  expect(Object.keys(methods).filter((method) => !shown.has(method) && !unanswered.test(method))).toEqual([])
})
