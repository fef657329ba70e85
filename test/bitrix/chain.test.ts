import { describe, expect, test } from 'vitest'
import { fitsBatch, IdOf, runChain } from '../../server/bitrix/chain.ts'
import type { Answer, Command, Rest } from '../../server/bitrix/rest.ts'
import { AppError } from '../../server/errors.ts'

/** Notes each request; answers every command with a new id, but for the methods it is told to refuse or to lose. */
function requestsTo(behaviour: { refuse?: string; lose?: string } = {}) {
  const requests: { kind: 'call' | 'batch'; commands: Command[] }[] = []
  let id = 100
  const answer = ({ method }: Command): Answer =>
    method === behaviour.refuse
      ? { ok: false, code: 'ACCESS_DENIED', message: 'no', method }
      : { ok: true, result: { item: { id: ++id } }, total: null }
  const lose = (commands: Command[]): void => {
    if (commands.some(({ method }) => method === behaviour.lose))
      throw new AppError('portal_unreachable', 'gone', { mayHaveWritten: true })
  }
  const rest: Rest = {
    openFile: () => Promise.reject(new Error('A chain downloads nothing.')),
    upload: () => Promise.reject(new Error('A chain uploads nothing.')),
    async call(command) {
      requests.push({ kind: 'call', commands: [command] })
      lose([command])
      return answer(command)
    },
    async batch(commands) {
      requests.push({ kind: 'batch', commands: Object.values(commands) })
      lose(Object.values(commands))
      const answers = new Map<string, Answer>()
      for (const [key, command] of Object.entries(commands)) {
        answers.set(key, answer(command))
        if (!answers.get(key)!.ok) break
      }
      return answers
    },
  }
  return { rest, requests }
}

const add = (title: string, more = {}): Command => ({ method: 'add', params: { fields: { title, ...more } } })

describe('a chain of commands', () => {
  test('is one request, with references to ids that do not exist yet', async () => {
    const { rest, requests } = requestsTo()
    await runChain(rest, { company: add('A'), deal: add('B', { companyId: new IdOf('company') }) })
    expect(requests).toHaveLength(1)
    expect(requests[0]!.commands[1]!.params).toEqual({
      fields: { title: 'B', companyId: '$result[company][item][id]' },
    })
  })

  test('sends a text that a batch would resolve by itself, and everything after it with the known ids', async () => {
    const { rest, requests } = requestsTo()
    await runChain(rest, {
      company: add('pay $result[company][item][id] now'),
      deal: add('B', { companyId: new IdOf('company') }),
    })
    expect(requests.map(({ kind }) => kind)).toEqual(['call', 'batch'])
    expect(requests[0]!.commands[0]!.params).toEqual({ fields: { title: 'pay $result[company][item][id] now' } })
    expect(requests[1]!.commands[0]!.params).toEqual({ fields: { title: 'B', companyId: 101 } })
  })

  test('takes a set too large for a query string out of the batch', () => {
    const rows = Array.from({ length: 60 }, (_, index) =>
      Object.fromEntries('abcdefghij'.split('').map((k) => [k, index])),
    )
    expect(fitsBatch({ method: 'set', params: { rows } })).toBe(false)
    expect(fitsBatch({ method: 'set', params: { rows: rows.slice(0, 10) } })).toBe(true)
  })

  test('stops at the first refusal, also between requests', async () => {
    const { rest, requests } = requestsTo({ refuse: 'add' })
    const { answers } = await runChain(rest, { a: add('$result'), b: { method: 'close', params: {} } })
    expect(requests).toHaveLength(1)
    expect([...answers.keys()]).toEqual(['a'])
  })

  test('names the commands whose answer never came, and sends nothing after them', async () => {
    const { rest, requests } = requestsTo({ lose: 'set' })
    const big = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, index]))
    const { answers, lost } = await runChain(rest, { a: add('A'), rows: { method: 'set', params: big }, z: add('Z') })
    expect([...answers.keys()]).toEqual(['a'])
    expect(lost?.keys).toEqual(['rows'])
    expect(requests).toHaveLength(2)
  })
})
