import { describe, expect, it } from 'vitest'
import { parseMessage, toAnswer } from './browser/message.js'

describe('what a frame sends', () => {
  it.each<[data: unknown, command: string, params: unknown]>([
    ['getInitData:id:sid', 'getInitData', {}],
    ['getInitData::id:sid', 'getInitData', {}],
    ['setTitle:{"title":"a:b"}:id:sid', 'setTitle', { title: 'a:b' }],
    ['openPath:{"path":"/crm/deal/?a={b:c}"}:id:sid', 'openPath', { path: '/crm/deal/?a={b:c}' }],
    ['setValue:no json: at all:id:sid', 'setValue', 'no json: at all'],
    ['setTitle:null:id:sid', 'setTitle', {}],
    [{ method: 'a:b', params: { x: 1 }, callback: 'id', appSid: 'sid' }, 'a:b', { x: 1 }],
    [{ method: 'getInitData', params: '', callback: 'id', appSid: 'sid' }, 'getInitData', {}],
  ])('%j is understood', (data, command, params) => {
    expect(parseMessage(data)).toEqual({ command, params, callback: 'id', appSid: 'sid' })
  })

  it.each([null, undefined, 7, '', 'getInitData', 'getInitData:sid', {}, { method: 'x' }, { appSid: 'x' }, []])(
    '%j is no command',
    (data) => {
      expect(parseMessage(data)).toBeNull()
    },
  )

  it('is answered with text, empty where there is no result', () => {
    expect(toAnswer('id', { a: 1 })).toBe('id:{"a":1}')
    expect(toAnswer('id')).toBe('id:')
  })
})
