// @vitest-environment happy-dom
import { http, HttpResponse, type HttpHandler } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../../client/api.ts'
import type { Pace } from '../../client/composables/carry-out.ts'
import { useConversion, type ConversionState } from '../../client/composables/useConversion.ts'
import type { ConvertRequest } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import type { ErrorCode } from '../../server/errors.ts'
import { dealPreview, leadPreview, missing, target } from './previews.ts'

const network = setupServer()
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterEach(() => network.resetHandlers())
afterAll(() => network.close())

const at = (path: string): string => new URL(path, location.href).href
const pace: Pace = { ask: 5, noTrace: 60, giveUp: 300 }

/** A page that was opened with this preview. */
function open(preview: Preview): ConversionState {
  let renewed = 0
  const tokens = {
    accessToken: () => Promise.resolve('old'),
    renewToken: () => Promise.resolve(`new${++renewed}`),
  }
  return useConversion({ preview }, openApi('session', tokens), pace)
}

function conversion(requestId: string, outcome: Conversion['outcome']): Conversion {
  return { requestId, outcome, created: [], reused: [], steps: [], differences: [], open: null }
}

/** Answers POST /api/convert, remembering what was asked. */
function onConvert(answer: (request: ConvertRequest, headers: Headers) => Response | Promise<Response>): {
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

const refuse = (code: ErrorCode, status: number): Response =>
  HttpResponse.json({ error: { code, message: code } }, { status })

describe('choosing', () => {
  test('costs no request', () => {
    const page = open(leadPreview())
    page.choose('company', true)
    page.choose('deal', false)
    expect(page.chosen.value).toEqual(['contact', 'company'])
  })

  test('from a lead takes any combination, and nothing is an obstacle', () => {
    const page = open(leadPreview())
    for (const type of ['deal', 'contact'] as const) page.choose(type, false)
    expect(page.obstacle.value).toEqual({ what: 'target' })
    page.choose('company', true)
    expect(page.obstacle.value).toBeNull()
  })

  test('from a deal takes exactly one', () => {
    const page = open(dealPreview())
    expect(page.chosen.value).toEqual([])
    page.choose('quote', true)
    page.choose('invoice', true)
    expect(page.chosen.value).toEqual(['invoice'])
  })

  test('is not needed when only one target is possible', () => {
    const page = open(dealPreview([target('quote', { refusal: { code: 'made_from_quote' } }), target('invoice')]))
    expect(page.chosen.value).toEqual(['invoice'])
  })

  test('never takes a target that cannot be made', () => {
    const page = open(
      leadPreview({ targets: [target('deal'), target('contact', { refusal: { code: 'type_denied' } })] }),
    )
    page.choose('contact', true)
    expect(page.chosen.value).toEqual(['deal'])
  })

  test('ticks every missing field at first, and none without the right to add them', () => {
    const fields = { missingUserFields: [missing('UF_A'), missing('UF_B')] }
    const page = open(
      dealPreview([
        target('quote', fields),
        target('invoice', { ...fields, userFieldsRefusal: { code: 'no_right_to_add_fields' } }),
      ]),
    )
    expect(page.ticks.value.quote).toEqual(['UF_A', 'UF_B'])
    expect(page.ticks.value.invoice).toEqual([])
  })

  test('wants a pipeline when there are several', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const pipelines = [
      { id: 0, name: 'General', isDefault: true },
      { id: 3, name: 'Service', isDefault: false },
    ]
    const page = open(dealPreview([target('invoice', { pipelines })]))
    await page.continue()
    expect(requests).toEqual([])
    expect(page.obstacle.value).toEqual({ what: 'pipeline', target: 'invoice' })
    page.choosePipeline('invoice', 3)
    await page.continue()
    expect(requests[0]!.pipelines).toEqual({ invoice: 3 })
  })
})

