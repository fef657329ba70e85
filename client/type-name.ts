import { inject, type InjectionKey, type Ref } from 'vue'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { SmartTypeName } from '../server/conversion/smart-types.ts'
import { nameType } from './name-type.ts'
import { useTexts } from './texts.ts'

/** The portal's own names of its smart processes, provided by the page that knows them. */
export const typeNamesKey: InjectionKey<Readonly<Ref<Partial<Record<SmartTypeName, string>>>>> = Symbol('typeNames')

/** What a record type is called, inside any component. */
export function useTypeName(): (type: RecordTypeName) => string {
  const texts = useTexts()
  const names = inject(typeNamesKey, null)
  return (type) => nameType(texts, names?.value ?? {}, type)
}
