import { z } from 'zod'
import { recordType, typeAtPlacement } from '../conversion/record-types.ts'
import { isSourceType, type SourceTypeName } from '../conversion/schemes.ts'
import { AppError } from '../errors.ts'

/**
 * The form a portal posts into its frames. Nothing of it is believed but the token, and that only after it was proven;
 * its addresses (DOMAIN, SERVER_ENDPOINT) are not even read.
 */
export const frameForm = z.object({
  AUTH_ID: z.string().min(1),
  REFRESH_ID: z.string().default(''),
  member_id: z.string().min(1),
  PLACEMENT: z.string().default('DEFAULT'),
  PLACEMENT_OPTIONS: z.string().default(''),
  /** Older portals do not send it. */
  APPLICATION_TOKEN: z.string().optional(),
})
export type FrameForm = z.output<typeof frameForm>

/** A record that a frame was opened for. */
export interface FrameRecord {
  type: SourceTypeName
  id: number
}

const mainPages = new Set(['', 'DEFAULT'])
/** Ids are 32-bit in our journal, and positive on every portal. */
const recordId = z.coerce.number().pipe(z.int32().positive())

/** The record a placement stands for, null for the main page; refuses what is no place of ours. */
export function readPlacement({ PLACEMENT, PLACEMENT_OPTIONS }: FrameForm): FrameRecord | null {
  if (mainPages.has(PLACEMENT)) return null
  const type = typeAtPlacement(PLACEMENT)
  if (type && isSourceType(type)) return { type, id: readRecordId(PLACEMENT_OPTIONS, recordType(type).placement.idKey) }
  throw new AppError('unknown_placement', 'The app was opened from a place it does not know.')
}

/** Documented per type is one of two keys; should a portal use the other one, it means the same. */
function readRecordId(options: string, idKey: 'ID' | 'ENTITY_ID'): number {
  const values = parseObject(options)
  const text = values.get(idKey) ?? values.get(idKey === 'ID' ? 'ENTITY_ID' : 'ID')
  const isPlain = typeof text === 'number' || (typeof text === 'string' && /^\d{1,10}$/.test(text))
  const id = isPlain ? recordId.safeParse(text).data : undefined
  if (id === undefined) throw new AppError('invalid_request', 'The portal did not say which record is open.')
  return id
}

function parseObject(json: string): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return new Map(value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [])
  } catch {
    return new Map()
  }
}
