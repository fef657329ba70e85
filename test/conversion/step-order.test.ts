import { expect, test } from 'vitest'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Step, StepName } from '../../server/conversion/outcome.ts'
import { inStepOrder } from '../../server/conversion/step-order.ts'

type Spelled = StepName | `${StepName} ${RecordTypeName}`

function step(spelled: Spelled): Step {
  const [name, target] = spelled.split(' ') as [StepName, RecordTypeName?]
  return { name, target: target ?? null, state: 'done', refusal: null }
}
const spell = ({ name, target }: Step): string => (target ? `${name} ${target}` : name)
const ordered = (...steps: Spelled[]): string[] => inStepOrder(steps.map(step)).map(spell)

test('what was kept of an earlier attempt stands where it always does, not behind the check', () => {
  expect(
    ordered(
      'create deal',
      'rows deal',
      'closeSource',
      'comment',
      'check',
      'files deal',
      'details deal',
      'options deal',
    ),
  ).toEqual([
    'options deal',
    'create deal',
    'rows deal',
    'closeSource',
    'files deal',
    'details deal',
    'comment',
    'check',
  ])
})

test('records stand in the order in which they are made, each with its rows before the next one', () => {
  expect(
    ordered('create smart1040', 'create deal', 'rows deal', 'create smart1032', 'rows smart1032', 'create company'),
  ).toEqual(['create company', 'create deal', 'rows deal', 'create smart1032', 'rows smart1032', 'create smart1040'])
})

test('several lines about one thing keep the order in which they were told', () => {
  const files = ['FILE_TOO_LARGE', 'FILE_NOT_READABLE'].map((code) => ({
    ...step('files deal'),
    refusal: { code, message: '', method: '' },
  }))
  expect(inStepOrder([step('check'), ...files]).map(({ refusal }) => refusal?.code)).toEqual([
    'FILE_TOO_LARGE',
    'FILE_NOT_READABLE',
    undefined,
  ])
})
