// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { openApi } from '../../client/api.ts'
import { useInstall } from '../../client/composables/useInstall.ts'
import type { InstallAnswer, InstallLine, InstallProgress } from '../../server/contract.ts'
import { at, refuse, useNetwork } from './our-server.ts'

const network = useNetwork()
const tokens = { accessToken: async () => 'token', renewToken: async () => 'new' }

const done = (name: InstallProgress['name']): InstallLine => ({
  step: { name, state: 'done', missing: [], leftover: [], mendable: false },
})
const begun = (name: InstallProgress['name']): InstallLine => ({ step: { name, state: 'running' } })
const lacking: InstallAnswer = {
  steps: [
    {
      name: 'scopes',
      state: 'failed',
      missing: [{ code: 'userfieldconfig', refusal: null }],
      leftover: [],
      mendable: false,
    },
  ],
  complete: false,
  notices: [],
}
const complete: InstallAnswer = { steps: [], complete: true, notices: [] }

/** An installer whose server sends these pieces of its answer, each when the test says `next`. */
function installing(...pieces: (InstallLine | Uint8Array)[]) {
  const finish = vi.fn(async () => {})
  const gates = pieces.map(() => {
    let open = (): void => undefined
    return { opened: new Promise<void>((resolve) => (open = resolve)), open }
  })
  const encode = (piece: InstallLine | Uint8Array) =>
    piece instanceof Uint8Array ? piece : new TextEncoder().encode(`${JSON.stringify(piece)}\n`)
  const body = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      async start(stream) {
        for (const [index, piece] of pieces.entries()) {
          await gates[index]!.opened
          stream.enqueue(encode(piece))
        }
        stream.close()
      },
    })
  network.use(http.post(at('/api/install'), () => new HttpResponse(body())))
  const state = useInstall(openApi('session', tokens), finish)
  let sent = 0
  return {
    ...state,
    finish,
    next: () => gates[sent++]!.open(),
    rest: () => gates.forEach(({ open }) => open()),
    states: () => state.lines.value.map(({ name, state: one }) => `${name} ${one}`),
  }
}

test('each line of the checklist turns when its step begins and ends', async () => {
  const { install, next, states, finish } = installing(done('scopes'), done('methods'), begun('placements'), {
    answer: complete,
  })
  expect(states()).toEqual([
    'scopes waiting',
    'methods waiting',
    'placements waiting',
    'events waiting',
    'portal waiting',
  ])
  const ended = install()
  expect(states()).toEqual([
    'scopes running',
    'methods running',
    'placements waiting',
    'events waiting',
    'portal waiting',
  ])
  for (const expected of ['scopes done', 'methods done', 'placements running']) {
    next()
    await vi.waitFor(() => expect(states()).toContain(expected))
  }
  expect(finish).not.toHaveBeenCalled()
  next()
  await ended
  expect(finish).toHaveBeenCalledOnce()
})

test('a line is read whole, wherever the network cuts it', async () => {
  const refusal = 'Größe – ширина'
  const answer = { ...lacking, steps: [{ ...lacking.steps[0]!, missing: [{ code: 'crm', refusal }] }] }
  const bytes = new TextEncoder().encode(`${JSON.stringify({ answer })}\n`)
  const cut = bytes.findIndex((byte) => byte > 127) + 1
  const { install, rest, answer: shown } = installing(bytes.slice(0, cut), bytes.slice(cut))
  rest()
  await install()
  expect(shown.value?.steps[0]?.missing[0]?.refusal).toBe(refusal)
})

test('an answer that breaks off says so, keeps what has ended, and can be asked for again', async () => {
  const broken = installing(done('scopes'), begun('placements'), new TextEncoder().encode('{"step":{"na'))
  broken.rest()
  await broken.install()
  expect(broken.failure.value?.code).toBe('install_interrupted')
  expect(broken.states()).toEqual([
    'scopes done',
    'methods waiting',
    'placements waiting',
    'events waiting',
    'portal waiting',
  ])
  expect(broken.finish).not.toHaveBeenCalled()
  network.use(http.post(at('/api/install'), () => HttpResponse.text(`${JSON.stringify({ answer: complete })}\n`)))
  await broken.install()
  expect(broken.failure.value).toBeNull()
  expect(broken.finish).toHaveBeenCalledOnce()
})

test('what is refused is refused, at the beginning and in between', async () => {
  const between = installing(done('scopes'), { error: { code: 'portal_busy', message: 'Busy.' } })
  between.rest()
  await between.install()
  expect(between.failure.value?.code).toBe('portal_busy')
  network.use(http.post(at('/api/install'), () => refuse('admin_required', 403)))
  await between.install()
  expect(between.failure.value?.code).toBe('admin_required')
})

test('a portal that lacks something is told what, and ends it when the administrator goes on without', async () => {
  const { install, rest, goOn, answer, finish } = installing({ answer: lacking })
  rest()
  await install()
  expect(answer.value?.steps[0]?.missing).toMatchObject([{ code: 'userfieldconfig' }])
  expect(finish).not.toHaveBeenCalled()
  goOn()
  expect(finish).toHaveBeenCalledOnce()
})
