import type { Step } from '../server/conversion/outcome.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { TextKey, Texts } from './texts.ts'

/** What a step does, in words. */
export function stepText(
  { t }: Texts,
  typeName: (type: RecordTypeName) => string,
  { name, target }: Pick<Step, 'name' | 'target'>,
): string {
  return t(`step.${name}`, { target: target ?? 'none', name: target ? typeName(target) : '' })
}

/** The portal's own refusal codes, and ours for a request that was not answered, and what they mean for a person; matched from the start, case aside. */
const refusals: readonly (readonly [code: RegExp, key: TextKey])[] = [
  [/^(access[_ ]denied|allowed_only_intranet_user|user_access_error)/i, 'restRefusal.access_denied'],
  [/^uncertain_record/i, 'restRefusal.uncertain_record'],
  [/^client_changed/i, 'restRefusal.client_changed'],
  [/^record_changed/i, 'restRefusal.record_changed'],
  [/^record_deleted/i, 'restRefusal.record_deleted'],
  [/^source_moved/i, 'restRefusal.source_moved'],
  [/^(not_found|error_not_found|.*entity_not_found)/i, 'restRefusal.not_found'],
  [/^(crm_field_error_required|.*required)/i, 'restRefusal.required_field'],
  [/^(query_limit_exceeded|overload_limit|operation_time_limit|portal_busy)/i, 'restRefusal.limit'],
  [/^(portal_unreachable|unexpected_answer)/i, 'restRefusal.no_answer'],
  [/^token_expired/i, 'restRefusal.signed_out'],
  [/^file_too_large/i, 'restRefusal.file_too_large'],
  [/^file_not_readable/i, 'restRefusal.file_not_readable'],
  [/^lent_right_lost/, 'restRefusal.lent_right_lost'],
  [/^(insufficient_scope|invalid_scope)/i, 'restRefusal.scope'],
]

/** Why a step failed, in words. Older methods refuse with a text alone, so a missing code is read from it. */
export function refusalText({ t }: Texts, refusal: NonNullable<Step['refusal']>): string {
  const spoken = refusal.code || refusal.message
  const key = refusals.find(([code]) => code.test(spoken))?.[1] ?? 'restRefusal.other'
  // The portal marks up some of its texts; we show words.
  return t(key, { message: refusal.message.replace(/<[^>]*>/g, ' ').trim() || refusal.code })
}
