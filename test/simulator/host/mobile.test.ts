import type { Browser, Page } from '@playwright/test'
import { describe, expect, it } from 'vitest'
import { cardPath } from '../crm/relations.ts'
import type { App, Item } from '../state.ts'
import { appFrame, installOn } from './framed-app.ts'
import type { Stage } from './framed-app.ts'
import { onStage } from './on-stage.ts'

const onPhone = '1.en.light.mobile'
const [anna, max] = [1, 2]

let browser: Browser
let stage: Stage
let app: App
let deal: Item
let page: Page
onStage(
  (opened, inBrowser) => {
    stage = opened
    browser = inBrowser
    app = installOn(stage)
    deal = stage.portal.add('deal', { title: 'The deal' })
  },
  () => page,
)

const bindTo = (placement: string, title: string) =>
  app.placements.push({
    placement,
    handler: `${stage.appUrl}/${placement}`,
    langAll: { en: { TITLE: title, DESCRIPTION: '', GROUP_NAME: '' } },
  })
const open = async (path: string, as = onPhone) => {
  page = await stage.open(browser, path, { as })
}
const placement = async () => {
  const frame = await appFrame(page)
  return frame.evaluate(() => ({ title: window.b24.placement.title, options: window.b24.placement.options as unknown }))
}
const posted = () => {
  const { url, fields } = stage.posted.at(-1)!
  const { PLACEMENT, PLACEMENT_OPTIONS } = fields
  return { path: url.pathname, PLACEMENT, options: JSON.parse(PLACEMENT_OPTIONS ?? '{}') as unknown }
}

