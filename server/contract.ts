import { z } from 'zod'
import { longestFile, mostExceptions } from './conversion/mapping-file.ts'
import type { MappingProblem, Problem } from './conversion/mapping-problems.ts'
import type { MappingTable } from './conversion/mapping-table.ts'
import type { Exception, KnownField, Pair } from './conversion/mapping.ts'
import { outcomes, type Conversion, type CreatedRecord } from './conversion/outcome.ts'
import { hasRules } from './conversion/field-rules.ts'
import type { Preview } from './conversion/preview.ts'
import type { RecordTypeName } from './conversion/record-types.ts'
import type { Taken } from './conversion/rows-taken.ts'
import type { SourceTypeName } from './conversion/schemes.ts'
import { settingsSchema, type Settings } from './conversion/settings.ts'
import type { SmartTypeName } from './conversion/smart-types.ts'
import { searchableSources, type FoundSource, type SearchableSource } from './conversion/source-search.ts'
import { line, prose } from './conversion/text-schema.ts'
import { recordTypeSchema, sourceTypeSchema } from './conversion/type-schema.ts'
import type { ErrorCode } from './errors.ts'

/** Header that carries our own signed session token; every answer brings one that ends an hour later. */
export const sessionHeader = 'x-session'
/** Header that carries the fresh portal access token of the person who clicks. */
export const portalTokenHeader = 'x-portal-token'

/** Whole numbers end where the columns do that they are kept in. */
const id = z.int32().positive()
const numberInQuery = z.coerce.number().pipe(id)
/** The version somebody saw: the one after it has to fit into its column, too. */
const seenVersion = z
  .int32()
  .min(0)
  .lt(2 ** 31 - 1)

/** Yes and no may come as JSON spells them; the portal understands Y and N. */
const asFlag = z.boolean().transform((yes) => (yes ? 'Y' : 'N'))
const fillValue = z.union([prose(10_000), z.number(), asFlag, z.array(z.union([prose(1000), z.number()])).max(200)])
const fills = z.partialRecord(
  recordTypeSchema,
  z.record(line(60), fillValue).refine((fields) => Object.keys(fields).length <= 100),
)

