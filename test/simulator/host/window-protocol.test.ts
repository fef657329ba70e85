import type { Browser, Page } from '@playwright/test'
import { describe, expect, it } from 'vitest'
import { cardPath } from '../crm/relations.ts'
import type { Item } from '../state.ts'
import { appFrame, installOn, openFromCard } from './framed-app.ts'
import type { Stage } from './framed-app.ts'
import { onStage } from './on-stage.ts'

const salesperson = '2.en.light'

let browser: Browser
let stage: Stage
let deal: Item
let page: Page
onStage(
  (opened, inBrowser) => {
    stage = opened
    browser = inBrowser
    installOn(stage)
    deal = stage.portal.add('deal', { title: 'The deal' })
  },
  () => page,
)

const openMainPage = async (as?: string) => {
  page = await stage.open(browser, '/marketplace/app/1/', { as })
  return appFrame(page)
}
const openPlacement = async (as?: string) => {
  page = await stage.open(browser, cardPath(deal), { as })
  return openFromCard(page)
}

describe('the official SDK in the portal’s frame', () => {
  it('starts at a placement, knows where it is, and reaches REST as the person', async () => {
    const frame = await openPlacement(salesperson)
    const known = await frame.evaluate(async () => {
      const { placement, auth } = window.b24
      const call = await window.b24.actions.v2.call.make<{ ID: string }>({ method: 'profile' })
      return {
        placement: placement.title,
        options: placement.options,
        isAdmin: auth.isAdmin,
        me: call.getData()?.result.ID,
      }
    })
    const options = { ID: String(deal.id), URI: cardPath(deal) }
    expect(known).toEqual({ placement: 'CRM_DEAL_DETAIL_TOOLBAR', options, isAdmin: false, me: '2' })
    expect(stage.posted).toHaveLength(1)
    expect(JSON.parse(stage.posted[0]!.fields.PLACEMENT_OPTIONS!)).toEqual(options)
    expect(stage.posted[0]!.url.searchParams.get('DOMAIN')).toBe(new URL(stage.portal.origin).host)
  })

  it('stands in a frame named after the portal, without a sandbox', async () => {
    await openPlacement()
    const iframe = page.locator('iframe.app-frame')
    const sid = stage.posted[0]!.url.searchParams.get('APP_SID')
    expect(await iframe.getAttribute('name')).toBe(`${new URL(stage.portal.origin).host}|0|${sid}`)
    expect(await iframe.getAttribute('sandbox')).toBeNull()
    expect(await iframe.getAttribute('allow')).toBe('geolocation *; microphone *; camera *; autoplay *;')
  })

  it('tells a first run once', async () => {
    const frame = await openMainPage()
    expect(await frame.evaluate(() => window.b24.isFirstRun)).toBe(true)
    await page.reload()
    expect(await (await appFrame(page)).evaluate(() => window.b24.isFirstRun)).toBe(false)
  })

  it('gets a fresh token that works', async () => {
    const frame = await openMainPage(salesperson)
    const [before, after] = await frame.evaluate(async () => {
      const { auth } = window.b24
      const old = auth.getAuthData()
      const fresh = await auth.refreshAuth()
      return [old && old.access_token, fresh.access_token]
    })
    expect(after).not.toBe(before)
    expect(stage.portal.state.grants.get(String(after))?.userId).toBe(2)
  })

  it('sets the title of its own page; at a placement the portal keeps silent', async () => {
    const own = await openMainPage()
    await own.evaluate(() => window.b24.parent.setTitle('A new title: "quoted"'))
    expect(await page.locator('h1').textContent()).toBe('A new title: "quoted"')
    await page.goto(stage.portal.origin + cardPath(deal))
    const frame = await openFromCard(page)
    expect(await frame.evaluate(() => window.b24.parent.setTitle('x') as Promise<unknown>)).toEqual({ isSafely: true })
  })

  it('resizes its frame on its own page, never in a slider', async () => {
    const own = await openMainPage()
    await own.evaluate(() => window.b24.parent.resizeWindow(400, 555))
    expect(await page.locator('iframe.app-frame').boundingBox()).toMatchObject({ width: 400, height: 555 })
    await page.goto(stage.portal.origin + cardPath(deal))
    const frame = await openFromCard(page)
    const answer = await frame.evaluate(() => window.b24.parent.resizeWindow(400, 555) as Promise<unknown>)
    expect(answer).toEqual({ isSafely: true })
  })

  it('scrolls and reloads the page around its own page, and nothing at a placement', async () => {
    const own = await openMainPage()
    await own.evaluate(() => window.b24.parent.resizeWindow(400, 3000))
    await own.evaluate(() => window.b24.parent.scrollParentWindow(500))
    expect(await page.evaluate(() => window.scrollY)).toBe(500)
    await own.evaluate(() => void window.b24.parent.reloadWindow())
    await expect.poll(() => stage.posted.length).toBe(2)
    await page.goto(stage.portal.origin + cardPath(deal))
    const frame = await openFromCard(page)
    await frame.evaluate(() => window.b24.parent.reloadWindow())
    expect(await page.locator('dialog.slider').count()).toBe(1)
  })

  it('keeps the app’s options for administrators and a person’s for everybody', async () => {
    const app = stage.portal.state.apps.get(1)!
    const asAdmin = await openMainPage()
    await asAdmin.evaluate(() => window.b24.options.appSet('colour', 'blue'))
    expect(app.options).toEqual({ colour: 'blue' })
    await page.context().close()
    const frame = await openMainPage(salesperson)
    await frame.evaluate(() => window.b24.options.appSet('colour', 'red'))
    await frame.evaluate(() => window.b24.options.userSet('size', 'big'))
    expect(app.options).toEqual({ colour: 'blue' })
    expect(app.userOptions.get(2)).toEqual({ size: 'big' })
  })

  it('lets somebody choose employees', async () => {
    const frame = await openMainPage()
    const choosing = frame.evaluate(() => window.b24.dialog.selectUsers())
    const dialog = page.getByRole('dialog', { name: 'Choose employees' })
    await dialog.getByLabel('Anna Weiß').check()
    await dialog.getByLabel('Julia Kern').check()
    await dialog.getByRole('button', { name: 'Select' }).click()
    expect(await choosing).toMatchObject([
      { id: 1, name: 'Anna Weiß', url: '/company/personal/user/1/' },
      { id: 3, name: 'Julia Kern' },
    ])
  })

  it('finds no commands of the toolbar, and no events', async () => {
    const frame = await openPlacement()
    expect(await frame.evaluate(() => window.b24.placement.getInterface())).toEqual({ command: [], event: [] })
    const bound = await frame.evaluate(() => window.b24.placement.bindEvent('onAnything', () => {}))
    expect(bound).toEqual({ isSafely: true })
  })
})

