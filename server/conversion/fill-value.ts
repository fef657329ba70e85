import { z } from 'zod'
import { isDay, isMoment } from './calendar.ts'
import { isLimited, isNumeric, limitFault } from './fill-limits.ts'
import type { FillInput, RequiredField } from './preview.ts'
import type { Json } from './snapshot.ts'
import { readYesNo } from './yes-no.ts'

/** How a filled-in value is spelled on its way from the page, and what the portal is given. */
const spellings: Readonly<Record<FillInput, z.ZodType<Json>>> = {
  text: z.string().trim().min(1),
  longText: z.string().trim().min(1),
  integer: z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
  number: z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,6})?$/)
    .transform(Number),
  money: z.string().regex(/^-?\d{1,12}(\.\d{1,4})?\|[A-Z]{3}$/),
  date: z.string().refine(isDay),
  datetime: z.iso.datetime({ offset: true }).refine(isMoment),
  yesNo: z.union([z.string(), z.number(), z.boolean()]).transform(readYesNo),
  choice: z.string(),
  url: z.url({ protocol: /^https?$/ }),
  person: z.int().positive(),
}

/** The value the portal takes for what a person filled in; null when it is none for this field. Pure. */
export function toFillValue(field: RequiredField, value: Json): Json {
  if (Array.isArray(value) !== field.multiple) return null
  const values = [value].flat().map((one) => toOne(field, one))
  if (values.length === 0 || values.includes(null)) return null
  return field.multiple ? values : values[0]!
}

function toOne({ input, type, options, limits }: RequiredField, value: Json): Json {
  if (input === null) return null
  const parsed = spellings[input].safeParse(value)
  if (!parsed.success) return null
  if (isLimited(input) && limitFault(limits, isNumeric(input), String(parsed.data))) return null
  if (input !== 'choice') return parsed.data
  if (!options.some((option) => option.value === parsed.data)) return null
  // Options have numbers, dictionary entries have codes that may look like numbers.
  return type === 'enumeration' ? Number(parsed.data) : parsed.data
}
