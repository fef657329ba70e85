import { expect, it } from 'vitest'
import { requestsPerMinute } from '../../server/request-limits.ts'
import { logLines, request, useApp } from './door.ts'

useApp({ REQUEST_LIMIT_FACTOR: '0.1' })

it('somebody who makes addresses up is counted by the one they come from', async () => {
  const statuses: number[] = []
  for (let index = 0; index <= requestsPerMinute.entry.address * 0.1; index += 1) {
    const body = new URLSearchParams({ AUTH_ID: 'short', member_id: 'm' })
    const headers = { 'x-forwarded-for': `203.0.113.${index}`, forwarded: `for=203.0.113.${index}` }
    statuses.push((await request('/app', { method: 'POST', body, headers })).status)
  }
  expect(statuses.at(-2)).toBe(403)
  expect(statuses.at(-1)).toBe(429)
  // The operator is told, once, and without the address.
  const warnings = logLines.filter((line) => line.includes('TRUSTED_PROXIES'))
  expect(warnings).toHaveLength(1)
  expect(logLines.join()).not.toContain('203.0.113')
})
