// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { h, type Component } from 'vue'
import { fetchRest, later } from '../../client/later.ts'
import { mount } from './mount.ts'

/** As a fetched file looks. */
const part = { __esModule: true, default: { render: () => h('p', 'The part') } as Component }

test('a part that is on its way says so, and is there in the end', async () => {
  let arrive!: (fetched: typeof part) => void
  const page = await mount(
    later(() => new Promise<typeof part>((resolve) => (arrive = resolve))),
    {},
  )
  await expect.poll(() => page.textContent).toBe('Einen Moment …')
  arrive(part)
  await expect.poll(() => page.textContent).toBe('The part')
})

test('a part that cannot be fetched says so, and comes when somebody tries again', async () => {
  const load = vi.fn(() => Promise.resolve(part)).mockRejectedValueOnce(new Error('gone'))
  const page = await mount(later(load), {})
  await expect.poll(() => page.querySelector('[role=alert]')?.textContent).toContain('nicht erreichbar')
  expect(load).toHaveBeenCalledTimes(1)
  page.querySelector<HTMLButtonElement>('.notice .flex-wrap button')!.click()
  await expect.poll(() => page.textContent).toBe('The part')
})

test('what few people need is not fetched ahead', async () => {
  const usual = vi.fn(() => Promise.resolve(part))
  const seldom = vi.fn(() => Promise.resolve(part))
  later(usual)
  later(seldom, { ahead: false })
  fetchRest()
  await expect.poll(() => usual.mock.calls.length).toBe(1)
  expect(seldom).not.toHaveBeenCalled()
})
