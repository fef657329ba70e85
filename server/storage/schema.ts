import { index, integer, jsonb, pgEnum, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Conversion } from '../conversion/outcome.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const portalStatus = pgEnum('portal_status', ['installed', 'removed'])
export const conversionOutcome = pgEnum('conversion_outcome', ['running', 'done', 'partial', 'refused', 'unknown'])

/** The portals that installed the app. No access or refresh token of anybody is ever kept. */
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
    plan: jsonb('plan').notNull(),
    outcome: conversionOutcome('outcome').notNull(),
    conversion: jsonb('conversion').$type<Conversion>().notNull(),
    startedAt: moment('started_at').notNull(),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    // The key that decides between two deliveries of the same click.
    primaryKey({ columns: [table.memberId, table.requestId] }),
    index('conversions_by_source').on(table.memberId, table.sourceType, table.sourceId),
  ],
)
