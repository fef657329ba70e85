import type { Browser, Page } from '@playwright/test'
import { describe, expect, it } from 'vitest'
import { cardPath } from '../crm/relations.ts'
import type { Item } from '../state.ts'
import { appFrame, installOn, openFromCard } from './framed-app.ts'
import type { Stage } from './framed-app.ts'
import { onStage } from './on-stage.ts'

let browser: Browser
let stage: Stage
let deal: Item
let invoice: Item
let page: Page
onStage(
  (opened, inBrowser) => {
    stage = opened
    browser = inBrowser
    deal = stage.portal.add('deal', { title: 'The deal' })
    invoice = stage.portal.add('invoice', { title: 'The invoice', parentId2: deal.id })
  },
  () => page,
)

const openCard = async () => {
  installOn(stage)
  page = await stage.open(browser, cardPath(deal))
}
const sliders = () => page.locator('dialog.slider')
const titleInSlider = () => sliders().last().frameLocator('iframe').locator('h1')

function comment(text: string): void {
  const { state } = stage.portal
  const id = state.nextId('comment')
  state.comments.set(id, { id, owner: deal, authorId: 1, text, createdTime: new Date().toISOString() })
}

describe('a slider', () => {
  it('opens a card for the SDK’s slider.openPath and tells when it is closed', async () => {
    await openCard()
    const frame = await openFromCard(page)
    const opening = frame.evaluate(
      (path) => window.b24.slider.openPath(window.b24.slider.getUrl(path)),
      cardPath(invoice),
    )
    await expect.poll(() => titleInSlider().textContent()).toBe('The invoice')
    expect(await sliders().count()).toBe(2)
    await page.getByRole('button', { name: 'Close' }).last().click()
    expect(await opening).toEqual({ isOpenAtNewWindow: false, isClose: true })
    expect(await sliders().count()).toBe(1)
  })

  it('opens a permitted path sent by itself, and refuses any other at once', async () => {
    await openCard()
    const frame = await openFromCard(page)
    const refused = await frame.evaluate(() =>
      window.b24.parent.message.send('openPath', { path: '/crm/quote/show/1/' }),
    )
    expect(refused).toEqual({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' })
    void frame.evaluate((path) => void window.b24.parent.message.send('openPath', { path }), cardPath(invoice))
    await expect.poll(() => titleInSlider().textContent()).toBe('The invoice')
  })

  it('opens nothing on a phone', async () => {
    installOn(stage)
    page = await stage.open(browser, cardPath(deal), {
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
    })
    const frame = await openFromCard(page)
    const path = cardPath(invoice)
    const refused = await frame.evaluate((to) => window.b24.parent.message.send('openPath', { path: to }), path)
    expect(refused).toEqual({ result: 'error', errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE' })
  })

  it('shows the card below anew when it closes, so that its timeline tells what happened', async () => {
    await openCard()
    const frame = await openFromCard(page)
    comment(`Made: [URL=${cardPath(invoice)}]The invoice[/URL]`)
    expect(await page.locator('.timeline').getByText('Made:').count()).toBe(0)
    await frame.evaluate(() => void window.b24.parent.closeApplication())
    await page.locator('.timeline').getByRole('link', { name: 'The invoice' }).click()
    await expect.poll(() => titleInSlider().textContent()).toBe('The invoice')
  })

  it('refreshes a card that lies in a slider itself', async () => {
    installOn(stage)
    page = await stage.open(browser, '/crm/deal/')
    await page.getByRole('link', { name: 'The deal' }).click()
    const card = sliders().first().frameLocator('iframe')
    await card.getByLabel('More actions').click()
    await card.getByRole('button', { name: 'Open the app' }).click()
    await appFrame(page)
    comment('Something new')
    await page.getByRole('button', { name: 'Close' }).last().click()
    await card.getByText('Something new').waitFor()
    expect(await sliders().count()).toBe(1)
  })

  it('closes by Escape, from the page above it or from inside its card, one at a time', async () => {
    await openCard()
    await page.getByRole('link', { name: 'Dependencies' }).click()
    await page.getByRole('link', { name: 'The invoice' }).click()
    const card = sliders().first().frameLocator('iframe')
    await card.getByRole('link', { name: 'Dependencies' }).click()
    await card.locator('table').getByRole('link', { name: 'The deal' }).click()
    await expect.poll(() => titleInSlider().textContent()).toBe('The deal')
    await sliders().last().frameLocator('iframe').getByRole('link', { name: 'General' }).press('Escape')
    expect(await sliders().count()).toBe(1)
    await page.getByRole('button', { name: 'Close' }).press('Escape')
    expect(await sliders().count()).toBe(0)
  })

  it('is closed by the app in it only while it lies on top', async () => {
    await openCard()
    const frame = await openFromCard(page)
    void frame.evaluate((path) => void window.b24.slider.openPath(window.b24.slider.getUrl(path)), cardPath(invoice))
    await expect.poll(() => sliders().count()).toBe(2)
    await frame.evaluate(() => void window.b24.parent.closeApplication())
    await page.waitForTimeout(300)
    expect(await sliders().count()).toBe(2)
    await page.getByRole('button', { name: 'Close' }).last().click()
    await frame.evaluate(() => void window.b24.parent.closeApplication())
    await expect.poll(() => sliders().count()).toBe(0)
  })

  it('opens the app’s own page for openApplication, with its parameters and a new id', async () => {
    await openCard()
    const frame = await openFromCard(page)
    const opening = frame.evaluate(() =>
      window.b24.slider.openSliderAppPage({ step: 'two', bx24_title: 'Second step', bx24_width: 600 }),
    )
    await page.getByRole('dialog', { name: 'Second step' }).waitFor()
    // The second frame appears a moment after its dialog.
    await expect.poll(async () => (await appFrame(page)) !== frame).toBe(true)
    const second = await appFrame(page)
    const { title, options } = await second.evaluate(() => {
      const { placement } = window.b24
      return { title: placement.title, options: placement.options as unknown }
    })
    expect(title).toBe('DEFAULT')
    expect(options).toEqual({ step: 'two', URI: cardPath(deal) })
    const [first, last] = stage.posted.map(({ url }) => url.searchParams.get('APP_SID'))
    expect(last).not.toBe(first)
    await second.evaluate(() => void window.b24.slider.closeSliderAppPage())
    expect(await opening).toBe('')
  })
})

describe('the end of an installation', () => {
  const installer = () =>
    stage.portal.installApp({
      handlerUrl: `${stage.appUrl}/app`,
      installerUrl: `${stage.appUrl}/install`,
      title: { en: 'The app' },
      scopes: ['crm'],
    })

  it('reloads the page with the app in place of its installer', async () => {
    const app = installer()
    page = await stage.open(browser, '/marketplace/app/1/')
    const frame = await appFrame(page)
    expect(await frame.evaluate(() => window.b24.isInstallMode)).toBe(true)
    void frame.evaluate(() => void window.b24.installFinish()).catch(() => {})
    await page.waitForURL(/install_finished=Y/)
    expect(app.installed).toBe(true)
    expect(await (await appFrame(page)).evaluate(() => window.b24.isInstallMode)).toBe(false)
    expect(stage.posted.map(({ url }) => url.pathname)).toEqual(['/install', '/app'])
  })

  it('is needed again after every new version, and hides the app from others until then', async () => {
    const app = installer()
    stage.portal.finishInstall(1)
    app.placements.push({ placement: 'CRM_DEAL_DETAIL_TOOLBAR', handler: `${stage.appUrl}/app`, langAll: {} })
    page = await stage.open(browser, '/marketplace/app/1/')
    await (await appFrame(page)).evaluate(() => window.b24.isFirstRun)
    stage.portal.updateApp()
    const other = await stage.open(browser, '/marketplace/app/1/', { as: '2.en.light' })
    expect(await other.getByRole('alert').textContent()).toContain('not fully installed')
    await other.goto(stage.portal.origin + cardPath(deal))
    await other.getByLabel('More actions').click()
    expect(await other.getByText('No app offers anything here.').isVisible()).toBe(true)
    await page.reload()
    const frame = await appFrame(page)
    expect(await frame.evaluate(() => [window.b24.isInstallMode, window.b24.isFirstRun])).toEqual([true, true])
    void frame.evaluate(() => void window.b24.installFinish()).catch(() => {})
    await page.waitForURL(/install_finished=Y/)
    await other.reload()
    await other.getByLabel('More actions').click()
    expect(await other.getByRole('button', { name: 'The app' }).count()).toBe(1)
    await other.context().close()
  })

  it('can be taken back by the app', async () => {
    const app = installer()
    stage.portal.finishInstall(1)
    page = await stage.open(browser, '/marketplace/app/1/')
    const frame = await appFrame(page)
    void frame.evaluate(() => void window.b24.parent.message.send('setInstallFinish', { value: false })).catch(() => {})
    await page.waitForURL(/install_finished=Y/)
    expect(app.installed).toBe(false)
    expect(await (await appFrame(page)).evaluate(() => window.b24.isInstallMode)).toBe(true)
  })

  it('closes the slider and opens the app anew where the installer stood in one', async () => {
    installer()
    page = await stage.open(browser, '/crm/deal/')
    await page.evaluate(() => {
      const { portalDesk } = window as unknown as { portalDesk: { openPage(path: string): void } }
      portalDesk.openPage('/marketplace/app/1/')
    })
    const inner = sliders().frameLocator('iframe.page-frame').locator('iframe.app-frame')
    const frame = (await (await inner.elementHandle())!.contentFrame())!
    await frame.waitForFunction('window.b24')
    void frame.evaluate(() => void window.b24.installFinish()).catch(() => {})
    await expect.poll(() => stage.posted.map(({ url }) => url.pathname)).toEqual(['/install', '/app'])
    expect(await sliders().count()).toBe(1)
  })
})
