import { http, HttpResponse, type HttpHandler } from 'msw'
import { setupServer, type SetupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openApi } from '../../client/api.ts'
import type { Pace } from '../../client/composables/carry-out.ts'
import { useConversion, type ConversionState } from '../../client/composables/useConversion.ts'
import type { ConvertRequest } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import type { ErrorCode } from '../../server/errors.ts'

/** A network on which only what a test says answers; anything else is a failure. */
export function useNetwork(): SetupServer {
  const network = setupServer()
  beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => network.resetHandlers())
  afterAll(() => network.close())
  return network
}

/** An address of our server as the page spells it. */
export const at = (path: string): string => new URL(path, location.href).href
/** Patience of a page that has no time. */
export const pace: Pace = { ask: 5, noTrace: 60, giveUp: 300 }

/** A page that was opened with this preview. */
export function open(preview: Preview): ConversionState {
  let renewed = 0
  const tokens = {
    accessToken: () => Promise.resolve('old'),
    renewToken: () => Promise.resolve(`new${++renewed}`),
  }
  return useConversion({ preview: { ...preview, unfinished: [] } }, openApi('session', tokens), pace)
}

/** A conversion of which nothing but its end is known. */
export function conversion(requestId: string, outcome: Conversion['outcome']): Conversion {
  return {
    requestId,
    outcome,
    created: [],
    reused: [],
    steps: [],
    differences: [],
    open: null,
    readBack: {},
    undo: null,
  }
}

/** Answers POST /api/convert, remembering what was asked. */
export function onConvert(answer: (request: ConvertRequest, headers: Headers) => Response | Promise<Response>): {
  handler: HttpHandler
  requests: ConvertRequest[]
} {
  const requests: ConvertRequest[] = []
  const handler = http.post(at('/api/convert'), async ({ request }) => {
    const body = (await request.json()) as ConvertRequest
    requests.push(body)
    return answer(body, request.headers)
  })
  return { handler, requests }
}

/** A refusal in the server's own form. */
export const refuse = (code: ErrorCode, status: number, details?: unknown): Response =>
  HttpResponse.json({ error: { code, message: code, details } }, { status })