/** What a person chose: never a plan, only choices and the fingerprint of the preview they saw. POST /api/convert */
export const convertRequest = z.strictObject({
  /** Made by the click, so that the same click delivered twice is the same conversion. */
  requestId: z.uuid(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  targets: z.array(recordTypeSchema).min(1).max(10),
  /** Ticked missing user fields per target: names of the source's fields. */
  addUserFields: z.partialRecord(recordTypeSchema, z.array(line(60)).max(500)).default({}),
  /** Ticked texts that lists of the target lack, by the source's field; what was not offered is ignored. */
  addOptions: z
    .partialRecord(recordTypeSchema, z.array(z.strictObject({ field: line(60), text: prose(255) })).max(500))
    .default({}),
  /**
   * Rows to carry per target, by their place in the source; without it every row carries what is left of it. Four
   * decimals are what the portal compares; goods returned have a negative quantity.
   */
  rows: z
    .partialRecord(
      recordTypeSchema,
      z
        .array(z.strictObject({ index: z.int().min(0), quantity: z.string().regex(/^-?\d{1,9}(\.\d{1,4})?$/) }))
        .max(5000),
    )
    .default({}),
  /** Targets that carry the whole source once more, although earlier records carry some or all of it. */
  again: z.array(recordTypeSchema).max(10).default([]),
  /** What the person filled into required fields, per target and field: spelled as `conversion/fill-value.ts` reads it. */
  fills: fills.default({}),
  /** The person in charge of the new records; without it whoever is in charge of the source. */
  responsibleId: id.optional(),
  /** An existing record per target that is linked instead of making another; one of those the preview offered. */
  useExisting: z.partialRecord(recordTypeSchema, id).default({}),
  /** Show the source's activities and comments in the new cards too. */
  history: z.boolean().default(true),
  /** Chosen pipeline per target. */
  pipelines: z.partialRecord(recordTypeSchema, z.int32().min(0)).default({}),
})
/** POST /api/conversions/:requestId/resume → Conversion */
export const resumeRequest = z.strictObject({
  /** What a person filled in because a refusal asked for it. */
  fills: fills.default({}),
  /** What becomes of rows that other records carry by now; without it the answer asks (`rows_taken`). */
  taken: z.enum(['rest', 'all']).optional(),
})
export type ResumeRequest = z.input<typeof resumeRequest>
export type ResumeWish = z.output<typeof resumeRequest>
/** Details of its refusals, once it has begun: how the conversion stands now. */
export interface ResumeRefusal {
  conversion: Conversion
  /** Of `rows_taken`: rows still to be written that would go beyond the source. */
  taken?: Taken[]
}

export type ConvertRequest = z.input<typeof convertRequest>
export type Choices = z.output<typeof convertRequest>

/** What every refused request answers. */
export interface ErrorAnswer {
  error: { code: ErrorCode; message: string; details?: unknown }
}

/** An earlier conversion of the same record that did not come to its end. */
export interface Unfinished {
  conversion: Conversion
  /** Somebody else began it. */
  byAnother: boolean
  /** ISO 8601. */
  startedAt: string
}

/** POST /api/preview → Preview; POST /api/convert → Conversion; GET /api/conversions/:requestId → Conversion. */
export type PreviewAnswer = Preview & {
  /** Newest first. */
  unfinished: Unfinished[]
}
export type ConversionAnswer = Conversion

/** What somebody looks for on the main page. POST /api/sources → SourcesAnswer */
export const sourcesRequest = z.strictObject({
  /** A title, a number, a client or a phone; empty: what of theirs changed last. */
  search: prose(100).default(''),
  /** Without it those they chose last. */
  types: z.array(z.enum(searchableSources)).min(1).max(searchableSources.length).optional(),
  /** Remember these types. */
  keep: z.boolean().default(false),
})
export type SourcesRequest = z.input<typeof sourcesRequest>
export type SourcesWish = z.output<typeof sourcesRequest>
export interface SourcesAnswer {
  /** The one changed last on top. */
  records: FoundSource[]
  types: SearchableSource[]
  /** Of the types asked about, those this portal has and the person may see. */
  offered: SearchableSource[]
}

/** A record picked on the main page. POST /api/open → OpenedRecord */
export const openRequest = z.strictObject({ type: sourceTypeSchema, id })
export type OpenRequest = z.input<typeof openRequest>
/** The session speaks for this one record. */
export interface OpenedRecord {
  session: string
  preview: PreviewAnswer
}

/** What a line of the checklist is about, by the portal's name for it: a scope, a method, a place, an event, or itself. */
export interface SetupItem {
  code: string
  /** The portal's own words where it refused to bind or to remove it. */
  refusal: string | null
}

/** One line of the installer's checklist. */
export interface InstallStep {
  name: 'scopes' | 'methods' | 'placements' | 'events' | 'portal'
  state: 'done' | 'failed'
  /** What this portal lacks. */
  missing: SetupItem[]
  /** What an older version left there, and is still there. */
  leftover: SetupItem[]
  /** Setting up once more may mend it; else only whoever runs the portal can. */
  mendable: boolean
}
/** A line as it begins, and as it ends. */
export type InstallProgress = InstallStep | { name: InstallStep['name']; state: 'running' }
/**
 * POST /api/install → a JSON document per line, each as soon as it is so: lines of the checklist as they begin and end, and
 * at last the whole answer, or the refusal that came in between. What is refused before anything was done is refused as
 * everywhere else. Only administrators; may run any number of times.
 */
export type InstallLine = { step: InstallProgress } | { answer: InstallAnswer } | ErrorAnswer
export interface InstallAnswer {
  steps: InstallStep[]
  complete: boolean
  /** What was not set up because this portal does without it; no fault. */
  notices: InstallNotice[]
}
export type InstallNotice = 'leads_switched_off'

/** A moment as ISO 8601; the calendar of PostgreSQL begins with the year 1. */
const moment = z.iso.datetime().refine((text) => !text.startsWith('0000'))

const historyFilter = {
  /** The person who clicked; administrators may name anybody, others only themselves. */
  user: numberInQuery.optional(),
  source: sourceTypeSchema.optional(),
  target: recordTypeSchema.optional(),
  outcome: z.enum(outcomes).optional(),
  /** First moment, and the moment after the last one; ISO 8601. */
  from: moment.optional(),
  until: moment.optional(),
}
/** GET /api/history → HistoryAnswer */
export const historyQuery = z.strictObject({
  ...historyFilter,
  /** The `next` of the page before: when its last conversion began, and its id. */
  after: z
    .templateLiteral([z.iso.datetime(), '~', z.uuid()])
    .refine((place) => !place.startsWith('0000'))
    .transform((place) => {
      const [startedAt = '', requestId = ''] = place.split('~')
      return { startedAt: new Date(startedAt), requestId }
    })
    .optional(),
})
export type HistoryQuery = z.input<typeof historyQuery>
export type HistoryWish = z.output<typeof historyQuery>

/** GET /api/history.csv → the same, without pages, as a file. */
export const exportQuery = z.strictObject({
  ...historyFilter,
  /** The zone whose clock the file shows, such as `Europe/Berlin`. */
  timeZone: line(60).refine(isTimeZone).default('UTC'),
})
export type ExportQuery = z.input<typeof exportQuery>
export type ExportWish = z.output<typeof exportQuery>

function isPair({ sourceType, targetType }: { sourceType: SourceTypeName; targetType: RecordTypeName }): boolean {
  return hasRules(sourceType, targetType)
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }))
  } catch {
    return false
  }
}

