import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../browser.ts'
import { appFrame, openStage, type Stage } from '../host/framed-app.ts'
import { startPortal, type PortalInfo } from './start-portal.ts'

let browser: Browser
let stage: Stage
let page: Page
let portal: { info: PortalInfo; close(): Promise<void> }
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())
beforeEach(async () => {
  stage = await openStage()
  portal = await startPortal({ appUrl: `${stage.appUrl}/app` })
  page = await browser.newPage()
})
afterEach(async () => {
  await page.close()
  await Promise.all([portal.close(), stage.close()])
})

describe('the host page', () => {
  test('frames the app on its own page', async () => {
    await page.goto(portal.info.hostPage)
    const frame = await appFrame(page)
    expect(await frame.evaluate('b24.placement.title')).toBe('DEFAULT')
    expect(stage.posted.at(-1)?.fields).toMatchObject({
      PLACEMENT: 'DEFAULT',
      APPLICATION_TOKEN: portal.info.applicationToken,
      member_id: portal.info.memberId,
    })
  })

  test('frames it as the mobile client does, from a chat too', async () => {
    await page.goto(`${portal.info.hostPage}?mobile=Y`)
    const main = await appFrame(page)
    const open = { path: '/crm/deal/details/1/' }
    expect(await main.evaluate((params) => window.b24.parent.message.send('openPath', params), open)).toEqual({
      result: 'error',
      errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE',
    })
    await page.goto(`${portal.info.hostPage}?mobile=Y&placement=IMMOBILE_CONTEXT_MENU&id=chat7`)
    await appFrame(page)
    expect(stage.posted.at(-1)?.fields).toMatchObject({
      PLACEMENT: 'IMMOBILE_CONTEXT_MENU',
      PLACEMENT_OPTIONS: '{"dialogId":"chat7"}',
    })
  })

  test.each([
    ['CRM_DEAL_DETAIL_TOOLBAR', { ID: '3', URI: '/crm/deal/details/3/' }],
    ['CRM_QUOTE_DETAIL_TOOLBAR', { ENTITY_ID: '3', URI: '/crm/type/7/details/3/' }],
    ['CRM_SMART_INVOICE_DETAIL_TAB', { ID: '3', URI: '/crm/type/31/details/3/' }],
  ])('frames it in the placement %s', async (placement, options) => {
    await page.goto(`${portal.info.hostPage}?placement=${placement}&id=3&user=2`)
    const frame = await appFrame(page)
    const { fields } = stage.posted.at(-1) ?? { fields: {} as Record<string, string> }
    expect(fields.PLACEMENT).toBe(placement)
    expect(JSON.parse(fields.PLACEMENT_OPTIONS ?? '')).toEqual(options)
    expect(await frame.evaluate('b24.placement.options')).toEqual(options)
    const profile = `b24.actions.v2.call.make({ method: 'profile' }).then((answer) => answer.getData().result.ID)`
    expect(await frame.evaluate(profile)).toBe('2')
  })

  test.each(['resizeWindow(400, 555)', 'fitWindow()'])(
    'a tab of a card takes the size of %s and answers it',
    async (call) => {
      await page.goto(`${portal.info.hostPage}?placement=CRM_DEAL_DETAIL_TAB&id=3`)
      const frame = await appFrame(page)
      const size = (await frame.evaluate(`b24.parent.${call}`)) as { width: number; height: number }
      expect(size).toEqual({ width: expect.any(Number), height: expect.any(Number) })
      expect(await page.locator('iframe.app-frame').boundingBox()).toMatchObject(size)
    },
  )

  test.each(['resizeWindow(400, 555)', 'fitWindow()'])('a toolbar item hears nothing of %s', async (call) => {
    await page.goto(`${portal.info.hostPage}?placement=CRM_DEAL_DETAIL_TOOLBAR&id=3`)
    const frame = await appFrame(page)
    expect(await frame.evaluate(`b24.parent.${call}`)).toEqual({ isSafely: true })
  })

  test.each([
    ['CRM_DEAL_DETAIL_TAB', ['reloadData'], ''],
    ['CRM_DEAL_LIST_MENU', ['reloadData'], ''],
    ['CRM_DEAL_DETAIL_TOOLBAR', [], { isSafely: true }],
  ])('offers the commands of the placement %s and answers no others', async (placement, command, answer) => {
    await page.goto(`${portal.info.hostPage}?placement=${placement}&id=3`)
    const frame = await appFrame(page)
    expect(await frame.evaluate('b24.placement.getInterface()')).toEqual({ command, event: [] })
    expect(await frame.evaluate(`b24.placement.call('reloadData')`)).toEqual(answer)
  })

  test('may keep silent about openPath, until it is told to answer', async () => {
    const toolbar = `${portal.info.hostPage}?placement=CRM_DEAL_DETAIL_TOOLBAR&id=3`
    const refused = { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' }
    const ask = async (frame: Awaited<ReturnType<typeof appFrame>>) =>
      frame.evaluate((path) => {
        const answer = window.b24.parent.message.send('openPath', { path })
        return Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 500, 'silence'))])
      }, '/nowhere/')
    await page.goto(`${toolbar}&openPath=silent`)
    expect(await ask(await appFrame(page))).toBe('silence')
    await page.goto(toolbar)
    expect(await ask(await appFrame(page))).toBe('silence')
    await page.goto(`${toolbar}&openPath=answered`)
    expect(await ask(await appFrame(page))).toEqual(refused)
  })
})
