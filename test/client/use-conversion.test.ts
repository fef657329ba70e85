// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../client/api.ts'
import { useConversion } from '../../client/composables/useConversion.ts'
import { at, conversion, onConvert, open, pace, refuse, useNetwork } from './our-server.ts'
import { leadPreview, missing, target } from './previews.ts'

const network = useNetwork()

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
        fills: {},
        addOptions: {},
        rows: {},
        history: true,
        useExisting: {},
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

test('a page whose stream broke off reads the preview itself', async () => {
  network.use(http.post(at('/api/preview'), () => HttpResponse.json(leadPreview())))
  const tokens = { accessToken: () => Promise.resolve('a'), renewToken: () => Promise.resolve('b') }
  const page = useConversion(null, openApi('session', tokens), pace)
  expect(page.failure.value?.code).toBe('offline')
  await page.reload()
  expect(page.failure.value).toBeNull()
  expect(page.chosen.value).toEqual(['deal', 'contact'])
})