/** One conversion in the history. */
export interface HistoryEntry {
  conversion: Conversion
  /** ISO 8601. */
  startedAt: string
  /** Who clicked; null when the portal no longer tells the name. */
  person: { id: number; name: string | null }
  source: CreatedRecord & { type: SourceTypeName }
  targets: RecordTypeName[]
  /** By which version of the field mapping each target was made; a target without one is absent. */
  mappingVersions: Partial<Record<RecordTypeName, number>>
  /** A person said that it shall stay half done. */
  kept: boolean
  /** What the portal calls its smart processes. */
  typeNames: Partial<Record<SmartTypeName, string>>
}
export interface HistoryAnswer {
  /** Administrators see everybody's conversions. */
  isAdmin: boolean
  /** Newest first. */
  entries: HistoryEntry[]
  /** Where the next page begins, null when there is none. */
  next: string | null
}

/** Which pair, in the path of what is asked about mappings. */
export const mappingPath = z.object({ sourceType: sourceTypeSchema, targetType: recordTypeSchema }).refine(isPair)
/** GET /api/mappings/:sourceType/:targetType → MappingAnswer; an earlier version is shown, not put in force. */
export const mappingQuery = z.strictObject({ version: numberInQuery.optional() })

const fieldName = line(100).min(1)
/** POST /api/mappings/:sourceType/:targetType → MappingAnswer */
export const mappingChange = z.strictObject({
  /** The version the administrator saw in force. */
  after: seenVersion,
  exceptions: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('field'), from: fieldName, to: fieldName }),
        z.strictObject({ kind: z.literal('nowhere'), from: fieldName }),
        z.strictObject({ kind: z.literal('fixed'), to: fieldName, value: fillValue }),
      ]),
    )
    .max(mostExceptions),
})
export type MappingChange = z.output<typeof mappingChange>
/** The text of a file. POST /api/mapping-file → MappingAnswer, of which nothing is saved */
export const mappingImport = z.strictObject({ text: prose(longestFile) })

/** How the fields of one pair are mapped. */
export interface MappingAnswer {
  pair: Pair
  /** Every pair of this portal. */
  pairs: Pair[]
  typeNames: Partial<Record<SmartTypeName, string>>
  /** The version in force, 0 before the first one. */
  version: number
  /** Null where the portal does not have, or does not show, one of the two types. */
  table: MappingTable | null
  /** What is in force, or what an earlier version or a file would make of it. */
  exceptions: { exception: Exception; problem: Problem | null }[]
  /** Fields of a file that this portal does not have; their exceptions are left out. */
  unknown: (KnownField & { side: 'source' | 'target' })[]
  /** Fields of a file from another portal that were to name people there; they are left out, too. */
  people: KnownField[]
  /** Newest first. */
  versions: MappingVersion[]
}

/** One saving of a mapping. */
export interface MappingVersion {
  version: number
  /** ISO 8601. */
  savedAt: string
  /** Who saved it; null when the portal no longer tells the name. */
  person: { id: number; name: string | null }
  /** How many exceptions it has. */
  count: number
}

