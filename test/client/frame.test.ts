// @vitest-environment happy-dom
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openFrame } from '../../client/frame.ts'

const initData = {
  LANG: 'de',
  DOMAIN: 'portal.example',
  PROTOCOL: 1,
  PATH: '/rest',
  AUTH_ID: 'first',
  AUTH_EXPIRES: '3600',
  REFRESH_ID: 'r',
  MEMBER_ID: 'm',
  FIRST_RUN: false,
  IS_ADMIN: true,
  INSTALL: false,
  USER_OPTIONS: [],
  APP_OPTIONS: [],
  PLACEMENT: 'DEFAULT',
  PLACEMENT_OPTIONS: {},
}
const token = (AUTH_ID: string, AUTH_EXPIRES = '3600'): object => ({ AUTH_ID, AUTH_EXPIRES, REFRESH_ID: 'r' })

/** What the window around us answers to each command of the window protocol; without a row it stays silent. */
let answers: Record<string, unknown> = {}
let heard: string[] = []

function answer(message: string): void {
  const parts = message.split(':')
  const command = parts[0]!
  if (!(command in answers)) return
  const data = `${parts.at(-2)}:${JSON.stringify(answers[command])}`
  window.dispatchEvent(new MessageEvent('message', { data, origin: 'https://portal.example' }))
}

const frame = openFrame()

// The SDK keeps one frame for the life of a page, so these tests tell the life of one page.
beforeAll(() => {
  window.name = 'portal.example|1|sid'
  vi.spyOn(window.parent, 'postMessage').mockImplementation((message: unknown) => {
    heard.push(String(message))
    queueMicrotask(() => answer(String(message)))
  })
})
beforeEach(() => {
  answers = {}
  heard = []
})
afterAll(() => vi.restoreAllMocks())

test('links lead to the portal before it has answered anything', () => {
  expect(frame.addressOf('/crm/deal/details/5/')).toBe('https://portal.example/crm/deal/details/5/')
  expect(heard).toEqual([])
})

test('a window that does not answer is given up after ten seconds, and taken when it answers late', async () => {
  await import('@bitrix24/b24jssdk')
  vi.useFakeTimers()
  const waiting = frame.accessToken().catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await waiting).toMatchObject({ name: 'RequestFailed', code: 'frame_silent' })
  vi.useRealTimers()

  answers = { getInitData: initData }
  const question = heard.find((message) => message.startsWith('getInitData'))!
  const again = frame.accessToken()
  answer(question)
  expect(await again).toBe('first')
})

test('a refused token is renewed through the portal, and the new one is kept', async () => {
  answers = { refreshAuth: token('second') }
  expect(await frame.renewToken()).toBe('second')
  expect(await frame.accessToken()).toBe('second')
  expect(heard.filter((message) => message.startsWith('refreshAuth'))).toHaveLength(1)
})

test('a token about to be used after its time is renewed first', async () => {
  answers = { refreshAuth: token('third', '1') }
  await frame.renewToken()
  answers = { refreshAuth: token('fourth') }
  vi.setSystemTime(Date.now() + 2000)
  expect(await frame.accessToken()).toBe('fourth')
  vi.useRealTimers()
})

test('a card opens in the portal’s slider', async () => {
  answers = { openPath: { result: 'close' } }
  expect(await frame.openCard('/crm/type/31/details/5/')).toBe(true)
  expect(heard[0]).toMatch(/^openPath:\{"path":"\/crm\/type\/31\/details\/5\/"\}/)
})

test('a card the portal does not open is told', async () => {
  answers = { openPath: { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' } }
  expect(await frame.openCard('/crm/type/31/details/5/')).toBe(false)
})

test('a colleague chosen in the portal’s dialog is known by id and name', async () => {
  answers = { selectUser: { id: '12', name: 'Eva Müller', photo: '', position: '', url: '', sub: false, sup: false } }
  expect(await frame.selectUser()).toEqual({ id: 12, name: 'Eva Müller' })
})

test('a dialog closed without a choice is never answered, and nothing else waits for it', async () => {
  const settled = vi.fn()
  void frame.selectUser().then(settled, settled)
  await expect.poll(() => heard.some((message) => message.startsWith('selectUser'))).toBe(true)
  answers = { openPath: { result: 'close' }, selectUser: { id: 7, name: 'Ada' } }
  expect(await frame.openCard('/crm/deal/details/5/')).toBe(true)
  expect(await frame.selectUser()).toEqual({ id: 7, name: 'Ada' })
  expect(settled).not.toHaveBeenCalled()
})

test('an installation that is over is not ended again', async () => {
  await frame.finishInstall()
  expect(heard).toEqual([])
})

test('a portal that opens no cards on this device is asked once: from then on links do what links do', async () => {
  expect(frame.hasPlainLinks()).toBe(false)
  answers = { openPath: { result: 'error', errorCode: 'METHOD_NOT_SUPPORTED_ON_DEVICE' } }
  expect(await frame.openCard('/crm/type/31/details/5/')).toBe(false)
  expect(frame.hasPlainLinks()).toBe(true)
})
