import { inject, type InjectionKey, type Ref } from 'vue'
import { isStandardTypeName, type RecordTypeName } from '../server/conversion/record-types.ts'
import type { SmartTypeName } from '../server/conversion/smart-types.ts'
import { useTexts } from './texts.ts'

/** The portal's own names of its smart processes, provided by the page that knows them. */
export const typeNamesKey: InjectionKey<Readonly<Ref<Partial<Record<SmartTypeName, string>>>>> = Symbol('typeNames')

/** What a record type is called: by our catalogue, or by the portal for its smart processes. */
export function useTypeName(): (type: RecordTypeName) => string {
  const { t } = useTexts()
  const names = inject(typeNamesKey, null)
  return (type) => (isStandardTypeName(type) ? t(`type.${type}`) : (names?.value[type] ?? t('type.smart')))
}
