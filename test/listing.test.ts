import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import manifest from '../manifest/app.json' with { type: 'json' }
import { languages } from '../server/contract.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const listing = join(root, 'manifest', 'listing')

/** The fields of the solution card, in its order. */
const fields = [
  'Name',
  'Short description',
  'Full description',
  'Limits',
  'Required rights',
  'Keywords',
  'Installation',
  "What's new",
  'Support',
  'Test data for the moderator',
  'Privacy notice',
  'Licence agreement',
] as const
type Field = (typeof fields)[number]

function readCard(language: string): Map<string, string> {
  const [, ...parts] = readFileSync(join(listing, `${language}.md`), 'utf8').split(/^## /m)
  return new Map(
    parts.map((part) => {
      const end = part.indexOf('\n')
      return [part.slice(0, end), part.slice(end).trim()]
    }),
  )
}

describe.each(['de', 'en'])('the listing in %s', (language) => {
  const card = readCard(language)
  const text = (field: Field): string => card.get(field) ?? ''

  test('has every field of the card, filled in', () => {
    expect([...card.keys()]).toEqual([...fields])
    for (const field of fields) expect([field, text(field).length > 5]).toEqual([field, true])
  })

  test('has a name for people, without brands', () => {
    expect(text('Name').length).toBeLessThanOrEqual(40)
    expect(text('Name')).not.toMatch(/bitrix|test|app\b/i)
  })

  test('is short in one or two sentences that do not repeat the name', () => {
    expect(text('Short description').match(/[.!?](\s|$)/g)!.length).toBeLessThanOrEqual(2)
    expect(text('Short description')).not.toContain(text('Name'))
    expect(text('Short description').length).toBeLessThanOrEqual(220)
  })

  test('can be found by words that mean something', () => {
    const words = text('Keywords').split(', ')
    expect(text('Keywords').length).toBeLessThanOrEqual(2000)
    expect(words.length).toBeGreaterThan(10)
    expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(words.length)
    expect(text('Keywords')).not.toMatch(/bitrix|hubspot|pipedrive|salesforce|\n/i)
  })

  test('names the access the app asks for, and the places where it appears', () => {
    const named = [...text('Required rights').matchAll(/`(\w+)`/g)].map(([, name]) => name!)
    expect(named.sort()).toEqual([...manifest.scopes, ...manifest.optionalScopes].sort())
    const places = [...text('Test data for the moderator').matchAll(/`(\w+)`/g)].map(([, name]) => name!)
    expect(places.sort()).toEqual([...new Set(manifest.placements.map(({ placement }) => placement))].sort())
  })

  test('tells what administrators decide, what works on a phone, and every language the app speaks', () => {
    for (const field of ['Full description', "What's new"] as const) {
      for (const topic of [/einstellungen|settings/i, /feldzuordnung|field mapping/i, /zustand|health/i])
        expect(text(field)).toMatch(topic)
      expect(text(field)).toMatch(/Handy|phone/)
      expect(text(field)).toMatch(/Menü(eintrag| der)|menu (item|of)/i)
      expect(text(field)).toMatch(/neun Sprachen|nine languages/)
    }
    const names = new Intl.DisplayNames([language], { type: 'language', languageDisplay: 'standard' })
    expect(languages).toHaveLength(9)
    for (const one of languages) expect(text('Full description')).toContain(names.of(one.split('-')[0]!))
  })

  test('says how the app gets onto a phone', () => {
    expect(text('Installation')).toContain('Embed to BitrixMobile')
  })

  test('advertises nothing and says where and when somebody answers', () => {
    for (const field of fields)
      expect(text(field)).not.toMatch(/rabatt|discount|promo|special offer|sonderangebot|€|\$/i)
    expect(text('Support')).toMatch(/E-mail|E-Mail/)
    expect(text('Support')).toMatch(/\d{1,2}(:\d\d)?–\d{1,2}/)
  })

  test('names solution and licensor where the law wants them', () => {
    expect(text('Licence agreement')).toContain(text('Name'))
    expect(text('Licence agreement')).toMatch(/licensor|Lizenzgeber/)
    expect(text('Privacy notice')).toContain(text('Name'))
  })

  test('has three pictures no larger than the marketplace takes', () => {
    const pictures = readdirSync(join(listing, language))
    expect(pictures).toHaveLength(3)
    for (const name of pictures) {
      const { width, height } = readPng(join(listing, language, name))
      expect([name, width, height]).toEqual([name, 1280, 720])
    }
  })
})

test('the pictures from a phone tell each way to a new record, and are no larger than the marketplace takes', () => {
  const pictures = readdirSync(join(listing, 'phone'))
  const ways = ['start', 'choice', 'result', 'lead', 'lead-result', 'chat', 'timeline', 'timeline-made']
  expect(pictures.sort()).toEqual(ways.map((name) => `${name}.png`).sort())
  for (const name of pictures) {
    const { width, height } = readPng(join(listing, 'phone', name))
    expect([name, width <= 1280, height <= 720]).toEqual([name, true, true])
  }
})

test('the flag that puts the app into the mobile app is declared, and nobody submits it without reading of it', () => {
  expect(manifest.embedToBitrixMobile).toBe(true)
  const checklist = readFileSync(join(listing, 'CHECKLIST.md'), 'utf8')
  expect(checklist).toMatch(/^\| _Embed to BitrixMobile_ ticked.*hand: tick it/m)
  const [, steps = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## Installing on a real portal')
  expect(steps.split('\n## ')[0]).toContain('Embed to BitrixMobile')
})

test('the icon is square, opaque and of a size the marketplace takes', () => {
  const { width, height, hasAlpha } = readPng(join(listing, 'icon.png'))
  expect(width).toBe(height)
  expect(width).toBeGreaterThanOrEqual(250)
  expect(width).toBeLessThanOrEqual(650)
  expect(hasAlpha).toBe(false)
})

/** Which access each family of methods needs; those of `null` are open to every app. */
const scopeOf: Record<string, string | null> = {
  'crm.': 'crm',
  'placement.': 'placement',
  'userfieldconfig.': 'userfieldconfig',
  'user.get': 'user_brief',
  'user.search': 'user_brief',
  'user.admin': null,
  'user.option.': null,
  'im.': 'im',
  'event.': null,
  'method.': null,
  'server.': null,
  'app.': null,
}

test('the app asks for exactly the access its methods need', () => {
  const files = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const methods = new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, 'server', file), 'utf8').matchAll(/method: ['`]([a-z]+\.[a-z$.{}A-Z]+)['`]/g)].map(
        ([, method]) => method!,
      ),
    ),
  )
  expect(methods.size).toBeGreaterThan(20)
  const needed = [...methods]
    .map((method) => {
      const family = Object.keys(scopeOf).find((prefix) => method.startsWith(prefix))
      if (!family) throw new Error(`Say in this test which access ${method} needs.`)
      return scopeOf[family]!
    })
    .filter((scope) => scope !== null)
  expect([...new Set(needed)].sort()).toEqual([...manifest.scopes, ...manifest.optionalScopes].sort())
})

/** Size and kind of a PNG, from its header. */
function readPng(path: string): { width: number; height: number; hasAlpha: boolean } {
  const bytes = readFileSync(path)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), hasAlpha: [4, 6].includes(bytes[25]!) }
}