describe('continuing', () => {
  test('sends the choices and the fingerprint that was seen, never a plan', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(
      leadPreview({
        targets: [target('deal', { missingUserFields: [missing('UF_A')] }), target('contact'), target('company')],
      }),
    )
    await page.continue()
    expect(requests).toEqual([
      {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        fingerprint: '1'.repeat(64),
        targets: ['deal', 'contact'],
        addUserFields: { deal: ['UF_A'] },
        rows: {},
        pipelines: {},
      },
    ])
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('twice at once is one request', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(leadPreview())
    await Promise.all([page.continue(), page.continue()])
    expect(requests).toHaveLength(1)
  })

  test('renews an expired token once and sends the same click again', async () => {
    const seen: (string | null)[] = []
    const { handler, requests } = onConvert(({ requestId }, headers) => {
      seen.push(headers.get('x-portal-token'))
      return seen.length === 1 ? refuse('token_expired', 401) : HttpResponse.json(conversion(requestId, 'done'))
    })
    network.use(handler)
    const page = open(leadPreview())
    await page.continue()
    expect(seen).toEqual(['old', 'new1'])
    expect(requests[0]!.requestId).toBe(requests[1]!.requestId)
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('gives up when the renewed token is refused too', async () => {
    const { handler, requests } = onConvert(() => refuse('token_expired', 401))
    network.use(handler)
    const page = open(leadPreview())
    await page.continue()
    expect(requests).toHaveLength(2)
    expect(page.failure.value?.code).toBe('token_expired')
  })

  test('shows a refusal and lets the person choose again', async () => {
    const { handler } = onConvert(() => refuse('source_not_editable', 422))
    network.use(handler)
    const page = open(leadPreview())
    await page.continue()
    expect(page.failure.value?.code).toBe('source_not_editable')
    expect(page.conversion.value).toBeNull()
    expect(page.writing.value).toBe(false)
  })

  test('on a record that changed meanwhile shows its new state and keeps what still stands', async () => {
    const { handler, requests } = onConvert(() => refuse('plan_outdated', 409))
    const next = leadPreview({
      fingerprint: '2'.repeat(64),
      targets: [
        target('deal', { missingUserFields: [missing('UF_A'), missing('UF_B'), missing('UF_NEW')] }),
        target('contact', { refusal: { code: 'type_denied' } }),
        target('company'),
      ],
    })
    network.use(
      handler,
      http.post(at('/api/preview'), () => HttpResponse.json(next)),
    )
    const page = open(
      leadPreview({
        targets: [
          target('deal', { missingUserFields: [missing('UF_A'), missing('UF_B')] }),
          target('contact'),
          target('company'),
        ],
      }),
    )
    page.tick('deal', ['UF_B'])
    await page.continue()
    expect(page.outdated.value).toBe(true)
    expect(page.failure.value).toBeNull()
    expect(page.preview.value?.fingerprint).toBe('2'.repeat(64))
    expect(page.chosen.value).toEqual(['deal'])
    expect(page.ticks.value.deal).toEqual(['UF_B', 'UF_NEW'])
    expect(requests).toHaveLength(1)
  })
})

describe('a lost answer', () => {
  /** The server that answers GET /api/conversions/… with these, one after the other, the last one for ever. */
  function journal(...answers: ((id: string) => Response)[]): HttpHandler {
    let asked = 0
    return http.get(at('/api/conversions/:id'), ({ params }) =>
      answers[Math.min(asked++, answers.length - 1)]!(String(params.id)),
    )
  }
  const running = (id: string): Response => HttpResponse.json(conversion(id, 'running'))
  const done = (id: string): Response => HttpResponse.json(conversion(id, 'done'))
  const unheardOf = (): Response => refuse('conversion_not_found', 404)

  test('is asked for, and the request is not sent again', async () => {
    const { handler, requests } = onConvert(() => HttpResponse.error())
    network.use(handler, journal(running, running, done))
    const page = open(leadPreview())
    await page.continue()
    expect(requests).toHaveLength(1)
    expect(page.conversion.value).toEqual(conversion(requests[0]!.requestId, 'done'))
  })

  test('behind a proxy page is a lost answer too', async () => {
    const { handler } = onConvert(() => new HttpResponse('<html>502</html>', { status: 502 }))
    network.use(handler, journal(done))
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('without a trace in the journal means that nothing was made', async () => {
    const { handler } = onConvert(() => HttpResponse.error())
    network.use(handler, journal(unheardOf))
    const page = open(leadPreview())
    await page.continue()
    expect(page.failure.value?.code).toBe('offline')
    expect(page.conversion.value).toBeNull()
  })

  test('that never turns up is unknown, and can be looked for again', async () => {
    const { handler, requests } = onConvert(() => HttpResponse.error())
    network.use(handler, journal(running))
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('unknown')
    network.use(journal(done))
    await page.lookAgain()
    expect(page.conversion.value?.outcome).toBe('done')
    expect(requests).toHaveLength(1)
  })

  test('of a conversion still running is waited for', async () => {
    const { handler } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'running')))
    network.use(handler, journal(running, done))
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('while it is awaited, the steps already taken are shown', async () => {
    let release: () => void = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const { handler } = onConvert(async ({ requestId }) => {
      await held
      return HttpResponse.json(conversion(requestId, 'done'))
    })
    network.use(handler, journal(unheardOf, running))
    const page = open(leadPreview())
    const finished = page.continue()
    await expect.poll(() => page.conversion.value?.outcome).toBe('running')
    expect(page.writing.value).toBe(true)
    release()
    await finished
    expect(page.conversion.value?.outcome).toBe('done')
  })
})

test('a page whose stream broke off reads the preview itself', async () => {
  network.use(http.post(at('/api/preview'), () => HttpResponse.json(leadPreview())))
  const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
  const page = useConversion(null, openApi('session', tokens), pace)
  expect(page.failure.value?.code).toBe('offline')
  await page.reload()
  expect(page.failure.value).toBeNull()
  expect(page.chosen.value).toEqual(['deal', 'contact'])
})
