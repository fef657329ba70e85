import type { Conversion, StepName } from '../server/conversion/outcome.ts'
import type { TextKey } from './texts.ts'

/** What a conversion added for everybody, which no undo takes back. */
const lasting: readonly (readonly [step: StepName, key: TextKey])[] = [
  ['userFields', 'undo.fieldsStay'],
  ['options', 'undo.optionsStay'],
]

/** The sentences about what an undo of this conversion leaves behind. */
export function staysAfterUndo({ steps }: Conversion): TextKey[] {
  return lasting
    .filter(([step]) => steps.some(({ name, state }) => name === step && state === 'done'))
    .map(([, key]) => key)
}
