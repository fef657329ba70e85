import { z } from 'zod'
import { recordType, typeAtPlacement, typeNumbered } from '../conversion/record-types.ts'
import { isSourceType, type SourceTypeName } from '../conversion/schemes.ts'
import { line, prose } from '../conversion/text-schema.ts'
import { AppError } from '../errors.ts'
import { memberId, refreshToken, token } from './portal-texts.ts'
import { reviveWellFormed } from '../conversion/well-formed.ts'

/**
 * The form a portal posts into its frames. Nothing of it is believed but the token, and that only after it was proven;
 * its addresses (DOMAIN, SERVER_ENDPOINT) are not even read.
 */
export const frameForm = z.object({
  AUTH_ID: token,
  REFRESH_ID: refreshToken,
  member_id: memberId,
  PLACEMENT: line(255).default('DEFAULT'),
  PLACEMENT_OPTIONS: prose(50_000).default(''),
  /** Older portals do not send it. */
  APPLICATION_TOKEN: line(1000).optional(),
})
export type FrameForm = z.output<typeof frameForm>

/** A record that a frame was opened for. */
export interface FrameRecord {
  type: SourceTypeName
  id: number
}

/** Where in the app a frame opens. */
export type Opening =
  /** A card's menu: the page is about this record, and closing it closes the slider. */
  | { page: 'convert'; record: FrameRecord }
  /** The main page, perhaps with a record at once. */
  | { page: 'home'; record: FrameRecord | null; dialogId: string | null }

/** Places that open the main page; a link to the app (REST_APP_URI) and a button of ours tell a record in their parameters. */
const mainPages = new Set(['', 'DEFAULT', 'REST_APP_URI'])
const chatMenu = 'IMMOBILE_CONTEXT_MENU'
const dialogName = line(100).min(1)
/** Ids are 32-bit in our journal, and positive on every portal. */
const recordId = z.coerce.number().pipe(z.int32().positive())

/** What a placement opens; refuses what is no place of ours. */
export function readOpening({ PLACEMENT, PLACEMENT_OPTIONS }: FrameForm): Opening {
  const options = parseObject(PLACEMENT_OPTIONS)
  if (PLACEMENT === chatMenu) {
    return { page: 'home', record: null, dialogId: dialogName.safeParse(options.get('dialogId')).data ?? null }
  }
  if (mainPages.has(PLACEMENT)) return { page: 'home', record: readNamedRecord(options), dialogId: null }
  const type = typeAtPlacement(PLACEMENT)
  if (!type || !isSourceType(type))
    throw new AppError('unknown_placement', 'The app was opened from a place it does not know.')
  const { idKey } = recordType(type).placement
  // Documented per type is one of two keys; should a portal use the other one, it means the same.
  const id = readId(options.get(idKey) ?? options.get(idKey === 'ID' ? 'ENTITY_ID' : 'ID'))
  if (id === undefined) throw new AppError('invalid_request', 'The portal did not say which record is open.')
  return { page: 'convert', record: { type, id } }
}

/**
 * The record a link names (`params[type]=deal&params[id]=5`), or a button in a timeline, which the portal gives the
 * number of the type; anything else opens the main page as it is. Unbound, a link arrives with its `params` inside.
 */
function readNamedRecord(options: ReadonlyMap<string, unknown>): FrameRecord | null {
  const given = options.get('params')
  const values = given && typeof given === 'object' ? new Map<string, unknown>(Object.entries(given)) : options
  const id = readId(values.get('id') ?? values.get('entityId'))
  const name = values.get('type') ?? typeNumbered(Number(values.get('entityTypeId')))
  return id !== undefined && typeof name === 'string' && isSourceType(name) ? { type: name, id } : null
}

function readId(text: unknown): number | undefined {
  const isPlain = typeof text === 'number' || (typeof text === 'string' && /^\d{1,10}$/.test(text))
  return isPlain ? recordId.safeParse(text).data : undefined
}

function parseObject(json: string): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(json, reviveWellFormed)
    return new Map(value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [])
  } catch {
    return new Map()
  }
}
