import type { Locator } from '@playwright/test'
import { describe, test } from 'vitest'
import { addActivity } from '../simulator/crm/activities.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { openSlowly } from './held-app.ts'
import { expect, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser({ touch: true })

/**
 * Pixels by which a word may stand, or end, elsewhere once the app has come: heights of lines are fractions, which the
 * browser may round apart. Whoever reads notices from about two on that the page has moved.
 */
const tolerance = 1

interface Word {
  text: string
  /** Its box on the page: left, top, right, bottom. */
  box: number[]
}

/** The words that can be seen, and where they stand; a link to a record has none in the sight, but its room. */
async function wordsIn(place: Locator): Promise<Word[]> {
  return place.evaluate((element) => {
    const toWord = (text: string, { left, top, right, bottom }: DOMRect): Word => ({
      text,
      box: [left, top + scrollY, right, bottom + scrollY],
    })
    const links = [...element.querySelectorAll('.record')]
    const words = links.map((link) => toWord('(link)', link.getBoundingClientRect()))
    const range = document.createRange()
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const node = texts.currentNode as Text
      if (node.parentElement!.closest('style, .sr-only')) continue
      for (const { 0: text, index } of node.data.matchAll(/\S+/g)) {
        range.setStart(node, index)
        range.setEnd(node, index + text.length)
        const [box] = range.getClientRects()
        if (box) words.push(toWord(text, box))
      }
    }
    return words
  })
}

/** What does not stand where the app has the same word, with the way to the nearest such word. */
function misplaced(seen: readonly Word[], shown: readonly Word[]): string[] {
  return seen.flatMap(({ text, box }) => {
    const ways = shown.filter((one) => one.text === text).map((one) => one.box.map((edge, side) => edge - box[side]!))
    const longest = (way: readonly number[]): number => Math.max(...way.map(Math.abs))
    const [way] = ways.toSorted((one, other) => longest(one) - longest(other))
    return way && longest(way) <= tolerance ? [] : [`${text}: ${way?.map((edge) => edge.toFixed(1)) ?? 'gone'}`]
  })
}

interface Scene {
  name: string
  user: number
  /** Arranges what the scene shows, and answers the card to open. */
  set(visitor: Visit): string
}

const scenes: Scene[] = [
  { name: 'a deal of which nothing is chosen yet', user: 1, set: () => '/crm/deal/details/1/' },
  {
    name: 'a deal of which only an invoice can be made',
    user: 2,
    set({ demo }) {
      refuseAllButInvoices(demo.portal)
      return '/crm/deal/details/1/'
    },
  },
  {
    name: 'a deal with legal details of its own and an amount set by hand',
    user: 2,
    set({ demo: { portal } }) {
      refuseAllButInvoices(portal)
      Object.assign(portal.state.items.deal.get(2)!.values, { opportunity: 5000, isManualOpportunity: 'Y' })
      return '/crm/deal/details/2/'
    },
  },
  { name: 'a lead with products, of which two things are made', user: 1, set: () => '/crm/lead/details/1/' },
  {
    name: 'a lead converted before, with a history, an address and a contact that is there already',
    user: 2,
    set({ demo: { portal } }) {
      const { state } = portal
      const lead = [...state.items.lead.values()].at(-1)!
      lead.values.stageId = 'CONVERTED'
      portal.add('contact', { lastName: 'Schuster', leadId: lead.id, assignedById: 2 })
      const user = state.users.get(2)!
      addActivity({ state, user, raise: () => {} }, lead, { TYPE_ID: '2', SUBJECT: 'Anruf', RESPONSIBLE_ID: '2' })
      for (const [id, { type }] of state.userFields) if (type === 'lead') state.userFields.delete(id)
      return `/crm/lead/details/${lead.id}/`
    },
  },
]

/** What is the only thing possible is chosen by itself. */
function refuseAllButInvoices({ state }: Simulator): void {
  const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
  Object.assign(state.users.get(2)!.rights, { quote: none, dynamic_1030: none })
}

describe.each([
  { language: 'de', width: 1280, dark: false },
  { language: 'en', width: 320, dark: true },
  { language: 'de', width: 320, dark: false },
  { language: 'en', width: 1280, dark: true },
  { language: 'de', width: 1024, dark: false, touch: true },
] as const)('what is read before the app has come stays where it is, $language, $width wide, dark: $dark', (look) => {
  test.each(scenes)('$name', async ({ name, user, set }) => {
    const visitor = await visit({ user, ...look, height: 1600 })
    const { page, app } = visitor
    const file = `places-${scenes.findIndex((one) => one.name === name) + 1}-${look.language}-${look.width}`
    const come = await openSlowly(visitor, set(visitor))
    await expect(app.locator('#sight h1')).toBeVisible()
    const seen = await wordsIn(app.locator('#sight'))
    expect(seen.length).toBeGreaterThan(20)
    await picture(page, `${file}-sight`)
    come()
    await expect(app.locator('#sight')).toHaveCount(0)
    // The list of pipelines comes by itself a moment later.
    await expect.poll(async () => misplaced(seen, await wordsIn(app.locator('#app')))).toEqual([])
    await picture(page, `${file}-app`)
  })
})
