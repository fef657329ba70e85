import { z } from 'zod'
import { isSourceType, type SourceTypeName } from './schemes.ts'
import { isRecordTypeName, type RecordTypeName } from './record-types.ts'
import { isSmartTypeName, type SmartTypeName } from './smart-types.ts'
import { line } from './text-schema.ts'

/** A source type and one of its target types: `deal>invoice`. */
export type PairName = `${SourceTypeName}>${RecordTypeName}`

const pairName = z.custom<PairName>((name) => {
  const [source = '', target = '', ...rest] = typeof name === 'string' ? name.split('>') : []
  return rest.length === 0 && isSourceType(source) && isRecordTypeName(target)
})

/** Who is in charge of a new record unless the person who converts names somebody. */
const responsible = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('source') }),
  z.object({ rule: z.literal('converter') }),
  z.object({ rule: z.literal('person'), id: z.int32().positive() }),
])

/** Where a new record starts; null leaves it to the portal. */
const start = z.object({
  pipeline: z.int32().min(0).nullable(),
  /** Code of a stage of that pipeline, or of the type where it has no pipelines. */
  stage: line(60).min(1).nullable(),
  /** The pipeline comes before the one a person chose the last time. */
  always: z.boolean(),
})

const pairSettings = z.object({ on: z.boolean(), start, responsible })
export type PairSettings = z.output<typeof pairSettings>

/** What an administrator has decided for a portal. */
export const settingsSchema = z.object({
  /** Only pairs that differ from what holds for all. */
  pairs: z.partialRecord(pairName, pairSettings).refine((pairs) => Object.keys(pairs).length <= 1000),
  /** Who may have missing user fields and list options created: `entitled` by their own right, `everybody` by the installer's. */
  fieldCreators: z.enum(['entitled', 'everybody']),
  /** One item in a card's menu, or one for each thing that can be created. */
  menu: z.enum(['one', 'perTarget']),
  /** Creates without a further click where an item in a card's menu leaves nothing to decide. */
  oneClick: z.boolean(),
  /** Puts an entry with buttons into the timeline of every new record of a source type; tried on no real phone yet. */
  timeline: z.boolean(),
  /** Smart processes whose cards have our item; null: those whose cards had it before anybody decided. */
  smartCards: z
    .array(z.custom<SmartTypeName>((name) => typeof name === 'string' && isSmartTypeName(name)))
    .max(200)
    .nullable(),
})
export type Settings = z.output<typeof settingsSchema>

/** What holds as long as nobody has decided anything. */
export const usualSettings: Settings = {
  pairs: {},
  fieldCreators: 'entitled',
  menu: 'one',
  oneClick: false,
  timeline: false,
  smartCards: null,
}
