import { bare } from './bare.ts'
import { isEmpty } from './empty.ts'
import type { Creation, OptionsToAdd } from './plan.ts'
import type { Field, Fields, Json } from './snapshot.ts'
import { normalise } from './text.ts'
import { optionTexts, toUserFieldValue } from './user-field-value.ts'

/** Longer texts are no entries of a list (VALUE of a portal's option ends after 255 characters). */
const longest = 255

/** Texts of a value that the list it should go into does not have, each once; none where the target is no list. */
export function missingOptions(source: Field, target: Field, value: Json): string[] {
  if (target.type !== 'enumeration') return []
  const texts = source.type === 'enumeration' ? optionTexts(source.options, value) : [value].flat().map(String)
  return newTexts(
    target.options.map(({ text }) => text),
    texts.map((text) => text.trim()).filter((text) => text !== '' && text.length <= longest),
  )
}

/** Those of the wanted texts that a list does not have yet, each once. */
export function newTexts(existing: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(existing.map(normalise))
  return wanted.filter((text) => !known.has(normalise(text)) && known.add(normalise(text)))
}

/** Puts values into lists as they are now: ids of new options exist only once the options do. Pure. */
export function fillAddedOptions(creation: Creation, fresh: Fields): Creation {
  const fields: Creation['fields'] = bare(Object.entries(creation.fields))
  for (const { source, target, value } of creation.options) {
    const list = fresh[target.name]
    if (!list || isEmpty(value, source)) continue
    const converted = toUserFieldValue(source, list, value)
    if (!('leftBehind' in converted)) fields[target.name] = converted.value
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
