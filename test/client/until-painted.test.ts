// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { untilPainted } from '../../client/sight/until-painted.ts'

let frames: (() => void)[]

beforeEach(() => {
  frames = []
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
  document.body.innerHTML = '<div id="sight"></div>'
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Whether the app may begin to work itself out. */
function watch(): { settled: boolean } {
  const seen = { settled: false }
  void Promise.resolve(untilPainted()).then(() => (seen.settled = true))
  return seen
}

test('the app waits until the frame that holds the words has been painted', async () => {
  const seen = watch()
  await vi.advanceTimersByTimeAsync(20)
  expect(seen.settled).toBe(false)
  frames.forEach((run) => run())
  await Promise.resolve()
  expect(seen.settled).toBe(false) // asked for, and painted only when this is over
  await vi.advanceTimersByTimeAsync(0)
  expect(seen.settled).toBe(true)
})

test('where nobody looks no frame comes, and the app comes all the same', async () => {
  const seen = watch()
  await vi.advanceTimersByTimeAsync(1000)
  expect(frames).toHaveLength(1)
  expect(seen.settled).toBe(true)
})

test('a page without words of its own keeps the app waiting for nothing', async () => {
  document.body.innerHTML = ''
  const seen = watch()
  await vi.advanceTimersByTimeAsync(0)
  expect(frames).toEqual([])
  expect(seen.settled).toBe(true)
})
