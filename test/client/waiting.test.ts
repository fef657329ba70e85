// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { openApi } from '../../client/api.ts'
import { secondsToWait } from '../../client/waiting.ts'
import { at, conversion, onConvert, open, refuse, useNetwork } from './our-server.ts'
import { leadPreview } from './previews.ts'

const network = useNetwork()
const tokens = { accessToken: async () => 'token', renewToken: async () => 'new' }

function turnAway(seconds: string): Response {
  const answer = refuse('too_many_requests', 429)
  answer.headers.set('retry-after', seconds)
  return answer
}

test('a click that was turned away waits as long as the server says, and is then carried out once', async () => {
  let asked = 0
  const { handler, requests } = onConvert(({ requestId }) =>
    ++asked === 1 ? turnAway('0.05') : HttpResponse.json(conversion(requestId, 'done')),
  )
  network.use(
    handler,
    http.get(at('/api/conversions/:id'), () => refuse('conversion_not_found', 404)),
  )
  const page = open(leadPreview())
  const clicked = page.continue()
  await expect.poll(() => secondsToWait.value, { interval: 1 }).toBe(0.05)
  await clicked
  expect(secondsToWait.value).toBe(0)
  expect(page.conversion.value?.outcome).toBe('done')
  expect(requests).toHaveLength(2)
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(1)
})

test('waiting has an end: after some turns the refusal is told', async () => {
  let asked = 0
  network.use(
    http.post(at('/api/preview'), () => {
      asked += 1
      return turnAway('0.01')
    }),
  )
  await expect(openApi('session', tokens).preview()).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(asked).toBe(4)
  expect(secondsToWait.value).toBe(0)
})
