/**
 * Why something cannot be chosen, changes, or stays behind. A reason is a code with the values its sentence needs;
 * the sentences stand in the language catalogues under `reason.<code>`.
 */
export type ReasonCode =
  // a target that cannot be chosen
  | 'type_denied' // the person may not even see this type
  | 'type_unavailable' // this portal does not have the type
  | 'made_from_quote' // the deal came from a quote
  | 'made_from_deal' // the quote came from a deal
  | 'made_from_such' // the source has a record of this type as its parent: `id`
  | 'returning_customer' // the lead belongs to a known client: only a deal is made
  | 'no_pipeline' // the person sees no pipeline of this type
  | 'switched_off' // the administrator has switched the pair off
  // a value that changes on its way
  | 'title_from_record' // the source names no company, so its title is used
  | 'several_to_one' // only the first of several values fits
  | 'options_partly_matched' // some options have no counterpart: `options`
  | 'values_partly_dropped' // some of several values could not be converted: `values`
  | 'option_matched_loosely' // the list writes the text otherwise, in case or blanks: `options`
  | 'option_added' // the person has these options added to the list: `options`
  | 'option_ambiguous' // several options have this text; the first one is used
  | 'first_of_dictionary' // a default the portal's own conversion sets too
  | 'time_dropped' // a date field takes no time of day
  | 'time_added' // a date becomes the start of its day
  | 'files_uploaded_anew' // files are downloaded and uploaded; all of a record within `limit` MB
  | 'rounded' // the target keeps fewer decimals: `from`, `to`
  | 'shortened' // the target keeps so many characters: `kept` of `length`
  | 'pattern_checked' // the portal checks the target's texts against a pattern that is not run here
  | 'currency_dropped' // a number takes no currency: `currency`
  | 'currency_added' // a number becomes an amount in the record's currency: `currency`
  | 'responsible_by_rule' // the administrator has decided who is in charge
  | 'responsible_left' // the person in charge of the source no longer works here: `name`
  | 'from_chosen_rows' // the amount or the tax of the rows that are carried
  | 'rest_of_typed' // what earlier records leave of an amount typed by hand
  | 'share_of_typed' // the share that the carried rows have in an amount typed by hand
  | 'fixed_value' // the administrator's mapping gives every new record this value
  // a value that stays behind
  | 'mapped_nowhere' // the administrator's mapping leaves it behind
  | 'mapped_over' // the administrator's mapping fills its partner otherwise: `field`
  | 'mapping_broken' // the administrator's mapping can no longer be followed: `field`, `problem`
  | 'own_value' // each record has its own: stage, numbers, dates
  | 'no_counterpart' // the target has no such field
  | 'target_read_only' // the target's field cannot be written
  | 'not_a_number' // the text is no number, or one that would read back as another text
  | 'not_a_date' // the text is no date
  | 'out_of_bounds' // the target's settings take other numbers: `least`, `most`; `none` is no bound
  | 'too_short' // the target's settings take no text of fewer characters: `shortest`
  | 'bound_to_record' // the value is part of its record: a booking, an attached file
  | 'other_block' // the two fields choose from different lists of the portal
  | 'other_dictionary' // the two fields choose from different dictionaries, and their texts are unknown
  | 'binding_not_taken' // the target takes no records of this kind
  | 'option_missing' // the target's list does not have this text: `options`
  | 'user_field_missing' // the target lacks this user field, and it is not ticked
  | 'user_field_unlabelled' // a field without a label cannot be matched
  | 'user_field_not_addable' // fields of this type cannot be created by an app
  | 'rows_not_carried' // the target type has no products
  | 'row_without_quantity' // rows with quantity zero are ignored
  | 'already_converted' // earlier records carry the whole row: `quantity`
  | 'chat_link' // open-channel addresses belong to their chat
  // a value that an existing client does not take over
  | 'client_has_value' // the client has a value of its own here
  | 'client_has_same' // the client has this very value already
  | 'client_keeps_own' // who is in charge and where a client came from are never changed
  | 'client_field_unread' // nobody could see whether the client's field is empty
  | 'client_takes_no_files' // files travel to new records only
  | 'address_needs_new_client' // an address becomes legal details of a client made anew
  | 'address_without_template' // the person sees no template for legal details
  // about the search for clients that exist already
  | 'known_cut_off' // more clients match than are shown
  | 'known_values_cut_off' // only the first `limit` phones and e-mails were looked up
  | 'known_unreadable' // a client matches that the person may not see
  | 'known_not_looked_up' // the portal refused the search
  // why missing fields cannot be created
  | 'no_right_to_add_fields'
  | 'lent_right_lost' // the portal no longer takes the installer's right that everybody may use
  // what the administrator decided and cannot be had any more
  | 'pipeline_gone'
  | 'stage_gone'
  | 'responsible_gone'
  // what the person should know about the source
  | 'lead_already_converted'
  // what the portal holds more of than is read: `limit`
  | 'more_fields'
  | 'more_children'
  | 'more_entries'
  | 'more_smart_types'
  | 'more_targets'

export interface Reason {
  code: ReasonCode
  /** Values for the sentence: option texts, a title, a number. Plain text, never markup. */
  details?: Record<string, string | number>
}

/** Reasons of several values, each said once. */
export function onlyOnce(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()]
}
