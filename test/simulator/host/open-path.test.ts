import { describe, expect, it } from 'vitest'
import { resolveOpenPath } from './browser/open-path.js'

const portal = { origin: 'http://127.0.0.1:4000', clientId: 'local.app' }
const resolve = (path: unknown) => resolveOpenPath(path, portal)

/** What the SDK's slider.openPath puts in front of a page, per width it asks for. */
const climbs: [climb: string, width: number | null][] = [
  ['/crm/deal/../..', null],
  ['/crm/type/0/details/0/../../../../..', 1640],
  ['/company/personal/user/0/groups/create/../../../../../..', 1200],
  ['/crm/company/requisite/0/../../../..', 950],
  ['/workgroups/group/0/card/../../../..', 900],
]

describe('what a frame may open', () => {
  it.each([
    '/crm/deal/details/1/',
    '/crm/lead/details/1/',
    '/crm/contact/details/1/',
    '/crm/company/details/1/',
    '/crm/type/31/details/1/',
    '/crm/type/7/details/1/?tab=products',
    '/marketplace/app/1/',
    '/company/personal/user/2/',
    '/workgroups/group/3/',
  ])('opens %s', (path) => {
    const { pathname, searchParams } = new URL(resolve(path)!.url)
    expect(path.startsWith(pathname)).toBe(true)
    expect(Object.fromEntries(searchParams)).toMatchObject({ from: 'rest_placement', from_app: 'local.app' })
  })

  it.each([
    '/crm/quote/details/1/',
    '/crm/quote/show/1/',
    '/crm/deal',
    '/crm/deals/1/',
    '/crm/type',
    '/company/personal/user/',
    '/company/personal/user/x/',
    '/workgroups/group/x/',
    '/simulation/visitor',
    '/rest/user.current',
    'crm/deal/details/1/',
    ' /crm/deal/details/1/',
    '//evil.test/crm/deal/',
    'https://evil.test/crm/deal/details/1/',
    'javascript:alert(1)',
    '/CRM/deal/details/1/',
    '',
    null,
    undefined,
    7,
    { path: '/crm/deal/details/1/' },
  ])('does not open %j', (path) => {
    expect(resolve(path)).toBeNull()
  })

  it.each(climbs)('tests the text as sent and only then climbs: %s', (climb, width) => {
    const opened = resolve(`${climb}/crm/type/7/details/5/?IFRAME=Y&IFRAME_TYPE=SIDE_SLIDER`)
    expect(new URL(opened!.url).pathname).toBe('/crm/type/7/details/5/')
    expect(new URL(opened!.url).searchParams.get('IFRAME')).toBe('Y')
    expect(opened!.width).toBe(width)
  })

  it.each(['/crm/deal/../..//evil.test/x/', '/crm/deal/../../\\evil.test/x/', '/crm/deal/../../../../@evil.test/'])(
    'stays on this portal: %s',
    (path) => {
      expect(new URL(resolve(path)!.url).origin).toBe(portal.origin)
    },
  )

  it('loses the hash', () => {
    expect(resolve('/crm/deal/details/1/#part')!.url).not.toContain('#')
  })
})
