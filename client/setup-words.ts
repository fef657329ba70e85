import type { InstallStep } from '../server/contract.ts'
import { typeAtPlacement, type RecordTypeName } from '../server/conversion/record-types.ts'
import type { Texts } from './texts.ts'

/** What a thing of the checklist is called, for people; null for what has no other name than its code. */
export function itemName(
  { t, has }: Pick<Texts, 't' | 'has'>,
  typeName: (type: RecordTypeName) => string,
  step: InstallStep['name'],
  code: string,
): string | null {
  const type = step === 'placements' && typeAtPlacement(code)
  if (type) return t('setup.place.card', { type, name: typeName(type) })
  const family = families[step]
  const key = `setup.${family}.${code}`
  if (has(key)) return t(key)
  const other = `setup.${family}.other`
  return has(other) ? t(other) : null
}

const families: Record<InstallStep['name'], string> = {
  scopes: 'scope',
  methods: 'method',
  placements: 'place',
  events: 'event',
  portal: 'portal',
}

/** Who must do what about a line that setting up again cannot mend; nothing where there is none such. */
export function todoText({ t, has }: Pick<Texts, 't' | 'has'>, step: InstallStep['name']): string {
  const key = `install.todo.${step}`
  return has(key) ? t(key) : ''
}
