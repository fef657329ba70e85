import { beforeEach, describe, expect, it } from 'vitest'
import { RefusedRequest } from '../../server/bitrix/refused-request.ts'
import { openSender, type SentRequest, type Traffic } from '../../server/bitrix/sender.ts'

/** What happened, in order. */
let happened: string[] = []
beforeEach(() => void (happened = []))

type Turn = { granted: boolean; waitMs: number }

function senderWith(turns: Turn[], more: Partial<Traffic> = {}, noted: SentRequest[] = []) {
  const traffic: Traffic = {
    pacing: {
      claim: async () => turns.shift() ?? { granted: true, waitMs: 0 },
      fill: async () => void happened.push('fill'),
    },
    note: (request) => void noted.push(request),
    onWait: async (reason, ms) => void happened.push(`${reason} ${ms}`),
    beforeSend: async () => void happened.push('before'),
    ...more,
  }
  return openSender(traffic, [1, 2])
}
const answering = (...answers: (string | Error)[]) => ({
  method: 'crm.item.add',
  send: async () => {
    happened.push('sent')
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return answer
  },
})
const busy = (): Error => new RefusedRequest(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests')

describe('a request to a portal', () => {
  it('is sent at its turn, and whoever watches hears of every wait before the request begins', async () => {
    const send = senderWith([
      { granted: false, waitMs: 3 },
      { granted: true, waitMs: 4 },
    ])
    expect(await send(answering('done'))).toBe('done')
    expect(happened).toEqual(['pacing 3', 'pacing 4', 'before', 'sent'])
  })

  it('is sent again when the portal turned it away unread, after its waits, and all processes learn of it', async () => {
    expect(await senderWith([])(answering(busy(), busy(), 'done'))).toBe('done')
    expect(happened).toEqual(
      ['before', 'sent', 'fill', 'portal_busy 1', 'before', 'sent', 'fill', 'portal_busy 2', 'before', 'sent'], //
    )
  })

  it('is given up when the portal stays busy', async () => {
    const send = senderWith([])
    await expect(send(answering(busy(), busy(), busy(), 'done'))).rejects.toMatchObject({
      code: 'QUERY_LIMIT_EXCEEDED',
    })
    expect(happened.filter((what) => what === 'sent')).toHaveLength(3)
  })

  it.each(['NETWORK_ERROR', 'INTERNAL_SERVER_ERROR', 'ACCESS_DENIED'])('is never sent again after %s', async (code) => {
    await expect(senderWith([])(answering(new RefusedRequest(500, code, ''), 'done'))).rejects.toMatchObject({ code })
    expect(happened).toEqual(['before', 'sent'])
  })

  it('tells whoever watches how much longer than usual it may take', async () => {
    const told: number[] = []
    const send = senderWith([], { beforeSend: async (extraMs) => void told.push(extraMs) })
    await send(answering('done'))
    await send({ ...answering('done'), extraMs: 600_000 })
    expect(told).toEqual([0, 600_000])
  })

  it('is not sent when whoever watches objects', async () => {
    const objects = async (): Promise<never> => Promise.reject(new Error('somebody else carries on'))
    await expect(senderWith([], { beforeSend: objects })(answering('done'))).rejects.toThrow('somebody else')
    expect(happened).toEqual([])
  })

  it('is written down with each attempt, and sentences in the place of codes are not repeated', async () => {
    const noted: SentRequest[] = []
    const send = senderWith([], {}, noted)
    const weber = new RefusedRequest(400, 'Herr Weber fehlt', '')
    await expect(send({ ...answering(busy(), weber), commands: ['a', 'b'] })).rejects.toBe(weber)
    expect(noted).toMatchObject([
      { method: 'crm.item.add', commands: ['a', 'b'], status: 503, refusals: ['QUERY_LIMIT_EXCEEDED'] },
      { method: 'crm.item.add', commands: ['a', 'b'], status: 400, refusals: ['text'] },
    ])
  })
})
