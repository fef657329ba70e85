import { bare } from './bare.ts'
import { isEmpty } from './empty.ts'
import { optionLength } from './field-lengths.ts'
import { newTexts } from './option-match.ts'
import type { Creation, OptionsToAdd } from './plan.ts'
import type { Field, Fields, Json } from './snapshot.ts'
import { isTurned } from './type-conversions.ts'
import { optionTexts, toUserFieldValue } from './user-field-value.ts'

/** Texts of a value that the list it should go into does not have, each once; none where the target is no list. */
export function missingOptions(source: Field, target: Field, value: Json): string[] {
  if (target.type !== 'enumeration') return []
  const texts = source.type === 'enumeration' ? optionTexts(source.options, value) : [value].flat().map(String)
  return newTexts(
    target.options.map(({ text }) => text),
    texts.map((text) => text.trim()).filter((text) => text !== '' && text.length <= optionLength),
  )
}

/** Puts values into lists as they are now: ids of new options exist only once the options do. Pure. */
export function fillAddedOptions(creation: Creation, fresh: Fields): Creation {
  const fields: Creation['fields'] = bare(Object.entries(creation.fields))
  for (const { source, target, value } of creation.options) {
    const list = fresh[target.name]
    if (!list || isEmpty(value, source)) continue
    const converted = toUserFieldValue(source, list, value)
    if (isTurned(converted)) fields[target.name] = converted.value
  }
  return { ...creation, fields }
}

/** The options a person ticked, as far as they were offered. */
export function chosenOptions(
  offered: readonly OptionsToAdd[],
  chosen: readonly { field: string; text: string }[],
): OptionsToAdd[] {
  return offered.flatMap((one) => {
    const texts = one.texts.filter((text) =>
      chosen.some(({ field, text: ticked }) => field === one.source.name && ticked === text),
    )
    return texts.length > 0 ? [{ ...one, texts }] : []
  })
}
