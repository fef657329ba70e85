import type { Browser, Frame, Page } from '@playwright/test'
import { describe, expect, it } from 'vitest'
import { cardPath } from '../crm/relations.ts'
import type { App, Item } from '../state.ts'
import type { Stage } from './framed-app.ts'
import { onStage } from './on-stage.ts'

let browser: Browser
let stage: Stage
let app: App
let deal: Item
let page: Page
onStage(
  (opened, inBrowser) => {
    stage = opened
    browser = inBrowser
    app = stage.portal.installApp({
      handlerUrl: `${stage.appUrl}/classic`,
      title: { en: 'Classic' },
      scopes: ['crm', 'placement'],
    })
    const langAll = { en: { TITLE: 'Classic', DESCRIPTION: '', GROUP_NAME: '' } }
    app.placements.push({ placement: 'CRM_DEAL_DETAIL_TOOLBAR', handler: `${stage.appUrl}/classic`, langAll })
    deal = stage.portal.add('deal', { title: 'The deal' })
  },
  () => page,
)

const newestFrame = async (): Promise<Frame> => {
  const element = await page.locator('iframe.app-frame').last().elementHandle()
  const frame = (await element!.contentFrame())!
  await frame.waitForFunction('window.ready')
  return frame
}
const openMainPage = async (as = '1.en.light') => {
  page = await stage.open(browser, '/marketplace/app/1/', { as })
  return newestFrame()
}
const openPlacement = async () => {
  page = await stage.open(browser, cardPath(deal))
  await page.getByLabel('More actions').click()
  await page.getByRole('button', { name: 'Classic' }).click()
  return newestFrame()
}
/** What the callback of a call is given; `script` hands `done` over as that callback. */
const answerOf = (frame: Frame, script: string) => {
  const answer = frame.evaluate(`new Promise((done) => { ${script} })`) as Promise<unknown>
  // Some are awaited much later; a page that is closed before must fail its own test and no other.
  answer.catch(() => undefined)
  return answer
}
/** Whether an answer comes within a moment. */
const isAnswered = (frame: Frame, script: string) =>
  frame.evaluate(
    `new Promise((resolve) => { const done = () => resolve(true); setTimeout(() => resolve(false), 300); ${script} })`,
  )

