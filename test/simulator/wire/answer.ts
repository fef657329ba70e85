import type { Operating } from '../limits.ts'
import { shown } from '../time.ts'
import type { RestError } from './rest-error.ts'

/** What a method hands back: its result, and for lists how many there are and where the next page starts. */
export interface Answer {
  result: unknown
  total?: number
  next?: number
}

/** What answers in JSON call themselves. */
const json = { 'content-type': 'application/json; charset=utf-8' }

/** Headers every answer carries, so that frames on other origins may call (app's own origin differs from the portal's). */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'origin, content-type, accept, authorization',
}

/** When something happened, in milliseconds since 1970, and what its method has cost the app so far. */
export interface Timing extends Operating {
  start: number
  finish: number
  /** Without the time the request itself took to arrive and to be read. */
  processing: number
}

/** The `time` block of an answer. Source: data types of the REST documentation (time), REST API limits (operating). */
export function timeBlock(timing: Timing): Record<string, unknown> {
  const { start, finish, processing, operating, operatingResetAt } = timing
  return {
    start: start / 1000,
    finish: finish / 1000,
    duration: (finish - start) / 1000,
    processing: processing / 1000,
    date_start: shown(new Date(start).toISOString()),
    date_finish: shown(new Date(finish).toISOString()),
    operating_reset_at: operatingResetAt,
    operating,
  }
}

/** A success on the wire. */
export function success(answer: Answer, timing: Timing): Response {
  const { result, ...paging } = answer
  return Response.json(
    { result: phpArrays(result), ...paging, time: timeBlock(timing) },
    { headers: { ...corsHeaders, ...json } },
  )
}

/** A refusal on the wire. */
export function refusal(error: RestError): Response {
  return Response.json(error.toJSON(), { status: error.status, headers: { ...corsHeaders, ...json } })
}

/** What stands in front of the portal ends a request that takes too long, in a page of its own and not in JSON. */
export function gatewayTimeout(): Response {
  return proxyPage(504, 'Gateway Time-out')
}

/** What stands in front of the portal has lost it. */
export function badGateway(): Response {
  return proxyPage(502, 'Bad Gateway')
}

function proxyPage(status: number, text: string): Response {
  const page = `<html><head><title>${status} ${text}</title></head><body><h1>${status} ${text}</h1></body></html>`
  return new Response(page, { status, headers: { 'content-type': 'text/html' } })
}

/** An object of PHP without public properties: it leaves as an empty map, not as a list. */
export class PhpObject {}

/** PHP has one word for lists and maps: a map that is empty, or has the keys 0, 1, 2 …, leaves as a list. */
function phpArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(phpArrays)
  if (typeof value !== 'object' || value === null || value instanceof PhpObject) return value
  const keys = Object.keys(value)
  const read = (key: string): unknown => phpArrays((value as Record<string, unknown>)[key])
  return keys.every((key, index) => key === String(index))
    ? keys.map(read)
    : Object.fromEntries(keys.map((key) => [key, read(key)]))
}