/** GET /api/health → HealthAnswer. Only for administrators. */
export interface HealthAnswer {
  app: { version: number; installed: boolean; status: string | null; license: string | null }
  /** What the manifest wants and this portal has. */
  checks: InstallStep[]
  /** Names of smart processes, as far as they are known. */
  typeNames: Partial<Record<SmartTypeName, string>>
  /** Mappings in which something is wrong, as they were found when somebody looked last. */
  mappings: (Pair & { problems: MappingProblem[]; checkedAt: string })[]
  /**
   * The installing administrator's access for work in the background; ISO 8601. `kept` says that it is stored, not that
   * the portal still takes it, which would cost a request. `unknown`: the auth server is silent.
   */
  access: { state: 'kept' | 'none' | 'lost' | 'unknown'; since: string | null }
  /**
   * What is remembered of conversions, and how much of it there may be; when the oldest began (ISO 8601). Conversions that
   * began before `missingUntil` may be missing, since there were too many; null: none are.
   */
  journal: { bytes: number; megabytes: number; count: number; oldest: string | null; missingUntil: string | null }
  /** What the portal refused or did not answer lately, newest first: no values, no persons. */
  refusals: { at: string; method: string; commands: string[]; status: number; codes: string[] }[]
}

/** What an administrator decided, and the version they saw while deciding. POST /api/settings → SettingsSaved */
export const settingsRequest = z.strictObject({ settings: settingsSchema, version: seenVersion })
export type SettingsRequest = z.input<typeof settingsRequest>

/** A pipeline new records may start in, or the type itself where it has none. */
export interface StartChoice {
  pipeline: number | null
  name: string
  stages: { code: string; name: string }[]
}

/** Settings as they are kept; who saved them last and when (ISO 8601), null before anybody has. */
export interface SettingsKept {
  settings: Settings
  version: number
  saved: { by: { id: number; name: string | null }; at: string } | null
}

/** GET /api/settings → SettingsAnswer. Only for administrators. */
export interface SettingsAnswer extends SettingsKept {
  /** Everything that can be created on this portal, and what can be decided about it. */
  pairs: { source: SourceTypeName; targets: RecordTypeName[] }[]
  starts: Partial<Record<RecordTypeName, StartChoice[]>>
  /** Smart processes whose cards may have our item. */
  cards: SmartTypeName[]
  typeNames: Partial<Record<SmartTypeName, string>>
  /** Names of the people the rules name, by id; who no longer works here is missing. */
  people: Record<string, string>
  /** The installer's right that everybody may use: without it nobody creates fields for others. */
  access: 'kept' | 'none' | 'lost'
}

/** What became of the menus of cards: `later` when the portal gave no answer, the next hour tries again. */
export interface SettingsSaved extends SettingsKept {
  menus: 'bound' | 'refused' | 'later'
  /** Lines of the checklist, as far as something of them is missing or left over. */
  refused: InstallStep[]
}

/** What the server tells the page in `<script type="application/json" id="start">`. */
export type StartState =
  | { page: 'convert'; language: Language; session: string }
  | { page: 'install'; language: Language; session: string }
  | { page: 'home'; language: Language; session: string }
  | { page: 'outside'; language: Language }
  | { page: 'refused'; language: Language; error: ErrorAnswer['error'] }

/**
 * The first preview rides along at the end of the same page in `<script type="application/json" id="preview">`,
 * so that the skeleton shows while the portal is being read: either the preview or the refusal.
 */
export type FirstPreview = { preview: PreviewAnswer; wish?: Wish } | ErrorAnswer

/** What the item in the card's menu wants of the page it opens. */
export interface Wish {
  /** What it named is chosen; null: it named nothing, and means what there is if there is but one thing. */
  targets: RecordTypeName[] | null
  /** Not null: it is made without a further click where nothing is left to decide, by this id and no second time. */
  atOnce: { requestId: string; made: Conversion | null } | null
}
/** In the same place of the main page: the record it was opened for, else what the person may want to begin with. */
export type FirstView = { opened: OpenedRecord } | { sources: SourcesAnswer } | ErrorAnswer

export const languages = ['de', 'en', 'fr', 'es', 'it', 'pl', 'pt-br', 'ru', 'uk'] as const
export type Language = (typeof languages)[number]