describe('the mobile client', () => {
  it('opens the app’s main page as a web view of full width, with the page’s parameters and no URI', async () => {
    await open('/')
    await page.setViewportSize({ width: 375, height: 700 })
    await page.getByRole('link', { name: 'Apps' }).click()
    await page.getByRole('link', { name: /^Open/ }).click()
    const options = { id: String(app.id) }
    expect(await placement()).toEqual({ title: 'DEFAULT', options })
    expect(posted()).toEqual({ path: '/app', PLACEMENT: 'DEFAULT', options })
    expect(await page.locator('iframe.app-frame').boundingBox()).toMatchObject({ x: 0, width: 375 })
  })

  it('offers an app in a chat, and hands over the chat and nothing else', async () => {
    bindTo('IMMOBILE_CONTEXT_MENU', 'Create from chat')
    stage.portal.openChat({ title: 'About the deal', memberIds: [anna, max], record: deal })
    await open('/')
    await page.getByRole('link', { name: 'About the deal' }).click()
    expect(await page.getByRole('link', { name: 'The deal', exact: true }).getAttribute('href')).toBe(cardPath(deal))
    await page.locator('#main summary').click()
    await page.getByRole('link', { name: 'Create from chat' }).click()
    const options = { dialogId: 'chat1' }
    expect(await placement()).toEqual({ title: 'IMMOBILE_CONTEXT_MENU', options })
    expect(posted()).toEqual({ path: '/IMMOBILE_CONTEXT_MENU', PLACEMENT: 'IMMOBILE_CONTEXT_MENU', options })
  })

  it('shows a chat to those who take part, and one person by their number', async () => {
    bindTo('IMMOBILE_CONTEXT_MENU', 'Create from chat')
    stage.portal.openChat({ title: 'Without Julia', memberIds: [anna, max] })
    await open('/mobile/', '3.en.light.mobile')
    expect(await page.getByRole('link', { name: 'Without Julia' }).count()).toBe(0)
    await page.goto(`${stage.portal.origin}/mobile/im/dialog/chat1/`)
    expect(await page.getByRole('alert').textContent()).toContain('no page')
    await page.goto(`${stage.portal.origin}/mobile/im/dialog/${anna}/`)
    await page.locator('#main summary').click()
    await page.getByRole('link', { name: 'Create from chat' }).click()
    expect((await placement()).options).toEqual({ dialogId: String(anna) })
  })

  it('has no other place for apps: none on cards, none by address', async () => {
    bindTo('IMMOBILE_CONTEXT_MENU', 'Create from chat')
    await open(cardPath(deal))
    expect(await page.getByText('Open the app').count()).toBe(0)
    await page.goto(`${stage.portal.origin}/mobile/marketplace/?id=1&bx24_placement=CRM_DEAL_DETAIL_TOOLBAR`)
    expect(await page.getByRole('alert').textContent()).toContain('no such place')
    expect(stage.posted).toEqual([])
  })

  it('says that there are no apps where none is bound or installed', async () => {
    await open(`/mobile/im/dialog/${max}/`)
    await page.locator('#main summary').click()
    expect(await page.getByText('There are no apps for chats.').isVisible()).toBe(true)
    bindTo('IMMOBILE_CONTEXT_MENU', 'Create from chat')
    app.installed = false
    await page.reload()
    await page.locator('#main summary').click()
    expect(await page.getByText('There are no apps for chats.').isVisible()).toBe(true)
  })

  it('opens no path; the SDK then opens a card in a window of its own', async () => {
    await open('/mobile/marketplace/?id=1', '1.en.light')
    const frame = await appFrame(page)
    const path = cardPath(deal)
    const refused = await frame.evaluate((to) => window.b24.parent.message.send('openPath', { path: to }), path)
    expect(refused).toEqual({ result: 'error', errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE' })
    const opened = page.context().waitForEvent('page')
    void frame.evaluate((to) => void window.b24.slider.openPath(window.b24.slider.getUrl(to)), path)
    expect(new URL((await opened).url() || (await (await opened).evaluate(() => location.href))).pathname).toBe(path)
  })

  it('keeps silent to what needs a browser’s side panel or the messenger', async () => {
    await open('/mobile/marketplace/?id=1')
    const frame = await appFrame(page)
    const sid = stage.posted[0]!.url.searchParams.get('APP_SID')!
    const answered = await frame.evaluate(async (appSid) => {
      const answers: string[] = []
      window.addEventListener('message', (event) => answers.push(String(event.data).split(':')[0]!))
      const commands = ['openApplication:{"a":1}:app', 'closeApplication:close', 'imOpenMessenger:{"dialogId":1}:im']
      for (const command of [...commands, 'getInterface:known']) window.parent.postMessage(`${command}:${appSid}`, '*')
      await new Promise((resolve) => setTimeout(resolve, 300))
      return answers
    }, sid)
    expect(answered).toEqual(['known'])
    expect(stage.posted).toHaveLength(1)
  })
})

describe('a link to the app', () => {
  const link = () => `/marketplace/view/${app.clientId}/?params[type]=deal&params[id]=5`

  it('hands its params to what the app bound to REST_APP_URI, from a slider with the page it was followed from', async () => {
    bindTo('REST_APP_URI', '')
    const id = stage.portal.state.nextId('comment')
    // Brackets would end the tag.
    const address = link().replaceAll('[', '%5B').replaceAll(']', '%5D')
    const text = `[URL=${address}]Convert[/URL]`
    stage.portal.state.comments.set(id, { id, owner: deal, authorId: 1, text, createdTime: new Date().toISOString() })
    await open(cardPath(deal), '1.en.light')
    await page.getByRole('link', { name: 'Convert' }).click()
    await expect.poll(() => stage.posted.length).toBe(1)
    const options = { type: 'deal', id: '5', URI: cardPath(deal) }
    expect(posted()).toEqual({ path: '/REST_APP_URI', PLACEMENT: 'REST_APP_URI', options })
    expect(await page.locator('dialog.slider').count()).toBe(1)
  })

  it('hands them over on a phone without a URI', async () => {
    bindTo('REST_APP_URI', '')
    await open(link())
    const options = { type: 'deal', id: '5' }
    expect(await placement()).toEqual({ title: 'REST_APP_URI', options })
    expect(posted()).toMatchObject({ PLACEMENT: 'REST_APP_URI', options })
  })

  it('opens the main page with the address’s parameters where nothing is bound', async () => {
    await open(link())
    expect(await placement()).toEqual({ title: 'DEFAULT', options: { params: { type: 'deal', id: '5' } } })
  })

  it('opens the installer for an administrator as long as the app is not installed', async () => {
    bindTo('REST_APP_URI', '')
    Object.assign(app, { installed: false, installerUrl: `${stage.appUrl}/install` })
    await open(link())
    await appFrame(page)
    expect(posted()).toMatchObject({ path: '/install', PLACEMENT: 'DEFAULT' })
  })
})
