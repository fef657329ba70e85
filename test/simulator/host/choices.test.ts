import type { Browser, Frame, Page } from '@playwright/test'
import { describe, expect, it } from 'vitest'
import { appFrame, installOn } from './framed-app.ts'
import type { Stage } from './framed-app.ts'
import { onStage } from './on-stage.ts'

let browser: Browser
let stage: Stage
let page: Page
let frame: Frame
onStage(
  async (opened, inBrowser) => {
    stage = opened
    browser = inBrowser
    installOn(stage)
    const { portal } = stage
    const roof = portal.add('company', { title: 'Roof Ltd' })
    portal.add('lead', { title: 'The lead', companyId: roof.id })
    portal.add('contact', { name: 'Eva', lastName: 'Smith' })
    for (const title of ['First deal', 'Second deal']) portal.add('deal', { title })
    portal.add('quote', { title: 'The quote' })
    portal.add('invoice', { title: 'The invoice' })
    await openAs('1.en.light')
  },
  () => page,
)

const openAs = async (as: string) => {
  page = await stage.open(browser, '/marketplace/app/1/', { as })
  frame = await appFrame(page)
}
const dialog = () => page.getByRole('dialog')
const select = () => dialog().getByRole('button', { name: 'Select' }).click()

describe('the portal’s dialogs, opened by the official SDK', () => {
  it('let somebody choose one employee, guests from outside excepted', async () => {
    stage.portal.addUser({ name: 'Guest', extranet: true })
    const choosing = frame.evaluate(() => window.b24.dialog.selectUser())
    await dialog().getByLabel('Max Berger').check()
    expect(await dialog().getByText('Guest').count()).toBe(0)
    await select()
    const url = '/company/personal/user/2/'
    expect(await choosing).toMatchObject({ id: 2, name: 'Max Berger', photo: '', url, sub: false, sup: false })
  })

  it('let somebody choose access permissions, but none that is taken', async () => {
    const choosing = frame.evaluate(() => window.b24.dialog.selectAccess(['U1', 'AU']))
    await dialog().getByLabel('Max Berger').check()
    await dialog().getByLabel('Department: Company').check()
    expect(await dialog().getByLabel('Anna Weiß').isDisabled()).toBe(true)
    expect(await dialog().getByLabel('All authorised users').isDisabled()).toBe(true)
    await select()
    expect(await choosing).toEqual([
      { id: 'D1', name: 'Department: Company' },
      { id: 'U2', name: 'Max Berger' },
    ])
  })

  it('let somebody choose records of several types, some chosen from the start', async () => {
    const choosing = frame.evaluate(() =>
      window.b24.dialog.selectCRM({
        entityType: ['lead', 'contact', 'company', 'deal', 'quote'],
        multiple: true,
        value: { deal: [1] },
      }),
    )
    await dialog().getByLabel('The lead').check()
    await dialog().getByLabel('Eva Smith').check()
    await dialog().getByLabel('The quote').check()
    expect(await dialog().getByLabel('First deal').isChecked()).toBe(true)
    expect(await dialog().getByText('The invoice').count()).toBe(0)
    await select()
    const lead = { id: 'L_1', type: 'lead', place: 'lead', title: 'The lead', desc: 'Roof Ltd' }
    expect(await choosing).toEqual({
      lead: [{ ...lead, url: '/crm/lead/details/1/' }],
      contact: [expect.objectContaining({ id: 'C_1', title: 'Eva Smith', image: '' })],
      company: [],
      deal: [expect.objectContaining({ id: 'D_1', title: 'First deal', url: '/crm/deal/details/1/' })],
      quote: [expect.objectContaining({ id: 'Q_1', url: '/crm/type/7/details/1/' })],
    })
  })

  it('let somebody choose one record; only what they may read, searched by name', async () => {
    for (let number = 1; number <= 9; number++) stage.portal.add('deal', { title: `Filler ${number}` })
    const eva = stage.portal.addUser({ name: 'Eva', rights: { deal: { read: 'own' } } })
    stage.portal.add('deal', { title: 'Eva’s own', assignedById: eva.id })
    const choosing = frame.evaluate(() =>
      window.b24.dialog.selectCRM({ entityType: ['deal'], multiple: false, value: { deal: [1] } }),
    )
    await dialog().getByRole('searchbox').fill('second')
    expect(await dialog().locator('label:visible').allTextContents()).toEqual(['Second deal'])
    await dialog().getByLabel('Second deal').check()
    await select()
    expect(await choosing).toEqual({ deal: [expect.objectContaining({ id: 'D_2' })] })
    await page.context().close()
    await openAs(`${eva.id}.en.light`)
    void frame.evaluate(() => void window.b24.dialog.selectCRM({ entityType: ['deal'], multiple: false }))
    await dialog().waitFor()
    expect(await dialog().locator('label').allTextContents()).toEqual(['Eva’s own'])
  })

  it.each(['selectUser', 'selectAccess', 'selectCRM'])('leave %s without an answer when closed', async (command) => {
    const sid = stage.posted.at(-1)!.url.searchParams.get('APP_SID')!
    await frame.evaluate(
      ([name, appSid]) => {
        window.addEventListener('message', () => (document.title = 'answered'))
        window.parent.postMessage(`${name}:{}:id:${appSid}`, '*')
      },
      [command, sid] as const,
    )
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await page.waitForTimeout(200)
    expect(await frame.title()).toBe('App')
    expect(await dialog().count()).toBe(0)
  })
})
