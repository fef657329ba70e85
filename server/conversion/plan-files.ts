import type { Transfer } from './preview.ts'
import type { Field, Json } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/**
 * All files of one record together. They flow, so our memory sets no bound; the portal's does: its PHP holds the body,
 * the text parsed from it and the decoded files at once, 3.7 bytes for each, and has 256 MB by recommendation.
 */
export const mostFileBytes = 50_000_000

/** A file cannot be copied by its id, so it is downloaded and uploaded anew after the record exists. */
export function planFiles(
  field: Field,
  partner: Field,
  value: Json,
  plan: TargetPlan,
  how: Pick<Transfer, 'mapped'> = {},
): void {
  const given = [value].flat().length
  const count = partner.multiple ? given : 1
  const limit = mostFileBytes / 1_000_000
  plan.files.push({ source: field.name, target: partner.name, label: field.label, multiple: partner.multiple })
  plan.transfers.push({
    sourceField: field.name,
    from: field.label,
    to: partner.label,
    field: partner.name,
    values: [{ kind: 'files', count }],
    adjusted: [
      { code: 'files_uploaded_anew', details: { limit } },
      ...(given > count ? [{ code: 'several_to_one' } as const] : []),
    ],
    ...how,
  })
}
