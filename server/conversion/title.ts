import { recordType, type RecordTypeName } from './record-types.ts'

/** A record's name for people: its title, or the parts of a person's name. */
export function titleOf(type: RecordTypeName, item: Record<string, unknown>): string {
  return recordType(type)
    .titleFields.map((name) => item[name])
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
}
