import { z } from 'zod'
import { isRecordTypeName, type RecordTypeName } from './record-types.ts'
import { isSourceType, type SourceTypeName } from './schemes.ts'

/** Parses the name of a record type that came from outside. */
export const recordTypeSchema = z.custom<RecordTypeName>((name) => typeof name === 'string' && isRecordTypeName(name))

/** Parses the name of a source type that came from outside. */
export const sourceTypeSchema = z.custom<SourceTypeName>((name) => typeof name === 'string' && isSourceType(name))