describe('what the portal does not answer', () => {
  /** Sends text as a frame and collects what comes back within a moment. */
  const send = async (texts: string[]) => {
    const frame = await openMainPage()
    const sid = stage.posted[0]!.url.searchParams.get('APP_SID')!
    return frame.evaluate(
      async ([messages, appSid]) => {
        const answers: string[] = []
        window.addEventListener('message', (event) => answers.push(String(event.data)))
        for (const message of messages) window.parent.postMessage(message.replace('SID', appSid), '*')
        await new Promise((resolve) => setTimeout(resolve, 300))
        return answers.map((answer) => answer.split(':')[0])
      },
      [texts, sid] as const,
    )
  }

  it('is everything but a known command with the frame’s own id', async () => {
    const answered = await send([
      'getInterface:known:SID',
      'noSuchCommand:unknown:SID',
      'constructor:unknown:SID',
      'getInterface:foreign:00000000000000000000000000000000',
      'imOpenMessenger:{"dialogId":1}:silent:SID',
      'getInterface',
      '',
    ])
    expect(answered).toEqual(['known'])
  })

  it('is a message from any other origin, even with the right id', async () => {
    await openMainPage()
    const sid = stage.posted[0]!.url.searchParams.get('APP_SID')!
    const own = stage.portal.state.apps.get(1)!
    await page.evaluate((appSid) => window.postMessage(`setTitle:{"title":"hijacked"}:id:${appSid}`, '*'), sid)
    await page.evaluate((appSid) => window.postMessage(`setAppOption:{"name":"a","value":1}:id:${appSid}`, '*'), sid)
    await page.waitForTimeout(300)
    expect(await page.locator('h1').textContent()).toBe('The app')
    expect(own.options).toEqual({})
  })

  it('but objects are understood like text', async () => {
    const frame = await openMainPage()
    const sid = stage.posted[0]!.url.searchParams.get('APP_SID')!
    await frame.evaluate((appSid) => {
      window.parent.postMessage({ method: 'setTitle', params: { title: 'By object' }, callback: 'id', appSid }, '*')
    }, sid)
    await page.getByRole('heading', { name: 'By object' }).waitFor()
  })
})
