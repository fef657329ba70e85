import { isStandardTypeName, type RecordTypeName } from '../server/conversion/record-types.ts'
import type { SmartTypeName } from '../server/conversion/smart-types.ts'
import { nameOr } from './foreign-text.ts'
import type { Sentences } from './texts.ts'

/** What a record type is called: by our catalogue, or by the portal for its smart processes. */
export function nameType(
  { t }: Pick<Sentences, 't'>,
  names: Partial<Record<SmartTypeName, string>>,
  type: RecordTypeName,
): string {
  return isStandardTypeName(type) ? t(`type.${type}`) : nameOr(names[type] ?? '', t('type.smart'))
}
