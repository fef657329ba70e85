import type { Frame } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'vitest'
import { germanWords, speakEnglish } from './english-demo.ts'
import { expect, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const listing = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'manifest', 'listing')
const salesperson = 2

/** Somebody of the invented business, without administration, whose browser is listened to for broken links. */
async function arrive(language: 'de' | 'en', size: { width: number; height: number }) {
  const visitor = await visit({ user: salesperson, language, ...size })
  const { portal } = visitor.demo
  portal.state.users.get(salesperson)!.mayConfigureCrm = true
  if (language === 'en') speakEnglish(portal)
  const broken: string[] = []
  visitor.page.on('response', (answer) => answer.status() >= 400 && broken.push(`${answer.status()} ${answer.url()}`))
  visitor.page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    // A page that is left while it still asks has broken nothing.
    if (reason !== 'net::ERR_ABORTED') broken.push(`${reason} ${request.url()}`)
  })
  return { visitor, broken }
}

/** The page of the app itself, in the slider on top. */
async function frameOf({ page }: Visit): Promise<Frame> {
  const element = await page.locator('iframe[name*="|"]').last().elementHandle()
  return (await element!.contentFrame())!
}

/** How far a page reaches beyond what is seen of it, to the side; marketplace reviewers see that as a scroll bar. */
async function expectNothingBesideThePage(visitor: Visit): Promise<void> {
  const frame = await frameOf(visitor)
  for (const width of [1920, 1280]) {
    await visitor.page.setViewportSize({ width, height: 720 })
    expect(await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
}

/** Pictures are of the language they are shown to, and show no telephone number and no address for e-mail. */
async function expectPresentable(visitor: Visit, language: 'de' | 'en'): Promise<void> {
  const text = await (await frameOf(visitor)).locator('body').innerText()
  if (language === 'en') expect(text).not.toMatch(germanWords)
  expect(text).not.toMatch(/\+\d{2} ?\d|@/)
}

const texts = {
  de: {
    invoice: 'Rechnung',
    go: 'Weiter',
    journal: 'Verlauf',
    details: 'Einzelheiten',
    pipeline: 'Allgemein',
    products: 'Produkte',
  },
  en: {
    invoice: 'Invoice',
    go: 'Continue',
    journal: 'History',
    details: 'Details',
    pipeline: 'General',
    products: 'Products',
  },
} as const

describe.each(['de', 'en'] as const)('the scenes of the listing, in %s', (language) => {
  const say = texts[language]

  test('show an ordinary person at work, whole, without scroll bars, complaints or broken links', async () => {
    const { visitor, broken } = await arrive(language, { width: 1280, height: 720 })
    const { page, app, demo, complaints } = visitor
    const { invoice, contact } = demo.portal.state.items
    const [invoices, contacts] = [invoice.size, contact.size]

    await openApp(visitor, '/crm/deal/details/1/')
    await app.getByText(say.invoice, { exact: true }).first().click()
    await expectNothingBesideThePage(visitor)
    await expectPresentable(visitor, language)
    await picture(page, `${language}/1-choose`)
    await app.getByText(say.products, { exact: true }).click()
    await expectNothingBesideThePage(visitor)
    await expectPresentable(visitor, language)
    await picture(page, `${language}/3-parts`)
    await app.getByRole('button', { name: say.go }).click()
    await expect.poll(() => invoice.size, { timeout: 20_000 }).toBe(invoices + 1)

    await openApp(visitor, '/crm/lead/details/8/')
    await app.getByRole('combobox', { name: 'Pipeline' }).click()
    await app.getByRole('option', { name: say.pipeline }).click()
    await expect(app.getByRole('option')).toHaveCount(0)
    await expectNothingBesideThePage(visitor)
    await expectPresentable(visitor, language)
    await picture(page, `${language}/2-lead`)
    await app.getByRole('button', { name: say.go }).click()
    await expect.poll(() => contact.size, { timeout: 20_000 }).toBe(contacts + 1)

    await expect(async () => {
      await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
      await app.getByRole('tab', { name: say.journal }).click({ timeout: 10_000 })
      await expect(app.getByText(say.details)).toHaveCount(2)
    }).toPass()
    await app.getByText(say.details).first().click()
    await expectNothingBesideThePage(visitor)
    await expectPresentable(visitor, language)

    expect(complaints).toEqual([])
    expect(broken).toEqual([])
  }, 90_000)
})

test('the icon is what its drawing shows, and opaque to the last pixel', async () => {
  const { page } = await visit()
  const drawing = await readFile(join(listing, 'icon.svg'), 'utf8')
  await page.setViewportSize({ width: 512, height: 512 })
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`)
  await picture(page, 'icon')
  const kept = await readFile(join(listing, 'icon.png'))
  const sources = [`svg+xml;base64,${btoa(drawing)}`, `png;base64,${kept.toString('base64')}`]
  const [drawn, rendered] = await page.evaluate(
    (images) =>
      Promise.all(
        images.map(async (source) => {
          const image = Object.assign(new Image(), { src: `data:image/${source}` })
          await image.decode()
          const context = new OffscreenCanvas(512, 512).getContext('2d')!
          context.drawImage(image, 0, 0)
          return [...context.getImageData(0, 0, 512, 512).data]
        }),
      ),
    sources,
  )
  expect(rendered!.filter((_, index) => index % 4 === 3).every((alpha) => alpha === 255)).toBe(true)
  const others = rendered!.filter((value, index) => Math.abs(value - drawn![index]!) > 8)
  expect(others.length / rendered!.length).toBeLessThan(0.001)
})
