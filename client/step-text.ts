import { shorten } from '../server/conversion/cut-texts.ts'
import type { Step } from '../server/conversion/outcome.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import { mostShown } from './foreign-text.ts'
import type { Texts } from './texts.ts'

/** What a step does, in words. */
export function stepText(
  { t }: Texts,
  typeName: (type: RecordTypeName) => string,
  { name, target }: Pick<Step, 'name' | 'target'>,
): string {
  return t(`step.${name}`, { target: target ?? 'none', name: target ? typeName(target) : '' })
}

/** The portal's own refusal codes, and ours for a request that was not answered, and what they mean for a person; matched from the start, case aside. */
const refusals = [
  [/^(access[_ ]denied|allowed_only_intranet_user|user_access_error)/i, 'access_denied'],
  [/^uncertain_record/i, 'uncertain_record'],
  [/^client_changed/i, 'client_changed'],
  [/^record_changed/i, 'record_changed'],
  [/^record_deleted/i, 'record_deleted'],
  [/^source_moved/i, 'source_moved'],
  [/^value_too_long/i, 'value_too_long'],
  [/^rows_taken/i, 'rows_taken'],
  [/^(not_found|error_not_found|.*entity_not_found)/i, 'not_found'],
  [/^(crm_field_error_required|.*required)/i, 'required_field'],
  [/^(query_limit_exceeded|overload_limit|operation_time_limit|portal_busy)/i, 'limit'],
  [/^(portal_unreachable|unexpected_answer)/i, 'no_answer'],
  [/^(token_expired|expired_token|invalid_token)/i, 'signed_out'],
  [/^file_too_large/i, 'file_too_large'],
  [/^file_not_readable/i, 'file_not_readable'],
  [/^lent_right_lost/, 'lent_right_lost'],
  [/^(insufficient_scope|invalid_scope)/i, 'scope'],
] as const satisfies (readonly [code: RegExp, kind: string])[]

/** What a refusal is about, by its code or, without one, by its text. */
export function refusalKind(spoken: string): (typeof refusals)[number][1] | 'other' {
  return refusals.find(([code]) => code.test(shorten(spoken, mostShown.passing)))?.[1] ?? 'other'
}

/** Why a step failed, in words. Older methods refuse with a text alone, so a missing code is read from it. */
export function refusalText({ t }: Texts, refusal: NonNullable<Step['refusal']>): string {
  const kind = refusalKind(refusal.code || refusal.message)
  // The portal marks up some of its texts; we show words. A tag has an end in sight, or is none.
  const words = shorten(refusal.message, mostShown.value)
    .replace(/<[^<>]{0,1000}>/g, ' ')
    .trim()
  return t(`restRefusal.${kind}`, { message: words || refusal.code })
}
