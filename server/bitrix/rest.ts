import { stringify } from 'qs-esm'
import { AppError } from '../errors.ts'
import { countIn } from './ceilings.ts'
import { openDownload, type Download } from './download.ts'
import type { Outgoing } from './outgoing.ts'
import { post } from './post.ts'
import { codeIn, RefusedRequest, toAppError, wordsIn } from './refused-request.ts'
import { openSender, type Traffic } from './sender.ts'
import { postFlowing, uploadMs } from './upload.ts'

/** One call of a REST method. In a batch every value is sent as text; by itself it is sent as JSON. */
export interface Command {
  method: string
  params: Record<string, unknown>
  /** Refused as a rule now and then, as where a reference leads to nothing; an administrator need not hear of that. */
  mayFail?: true
}

/** The portal refused this one command. `code` may be empty: older method families refuse with a text alone. */
export interface Refusal {
  ok: false
  code: string
  message: string
  method: string
}

export type Answer = { ok: true; result: unknown; total: number | null } | Refusal

/** A portal's REST interface in the name of one person. Every method costs exactly one HTTP request. */
export interface Rest {
  call(command: Command): Promise<Answer>
  /** Up to 50 commands in key order; with `halt` the first refusal stops the rest, whose answers are then missing. */
  batch(commands: Record<string, Command>, options: { halt: boolean }): Promise<Map<string, Answer>>
  /** A file of a record by its machine link, to be read piece by piece; refuses more bytes than told. */
  openFile(link: string, mostBytes: number): Promise<Download>
  /** One call whose `fields` are JSON members written while they are sent; asked for anew when the portal was busy. */
  upload(command: Command, fields: () => AsyncIterable<string>): Promise<Answer>
}

export interface RestOptions {
  /** The portal's REST root as the auth server names it, `https://…/rest/`. */
  clientEndpoint: string
  accessToken: string
  outgoing: Outgoing
  /** How long one request may take. */
  timeoutMs?: number
  traffic: Traffic
  /** Aborts what is under way and keeps the rest from being sent: whoever asked has left. */
  signal?: AbortSignal
  /** Waits before repeating a request the portal turned away unread (QUERY_LIMIT_EXCEEDED). */
  busyWaitsMs?: number[]
}

/**
 * Opens a portal's REST interface with one access token. What may be repeated is decided by the portal's own word that
 * the request was not read.
 */
export function openRest(options: RestOptions): Rest {
  const { outgoing, clientEndpoint, accessToken: auth, timeoutMs = 60_000, signal } = options
  const send = openSender(options.traffic, options.busyWaitsMs ?? [1000, 2000], signal)
  const addressOf = (method: string): string => new URL(method, clientEndpoint).href

  function ask(method: string, params: Record<string, unknown>): Promise<unknown> {
    return post(outgoing, addressOf(method), { ...params, auth }, { timeoutMs, signal })
  }

  return {
    openFile: (link, mostBytes) =>
      send({
        method: 'file',
        send: () => openDownload(outgoing, new URL(clientEndpoint).origin, link, mostBytes),
      }),

    async upload({ method, params }, fields) {
      const flow = (): Promise<unknown> => postFlowing(outgoing, addressOf(method), { ...params, auth }, fields())
      try {
        const result = await send({ method, extraMs: uploadMs, send: flow })
        return { ok: true, result, total: null }
      } catch (error) {
        return toRefusal(error, method)
      }
    },

    async call({ method, params }) {
      try {
        return { ok: true, result: await send({ method, send: () => ask(method, params) }), total: null }
      } catch (error) {
        return toRefusal(error, method)
      }
    },

    async batch(commands, { halt }) {
      const cmd = Object.fromEntries(
        Object.entries(commands).map(([key, { method, params }]) => [key, `${method}?${stringify(params)}`]),
      )
      try {
        return await send({
          method: 'batch',
          commands: Object.values(commands).map(({ method }) => method),
          send: async () => parseBatch(commands, await ask('batch', { halt: halt ? 1 : 0, cmd })),
          refusalsIn: (answers) =>
            [...answers].flatMap(([key, answer]) => (answer.ok || commands[key]?.mayFail ? [] : [answer.code])),
        })
      } catch (error) {
        if (!(error instanceof RefusedRequest)) throw error
        throw (
          toAppError(error) ??
          new AppError('portal_refused', 'The portal refused the request.', restDetails(error, 'batch'))
        )
      }
    },
  }
}

/** A refusal of this one call; throws what concerns the whole request. */
function toRefusal(error: unknown, method: string): Refusal {
  if (!(error instanceof RefusedRequest)) throw error
  const fatal = toAppError(error)
  if (fatal) throw fatal
  return { ok: false, code: error.code, message: error.message, method }
}

function restDetails(refused: RefusedRequest, method: string): Record<string, unknown> {
  return { restCode: refused.code, restMessage: refused.message, method, mayHaveWritten: false }
}

function parseBatch(commands: Record<string, Command>, body: unknown): Map<string, Answer> {
  const whole = toMap(body)
  if (!whole)
    throw new AppError('unexpected_answer', 'The portal answered a batch without a result.', { mayHaveWritten: true })
  const [result, result_error, result_total] = [
    toMap(whole.result),
    toMap(whole.result_error),
    toMap(whole.result_total),
  ]
  const answers = new Map<string, Answer>()
  for (const [key, { method }] of Object.entries(commands)) {
    const error = ownOf(result_error, key)
    if (error !== undefined) {
      const { error: code, error_description: message } = toMap(error) ?? { error, error_description: error }
      answers.set(key, { ok: false, code: codeIn(code), message: wordsIn(message), method })
    } else if (result && Object.hasOwn(result, key)) {
      answers.set(key, { ok: true, result: result[key], total: countIn(ownOf(result_total, key)) })
    }
  }
  return answers
}

/** PHP sends empty maps as `[]`, and so reading a key of either works. */
function toMap(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
}

function ownOf(map: Record<string, unknown> | null, key: string): unknown {
  return map && Object.hasOwn(map, key) ? map[key] : undefined
}
