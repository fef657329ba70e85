import type { Browser, Page } from '@playwright/test'
import { describe, expect, it } from 'vitest'
import { appFrame, installOn } from './framed-app.ts'
import type { Stage } from './framed-app.ts'
import { onStage } from './on-stage.ts'

let browser: Browser
let stage: Stage
let page: Page
let token: string
onStage(
  async (opened, inBrowser) => {
    stage = opened
    browser = inBrowser
    installOn(stage)
    token = stage.portal.tokens(2).accessToken
    page = await stage.open(browser, '/marketplace/app/1/', { as: '2.en.light' })
    await page.getByText('Trouble', { exact: true }).click()
  },
  () => page,
)

const order = async (name: string) => {
  const answered = page.waitForResponse((response) => response.url().endsWith('/simulation/trouble'))
  await page.getByRole('button', { name }).click()
  await answered
}
const told = () => page.locator('.bar').getByRole('status').textContent()
/** What an app gets for a call with the token it got before the trouble. */
const call = async (method: string, params: object) => {
  const answer = await fetch(`${stage.portal.origin}/rest/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...params, auth: token }),
  }).catch(() => null)
  return answer === null ? 'no answer' : { status: answer.status, ...((await answer.json()) as { error?: string }) }
}
const add = () => call('crm.item.add', { entityTypeId: 2, fields: { title: 'New' } })
const deals = () => stage.portal.state.items.deal.size

describe('the bar orders trouble', () => {
  it('an answer that is lost, though the record is there; once', async () => {
    await order('The answer is lost')
    await expect.poll(told).toContain('after: crm.item.add · dropAnswer · 1')
    expect([await add(), deals()]).toEqual(['no answer', 1])
    expect(await add()).toMatchObject({ status: 200 })
  })

  it('a request that never arrives', async () => {
    await order('The request is lost')
    expect([await add(), deals()]).toEqual(['no answer', 0])
  })

  it.each([
    ['Server error', { status: 500, error: 'INTERNAL_SERVER_ERROR' }, 1],
    ['Busy', { status: 503, error: 'QUERY_LIMIT_EXCEEDED' }, 0],
    ['Creating records is refused', { error: 'ACCESS_DENIED' }, 0],
    ['The sign-in expires now', { status: 401, error: 'expired_token' }, 0],
  ])('%s', async (name, answer, left) => {
    await order(name)
    expect(await add()).toMatchObject(answer)
    expect(deals()).toBe(left)
  })

  it('a sign-in that ends between two calls', async () => {
    stage.portal.add('deal', { title: 'x' })
    await order('The sign-in expires once a record has been read')
    expect(await call('crm.item.get', { entityTypeId: 2, id: 1 })).toMatchObject({ status: 200 })
    expect(await add()).toMatchObject({ error: 'expired_token' })
  })

  it('a slow portal', async () => {
    await order('Slow')
    await expect.poll(told).toContain('slow: * · 3000 · 5')
  })

  it('and calls it off', async () => {
    await order('Creating records is refused')
    await expect.poll(told).toContain('refuse: crm.item.add')
    await order('Call off all trouble')
    await expect.poll(told).toContain('Nothing is ordered.')
    expect(await add()).toMatchObject({ status: 200 })
  })

  it('without leaving the page or reloading the app', async () => {
    const frame = await appFrame(page)
    await order('Busy')
    expect(await frame.evaluate(() => Boolean(window.b24))).toBe(true)
    expect(stage.posted).toHaveLength(1)
  })

  it('and takes orders from its own pages only', async () => {
    const answer = await stage.portal.handle(
      new Request(`${stage.portal.origin}/simulation/trouble`, {
        method: 'POST',
        headers: { origin: stage.appUrl },
        body: new URLSearchParams({ trouble: 'busy' }),
      }),
    )
    expect(answer.status).toBe(403)
    expect(stage.portal.faults.ordered()).toMatchObject({ busy: 0 })
  })
})
