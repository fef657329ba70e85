import { expect, test } from 'vitest'
import { toPortalPath } from '../../client/portal-path.ts'

const portal = 'https://portal.example'

test.each([
  ['/crm/deal/details/5/', '/crm/deal/details/5/'],
  ['/crm/type/1030/details/5/?tab=1#top', '/crm/type/1030/details/5/?tab=1#top'],
  ['https://portal.example/crm/deal/details/5/', '/crm/deal/details/5/'],
  ['/', '/'],
])('%s is an address of the portal', (address, path) => {
  expect(toPortalPath(address, portal)).toBe(path)
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://portal.example/1',
  'file:///etc/passwd',
  '//evil.example/crm/',
  '///evil.example/',
  '/\\evil.example/',
  '\\\\evil.example\\',
  '/\t/evil.example/',
  '/\u200b/evil.example/',
  '/.//evil.example/',
  '/crm/..//evil.example/',
  ' /crm/deal/details/5/',
  'https://evil.example/crm/',
  'https://portal.example@evil.example/',
  'https://user@portal.example/',
  'https://portal.example:444/',
  'https://portal.example.evil.example/',
  'http://portal.example/crm/',
  'https:/portal.example/',
  'https:portal.example',
  'crm/deal/details/5/',
  '?x',
  '#x',
  '',
  `/${'x'.repeat(10_000_000)}`,
])('%.60s is none, and is never opened', (address) => {
  expect(toPortalPath(address, portal)).toBeNull()
})
