import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Attempt } from '../conversion/attempts.ts'
import type { StoredPlan } from '../conversion/cut-value.ts'
import type { Exception } from '../conversion/mapping.ts'
import type { MappingProblem } from '../conversion/mapping-problems.ts'
import { outcomes, type Conversion } from '../conversion/outcome.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Settings } from '../conversion/settings.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const portalStatus = pgEnum('portal_status', ['installed', 'removed'])
export const conversionOutcome = pgEnum('conversion_outcome', outcomes)

/** The portals that installed the app. */
export const portals = pgTable('portals', {
  memberId: text('member_id').primaryKey(),
  domain: text('domain').notNull(),
  clientEndpoint: text('client_endpoint').notNull(),
  authServer: text('auth_server').notNull(),
  /** SHA-256 of the token that proves events; enough to compare, useless to whoever reads it. */
  applicationTokenHash: text('application_token_hash'),
  language: text('language').notNull(),
  version: integer('version').notNull(),
  status: portalStatus('status').notNull(),
  installedBy: integer('installed_by').notNull(),
  installedAt: moment('installed_at').notNull(),
  removedAt: moment('removed_at'),
  /** Fingerprint of the bindings that were bound last; another one means that the app has learned something since. */
  boundAs: text('bound_as'),
  /** A removal that an event told of and nobody has proven yet: whether everything shall be deleted; null: none. */
  removalClean: boolean('removal_clean'),
  removalHeardAt: moment('removal_heard_at'),
  /** When to look whether it took place. To the millisecond, as it also names this removal among others. */
  removalLookAt: timestamp('removal_look_at', { withTimezone: true, mode: 'date', precision: 3 }),
})

/** The journal: what each conversion was to do, written before it does it, and what became of it. */
export const conversions = pgTable(
  'conversions',
  {
    memberId: text('member_id').notNull(),
    requestId: text('request_id').notNull(),
    userId: integer('user_id').notNull(),
    sourceType: text('source_type').$type<SourceTypeName>().notNull(),
    sourceId: integer('source_id').notNull(),
    targets: jsonb('targets').$type<RecordTypeName[]>().notNull(),
    fingerprint: text('fingerprint').notNull(),
    plan: jsonb('plan').$type<StoredPlan>().notNull(),
    /** What the person chose last, to be offered first the next time. */
    remember: text('remember').notNull(),
    outcome: conversionOutcome('outcome').notNull(),
    conversion: jsonb('conversion').$type<Conversion>().notNull(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
    /** When it was carried out so far, and by whom: what it made can have been made only then. */
    attempts: jsonb('attempts').$type<Attempt[]>().notNull(),
    /** Counts who carries it out: whoever took it over wins, and the one before may write nothing more. */
    attempt: integer('attempt').notNull(),
    /** Before this moment the portal may still be carrying out a request of it. */
    busyUntil: moment('busy_until').notNull(),
    /** A person said that a partial one shall stay as it is. */
    kept: boolean('kept').notNull(),
  },
  (table) => [
    // The key that decides between two deliveries of the same click.
    primaryKey({ columns: [table.memberId, table.requestId] }),
    index('conversions_by_source').on(table.memberId, table.sourceType, table.sourceId),
    index('conversions_by_age').using('brin', table.startedAt),
    // The history is read page by page, newest first: of the whole portal, or of one person.
    index('conversions_by_time').on(table.memberId, table.startedAt, table.requestId),
    index('conversions_by_person').on(table.memberId, table.userId, table.startedAt, table.requestId),
    // As long as nobody knows how a conversion of a record ends, no other one of this record begins.
    uniqueIndex('conversions_open_source')
      .on(table.memberId, table.sourceType, table.sourceId)
      .where(sql`outcome in ('running', 'unknown', 'undoing')`),
  ],
)

/** How large the journal of a portal was when it was looked at last. */
export const journalSizes = pgTable('journal_sizes', {
  memberId: text('member_id').primaryKey(),
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
  measuredAt: moment('measured_at').notNull(),
  /** Conversions that began before this moment may be missing, since the portal had filled its share; null: none are. */
  missingUntil: moment('missing_until'),
})

/** The tokens of the administrator who installed the app, sealed; the only tokens ever kept. */
export const installerTokens = pgTable('installer_tokens', {
  memberId: text('member_id').primaryKey(),
  /** The auth server that renews them. */
  authServer: text('auth_server').notNull(),
  accessToken: text('access_token').notNull(),
  refreshToken: text('refresh_token').notNull(),
  expiresAt: moment('expires_at').notNull(),
  /** Counts the pairs: whoever renews one names the version it came from, so that nobody overwrites a newer pair. */
  version: integer('version').notNull(),
  /** Until then one process renews the pair and the others wait for it. */
  renewingUntil: moment('renewing_until'),
  /** The portal takes them no longer; only an administrator brings new ones. */
  lostAt: moment('lost_at'),
})

/** What the administrators of a portal have decided. */
export const settings = pgTable('settings', {
  memberId: text('member_id').primaryKey(),
  /** Counts the decisions: whoever saves names the one it came from, so that nobody overwrites another's unseen. */
  version: integer('version').notNull(),
  content: jsonb('content').$type<Settings>().notNull(),
  savedBy: integer('saved_by').notNull(),
  savedAt: moment('saved_at').notNull(),
})

/** How much of its request limit each portal has used, for all processes together. */
export const pacing = pgTable('pacing', {
  memberId: text('member_id').primaryKey(),
  /** Requests the portal still remembered at that moment, and those that were promised a later one. */
  level: doublePrecision('level').notNull(),
  at: moment('at').notNull(),
})

/** The REST protocol: what was asked of which portal and how it answered, without tokens, values or persons. */
export const protocol = pgTable(
  'protocol',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    memberId: text('member_id').notNull(),
    at: moment('at').notNull(),
    method: text('method').notNull(),
    /** Names of the methods in a batch. */
    commands: text('commands').array().notNull(),
    durationMs: integer('duration_ms').notNull(),
    /** HTTP status; 0 when no answer came. */
    status: integer('status').notNull(),
    /** The portal's refusals by their code, of a batch also those of its commands. */
    refusals: text('refusals').array().notNull(),
    /** The conversion it belonged to. */
    requestId: text('request_id'),
  },
  (table) => [
    index('protocol_by_portal').on(table.memberId, table.at),
    // One after the other in time, so this costs a page or two however long the protocol is.
    index('protocol_by_age').using('brin', table.at),
  ],
)

