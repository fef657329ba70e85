import { describe, expect, test } from 'vitest'
import { reasonText } from '../../client/reason-text.ts'
import { loadTexts } from '../../client/texts.ts'
import { languages } from '../../server/contract.ts'
import type { Difference, Step, StepName } from '../../server/conversion/outcome.ts'
import type { ReasonCode } from '../../server/conversion/reasons.ts'
import { standardTypeNames } from '../../server/conversion/record-types.ts'
import { errorCodes } from '../../server/errors.ts'

/** Types say which codes there are; these tables do not compile when one is missing. */
const reasons: Record<ReasonCode, true> = {
  type_denied: true,
  type_unavailable: true,
  made_from_quote: true,
  made_from_deal: true,
  made_from_such: true,
  returning_customer: true,
  no_pipeline: true,
  switched_off: true,
  responsible_by_rule: true,
  lent_right_lost: true,
  pipeline_gone: true,
  stage_gone: true,
  responsible_gone: true,
  title_from_record: true,
  several_to_one: true,
  options_partly_matched: true,
  option_added: true,
  option_ambiguous: true,
  first_of_dictionary: true,
  time_dropped: true,
  time_added: true,
  rounded: true,
  shortened: true,
  pattern_checked: true,
  out_of_bounds: true,
  too_short: true,
  bound_to_record: true,
  other_block: true,
  other_dictionary: true,
  binding_not_taken: true,
  option_matched_loosely: true,
  responsible_left: true,
  files_uploaded_anew: true,
  currency_dropped: true,
  currency_added: true,
  values_partly_dropped: true,
  not_a_number: true,
  not_a_date: true,
  from_chosen_rows: true,
  rest_of_typed: true,
  share_of_typed: true,
  fixed_value: true,
  mapped_nowhere: true,
  mapped_over: true,
  mapping_broken: true,
  own_value: true,
  no_counterpart: true,
  target_read_only: true,
  option_missing: true,
  user_field_missing: true,
  user_field_unlabelled: true,
  user_field_not_addable: true,
  rows_not_carried: true,
  row_without_quantity: true,
  already_converted: true,
  chat_link: true,
  client_has_value: true,
  client_has_same: true,
  client_keeps_own: true,
  client_field_unread: true,
  client_takes_no_files: true,
  address_needs_new_client: true,
  address_without_template: true,
  known_cut_off: true,
  known_values_cut_off: true,
  known_unreadable: true,
  known_not_looked_up: true,
  no_right_to_add_fields: true,
  lead_already_converted: true,
  more_fields: true,
  more_children: true,
  more_entries: true,
  more_smart_types: true,
  more_targets: true,
}
const steps: Record<StepName, true> = {
  userFields: true,
  create: true,
  longValues: true,
  options: true,
  rows: true,
  files: true,
  closeSource: true,
  address: true,
  completeClient: true,
  details: true,
  history: true,
  comment: true,
  check: true,
}
const states: Record<Step['state'], true> = {
  done: true,
  failed: true,
  notTried: true,
  unknown: true,
  leftAlone: true,
}
const differences: Record<Difference['what'], true> = {
  amount: true,
  tax: true,
  taxValue: true,
  currency: true,
  rowCount: true,
  link: true,
}
const clientCodes = ['offline', 'install_interrupted', 'frame_silent']

const needed = [
  ...standardTypeNames.flatMap((name) => [`type.${name}`, `type.${name}.plural`]),
  ...Object.keys(reasons).map((code) => `reason.${code}`),
  ...[...Object.keys(errorCodes), ...clientCodes].flatMap((code) => [`error.${code}.what`, `error.${code}.todo`]),
  ...Object.keys(steps).map((name) => `step.${name}`),
  ...Object.keys(states).map((state) => `stepState.${state}`),
  ...Object.keys(differences).map((what) => `difference.${what}`),
  'menu.title',
  'comment.created',
]

describe.each(languages)('the catalogue %s', (language) => {
  test('has a sentence for everything the server can say', async () => {
    const texts = await loadTexts(language)
    expect(needed.filter((key) => !texts.has(key))).toEqual([])
  })

  test('says every reason as a whole sentence, even when a detail is missing', async () => {
    const texts = await loadTexts(language)
    for (const code of Object.keys(reasons) as ReasonCode[]) {
      expect(reasonText(texts, { code })).toMatch(/\.$/)
      expect(reasonText(texts, { code, details: { options: '<b>Nord</b>', id: '7' } })).not.toContain('{')
    }
  })

  test('shows values as they are, not as markup', async () => {
    const texts = await loadTexts(language)
    const text = reasonText(texts, { code: 'option_missing', details: { options: '<b>{Nord}</b>' } })
    expect(text).toContain('<b>{Nord}</b>')
  })
})

test.each(languages)('what is written into the search field in %s fits a phone of 320 px', async (language) => {
  expect((await loadTexts(language)).t('picker.search').length).toBeLessThanOrEqual(26)
})
