// @vitest-environment happy-dom
import { http, HttpResponse, type HttpHandler } from 'msw'
import { describe, expect, test } from 'vitest'
import { at, conversion, onConvert, open, refuse, useNetwork } from './our-server.ts'
import { leadPreview } from './previews.ts'

const network = useNetwork()

describe('a lost answer', () => {
  /** The server that answers GET /api/conversions/… with these, one after the other, the last one for ever. */
  function journal(...answers: ((id: string) => Response)[]): HttpHandler {
    let asked = 0
    return http.get(at('/api/conversions/:id'), ({ params }) =>
      answers[Math.min(asked++, answers.length - 1)]!(String(params.id)),
    )
  }
  /** The server that answers POST …/resume with these, one after the other, the last one for ever. */
  function onResume(...answers: ((id: string) => Response)[]): HttpHandler {
    let asked = 0
    return http.post(at('/api/conversions/:id/resume'), ({ params }) =>
      answers[Math.min(asked++, answers.length - 1)]!(String(params.id)),
    )
  }
  const unknown = (id: string): Response => HttpResponse.json(conversion(id, 'unknown'))
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
    network.use(onResume(done))
    await page.resume()
    expect(page.conversion.value?.outcome).toBe('done')
    expect(requests).toHaveLength(1)
  })

  test('of the portal is looked into by the server until the end is known', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'unknown')))
    network.use(handler, onResume(unknown, running, done))
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('done')
    expect(requests).toHaveLength(1)
  })

  test('is looked into again when the process that was asked is about to end', async () => {
    const { handler } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'unknown')))
    network.use(
      handler,
      onResume(unknown, () => refuse('restarting', 503), done),
    )
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('is none when a process that is about to end begins nothing: the person is told, and may click again', async () => {
    const { handler } = onConvert(() => refuse('restarting', 503))
    network.use(handler, journal(unheardOf))
    const page = open(leadPreview())
    await page.continue()
    expect(page.failure.value?.code).toBe('restarting')
    expect(page.writing.value).toBe(false)
  })

  test('of a token that ended half way is carried on with by itself', async () => {
    const refusal = { code: 'token_expired', message: '', method: '' }
    const step = { name: 'rows', target: 'deal', state: 'notTried', refusal } as const
    const { handler } = onConvert(({ requestId }) =>
      HttpResponse.json({ ...conversion(requestId, 'partial'), steps: [step] }),
    )
    network.use(handler, onResume(done))
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('a refusal that will not pass by itself waits for the person', async () => {
    const { handler } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'partial')))
    network.use(handler, onResume(done))
    const page = open(leadPreview())
    await page.continue()
    expect(page.conversion.value?.outcome).toBe('partial')
    await page.resume()
    expect(page.conversion.value?.outcome).toBe('done')
  })

  test('to whose request nothing was made, of a record that changed since, shows the record anew', async () => {
    const { handler } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'partial')))
    const next = leadPreview({ fingerprint: '2'.repeat(64) })
    network.use(
      handler,
      onResume(() => refuse('plan_outdated', 409)),
      http.post(at('/api/preview'), () => HttpResponse.json(next)),
    )
    const page = open(leadPreview())
    await page.continue()
    await page.resume()
    expect(page.outdated.value).toBe(true)
    expect([page.conversion.value, page.failure.value]).toEqual([null, null])
    expect(page.preview.value?.fingerprint).toBe(next.fingerprint)
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