/** What administrators want other than the automatic pairing of a pair: one row per saving, never changed. */
export const mappings = pgTable(
  'mappings',
  {
    memberId: text('member_id').notNull(),
    sourceType: text('source_type').$type<SourceTypeName>().notNull(),
    targetType: text('target_type').$type<RecordTypeName>().notNull(),
    /** Counts the savings of the pair from 1; the highest is in force. */
    version: integer('version').notNull(),
    exceptions: jsonb('exceptions').$type<Exception[]>().notNull(),
    savedBy: integer('saved_by').notNull(),
    savedAt: moment('saved_at').notNull(),
  },
  // The key that decides between two administrators who save at the same moment.
  (table) => [primaryKey({ columns: [table.memberId, table.sourceType, table.targetType, table.version] })],
)

/** What was wrong with the mapping in force of a pair when it was looked at last. */
export const mappingChecks = pgTable(
  'mapping_checks',
  {
    memberId: text('member_id').notNull(),
    sourceType: text('source_type').$type<SourceTypeName>().notNull(),
    targetType: text('target_type').$type<RecordTypeName>().notNull(),
    version: integer('version').notNull(),
    problems: jsonb('problems').$type<MappingProblem[]>().notNull(),
    checkedAt: moment('checked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.sourceType, table.targetType] })],
)

/** New records whose timeline has an entry of ours, so that an event that comes again makes no second one. */
export const timelineEntries = pgTable(
  'timeline_entries',
  {
    memberId: text('member_id').notNull(),
    recordType: text('record_type').$type<RecordTypeName>().notNull(),
    recordId: integer('record_id').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.recordType, table.recordId] })],
)

/** What one process does for all now and then, and when one of them did it last. */
export const chores = pgTable('chores', {
  name: text('name').primaryKey(),
  startedAt: moment('started_at').notNull(),
})
