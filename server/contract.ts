import { z } from 'zod'
import type { Conversion } from './conversion/outcome.ts'
import type { Preview } from './conversion/preview.ts'
import { recordTypeNames } from './conversion/record-types.ts'
import type { ErrorCode } from './errors.ts'

/** Header that carries our own signed session token. */
export const sessionHeader = 'x-session'
/** Header that carries the fresh portal access token of the person who clicks. */
export const portalTokenHeader = 'x-portal-token'

const recordTypeName = z.enum(recordTypeNames)

/** What a person chose: never a plan, only choices and the fingerprint of the preview they saw. POST /api/convert */
export const convertRequest = z.strictObject({
  /** Made by the click, so that the same click delivered twice is the same conversion. */
  requestId: z.uuid(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  targets: z.array(recordTypeName).min(1).max(3),
  /** Ticked missing user fields per target: names of the source's fields. */
  addUserFields: z.partialRecord(recordTypeName, z.array(z.string().max(60)).max(500)).default({}),
  /** Rows to carry per target, by their place in the source; without it every row carries what is left of it. */
  rows: z
    .partialRecord(
      recordTypeName,
      z.array(z.strictObject({ index: z.int().min(0), quantity: z.string().regex(/^\d{1,9}(\.\d{1,6})?$/) })).max(5000),
    )
    .default({}),
  /** The person in charge of the new records; without it whoever is in charge of the source. */
  responsibleId: z.int().positive().optional(),
  /** Chosen pipeline per target. */
  pipelines: z.partialRecord(recordTypeName, z.int().min(0)).default({}),
})
export type ConvertRequest = z.input<typeof convertRequest>
export type Choices = z.output<typeof convertRequest>

/** What every refused request answers. */
export interface ErrorAnswer {
  error: { code: ErrorCode; message: string; details?: unknown }
}

/** POST /api/preview → Preview; POST /api/convert → Conversion; GET /api/conversions/:requestId → Conversion. */
export type PreviewAnswer = Preview
export type ConversionAnswer = Conversion

/** One line of the installer's checklist. */
export interface InstallStep {
  name: 'scopes' | 'placements' | 'events' | 'portal'
  state: 'done' | 'failed'
  /** Names of what this portal lacks, or the portal's own refusal. */
  missing: string[]
}
/** POST /api/install → InstallAnswer. Only administrators; may run any number of times. */
export interface InstallAnswer {
  steps: InstallStep[]
  complete: boolean
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
export type FirstPreview = { preview: Preview } | ErrorAnswer

export const languages = ['de', 'en'] as const
export type Language = (typeof languages)[number]