describe('the classic library in the portal’s frame', () => {
  it('starts with init data and knows where it is, who looks and until when', async () => {
    const frame = await openPlacement()
    const options = { ID: String(deal.id), URI: cardPath(deal) }
    expect(await frame.evaluate('BX24.placement.info()')).toEqual({ placement: 'CRM_DEAL_DETAIL_TOOLBAR', options })
    expect(await frame.evaluate('[BX24.isAdmin(), BX24.getLang(), BX24.getDomain()]')).toEqual([
      true,
      'en',
      new URL(stage.portal.origin).host,
    ])
    const auth = (await frame.evaluate('BX24.getAuth()')) as { access_token: string; expires_in: number }
    expect(stage.portal.state.grants.get(auth.access_token)?.userId).toBe(1)
    expect(auth.expires_in).toBeGreaterThan(Date.now())
  })

  it('calls REST form-encoded with the person’s own token, lists and maps included', async () => {
    const frame = await openMainPage('2.en.light')
    const params = `{ entityTypeId: 2, select: ['id', 'title'], filter: { '@id': [${deal.id}] } }`
    const script = `BX24.callMethod('crm.item.list', ${params}, (answer) => done(answer.data()))`
    expect(await answerOf(frame, script)).toMatchObject({ items: [{ id: deal.id, title: 'The deal' }] })
    expect(stage.portal.requests.at(-1)).toMatchObject({ method: 'crm.item.list', userId: 2 })
  })

  it('turns the pages of a list', async () => {
    for (let number = 0; number < 51; number++) stage.portal.add('lead', { title: `Lead ${number}` })
    const frame = await openMainPage()
    const script = `let found = 0
      BX24.callMethod('crm.item.list', { entityTypeId: 1, order: { id: 'ASC' } }, (answer) => {
        found += answer.data().items.length
        if (answer.more()) answer.next(); else done(found)
      })`
    expect(await answerOf(frame, script)).toBe(51)
  })

  it('renews a token that has ended, by itself and when asked', async () => {
    const frame = await openMainPage('2.en.light')
    stage.portal.faults.expireTokens()
    const script = `BX24.callMethod('profile', {}, (answer) => done(answer.data().ID))`
    expect(await answerOf(frame, script)).toBe('2')
    const before = await frame.evaluate('BX24.getAuth().access_token')
    const after = (await answerOf(frame, 'BX24.refreshAuth((auth) => done(auth.access_token))')) as string
    expect(after).not.toBe(before)
    expect(stage.portal.state.grants.get(after)?.userId).toBe(2)
  })

  it('sizes, names and scrolls its own page, and is told the size it got', async () => {
    const frame = await openMainPage()
    expect(await answerOf(frame, 'BX24.resizeWindow(400, 3000, done)')).toEqual({ width: 400, height: 3000 })
    expect(await answerOf(frame, `BX24.setTitle('A: "title"', done)`)).toEqual({ title: 'A: "title"' })
    expect(await page.locator('h1').textContent()).toBe('A: "title"')
    expect(await answerOf(frame, 'BX24.scrollParentWindow(500, done)')).toEqual({ scroll: 500 })
    expect(await page.evaluate(() => window.scrollY)).toBe(500)
    await frame.evaluate('BX24.reloadWindow()')
    await expect.poll(() => stage.posted.length).toBe(2)
  })

  it('fits its frame to its content', async () => {
    const frame = await openMainPage()
    await answerOf(frame, `document.body.style.height = '900px'; BX24.fitWindow(done)`)
    const { width, height } = (await page.locator('iframe.app-frame').boundingBox())!
    expect(height).toBeGreaterThan(899)
    expect(width).toBe((await page.locator('section.app').boundingBox())!.width)
  })

  it.each(['resizeWindow(400, 400, done)', `setTitle('x', done)`, 'scrollParentWindow(1, done)', 'reloadWindow(done)'])(
    'gets no answer to %s at a placement',
    async (call) => {
      const frame = await openPlacement()
      expect(await isAnswered(frame, `BX24.${call}`)).toBe(false)
    },
  )

  it('finds no commands at the toolbar and no answer to what does not exist', async () => {
    const frame = await openPlacement()
    expect(await answerOf(frame, 'BX24.placement.getInterface(done)')).toEqual({ command: [], event: [] })
    expect(await isAnswered(frame, `BX24.placement.call('reloadData', {}, done)`)).toBe(false)
    expect(await isAnswered(frame, `BX24.placement.bindEvent('onAnything', done)`)).toBe(false)
  })

  it('hears nothing of the messenger, and of nothing it did not ask a callback for', async () => {
    const frame = await openMainPage()
    const calls = `BX24.im.callTo(2, true); BX24.im.phoneTo('+49'); BX24.im.openMessenger('chat1')
      BX24.im.openHistory('chat1'); BX24.setTitle('quiet')`
    expect(await isAnswered(frame, `addEventListener('message', done); ${calls}`)).toBe(false)
    expect(await page.locator('h1').textContent()).toBe('quiet')
  })

  it('opens itself in a slider, with settings beside the parameters, and hears of its end', async () => {
    const frame = await openMainPage()
    const settings = `{ width: 450, title: 'Second step', label: { bgColor: 'pink', text: 'my task' } }`
    const closed = answerOf(frame, `BX24.openApplication({ opened: true }, done, ${settings})`)
    const slider = page.getByRole('dialog', { name: 'Second step' })
    await slider.waitFor()
    await expect.poll(() => stage.posted.length).toBe(2)
    expect(JSON.parse(stage.posted[1]!.fields.PLACEMENT_OPTIONS!)).toMatchObject({ opened: true })
    expect(stage.posted[1]!.fields.PLACEMENT_OPTIONS).not.toContain('bx24_')
    // The panel slides in on a fraction of a pixel, and stays on one in some browsers.
    expect((await slider.locator('.slider-panel').boundingBox())!.width).toBeCloseTo(450, 1)
    expect(await slider.getByText('my task').isVisible()).toBe(true)
    await (await newestFrame()).evaluate('BX24.closeApplication()')
    expect(await closed).toEqual([])
    expect(await page.locator('dialog.slider').count()).toBe(0)
  })

  it('opens a card, hears of its end, and of a path that is not allowed at once', async () => {
    const frame = await openMainPage()
    const closed = answerOf(frame, `BX24.openPath('${cardPath(deal)}', done)`)
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await closed).toEqual({ result: 'close' })
    expect(await answerOf(frame, `BX24.openPath('/settings/', done)`)).toEqual({
      result: 'error',
      errorCode: 'PATH_NOT_AVAILABLE',
    })
  })

  it.each([
    ['selectUser(done)', 'Max Berger', { id: 2, name: 'Max Berger' }],
    ['selectUsers(done)', 'Max Berger', [{ id: 2, name: 'Max Berger' }]],
    [`selectAccess(['U1'], done)`, 'Max Berger', [{ id: 'U2', name: 'Max Berger' }]],
    [`selectCRM({ entityType: ['deal'] }, done)`, 'The deal', { deal: [{ id: 'D_1', title: 'The deal' }] }],
  ])('%s lets somebody choose', async (call, label, answer) => {
    const frame = await openMainPage()
    const choosing = answerOf(frame, `BX24.${call}`)
    await page.getByRole('dialog').getByLabel(label).check()
    await page.getByRole('button', { name: 'Select' }).click()
    expect(await choosing).toMatchObject(answer)
  })

  it('keeps options: the app’s for administrators, a person’s for everybody', async () => {
    const frame = await openMainPage()
    expect(await answerOf(frame, `BX24.appOption.set('colour', 'blue', done)`)).toEqual({ colour: 'blue' })
    await frame.evaluate(`BX24.userOption.set('size', 'big')`)
    await expect.poll(() => app.userOptions.get(1)).toEqual({ size: 'big' })
    await page.reload()
    const later = await newestFrame()
    expect(await later.evaluate(`[BX24.appOption.get('colour'), BX24.userOption.get('size')]`)).toEqual(['blue', 'big'])
  })
})

describe('its installation', () => {
  it('runs what install() was given at a person’s first run, and only then', async () => {
    stage.classicScript = `BX24.install(() => { window.installed = true; BX24.installFinish() })
      BX24.init(() => { window.ready = true })`
    const frame = await openMainPage()
    expect(await frame.evaluate('window.installed')).toBe(true)
    await page.reload()
    expect(await (await newestFrame()).evaluate('window.installed')).toBeUndefined()
    stage.portal.updateApp()
    await page.reload()
    expect(await (await newestFrame()).evaluate('window.installed')).toBe(true)
  })

  it('is finished by installFinish(), and the portal opens the app in the installer’s place', async () => {
    Object.assign(app, { installed: false, installerUrl: `${stage.appUrl}/classic-install` })
    const frame = await openMainPage()
    await frame.evaluate('void BX24.installFinish()').catch(() => {})
    await page.waitForURL(/install_finished=Y/)
    await newestFrame()
    expect(app.installed).toBe(true)
    expect(stage.posted.map(({ url }) => url.pathname)).toEqual(['/classic-install', '/classic'])
  })
})
