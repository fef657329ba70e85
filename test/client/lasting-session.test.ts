// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp } from 'vue'
import { openApi } from '../../client/api.ts'
import { useLastingSession } from '../../client/composables/useLastingSession.ts'
import { at, refuse, useNetwork } from './our-server.ts'

const network = useNetwork()
const tokens = { accessToken: async () => 'token', renewToken: async () => 'new' }
afterEach(() => void vi.useRealTimers())

test('a page goes on with the session that the last answer brought, be it a refusal', async () => {
  const sent: (string | null)[] = []
  network.use(
    http.get(at('/api/settings'), ({ request }) => {
      sent.push(request.headers.get('x-session'))
      const answer = sent.length === 2 ? refuse('portal_busy', 503) : HttpResponse.json({})
      if (sent.length < 3) answer.headers.set('x-session', `session ${sent.length}`)
      return answer
    }),
  )
  const api = openApi('session 0', tokens)
  await api.settings()
  await api.settings().catch(() => {})
  await api.settings()
  await api.settings()
  expect(sent).toEqual(['session 0', 'session 1', 'session 2', 'session 2'])
})

test('an open page asks for the next session twice an hour, also after it was refused, and a closed one no longer', () => {
  vi.useFakeTimers()
  const stay = vi.fn<() => Promise<unknown>>(() => Promise.reject(new Error('offline')))
  const app = createApp({ setup: () => useLastingSession({ stay }), render: () => null })
  app.mount(document.createElement('main'))
  vi.advanceTimersByTime(60 * 60_000)
  expect(stay).toHaveBeenCalledTimes(2)
  app.unmount()
  vi.advanceTimersByTime(60 * 60_000)
  expect(stay).toHaveBeenCalledTimes(2)
})
