import { shown, unixTime } from '../time.ts'
import type { RestError } from './rest-error.ts'

/** What a method hands back: its result, and for lists how many there are and where the next page starts. */
export interface Answer {
  result: unknown
  total?: number
  next?: number
}

/** Headers every answer carries, so that frames on other origins may call (app's own origin differs from the portal's). */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'origin, content-type, accept, authorization',
}

/** The `time` block of an answer; `operating` is what the method itself cost, in seconds. */
export function timeBlock(start: number, operating = unixTime() - start): Record<string, unknown> {
  const finish = unixTime()
  return {
    start,
    finish,
    duration: finish - start,
    processing: operating,
    date_start: shown(new Date(start * 1000).toISOString()),
    date_finish: shown(new Date(finish * 1000).toISOString()),
    operating_reset_at: Math.floor(start) + 600,
    operating,
  }
}

/** A success on the wire. */
export function success(answer: Answer, start: number): Response {
  const { result, ...paging } = answer
  return Response.json({ result: phpArrays(result), ...paging, time: timeBlock(start) }, { headers: corsHeaders })
}

/** A refusal on the wire. */
export function refusal(error: RestError): Response {
  return Response.json(error.toJSON(), { status: error.status, headers: corsHeaders })
}

/** PHP has one word for lists and maps: a map that is empty, or has the keys 0, 1, 2 …, leaves as a list. */
function phpArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(phpArrays)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.every(([key], index) => key === String(index))) return entries.map(([, inner]) => phpArrays(inner))
  return Object.fromEntries(entries.map(([key, inner]) => [key, phpArrays(inner)]))
}
