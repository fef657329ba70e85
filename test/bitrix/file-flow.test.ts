import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createFileFlow } from '../../server/bitrix/file-flow.ts'
import { AppError } from '../../server/errors.ts'

const gone = new AppError('portal_refused', 'gone', { restCode: 'FILE_NOT_READABLE' })
const field = (links: string[], more = {}) => ({
  target: 'UF_PHOTOS',
  label: 'Photos',
  multiple: true,
  links,
  ...more,
})

async function* pieces(...list: Buffer[]): AsyncIterable<Buffer> {
  yield* list
}

async function written(members: AsyncIterable<string>): Promise<Record<string, unknown>> {
  let text = ''
  for await (const piece of members) text += piece
  return JSON.parse(`{${text}}`) as Record<string, unknown>
}

describe('files on their way', () => {
  test('are never held: a taker that takes slowly makes the portal wait, whatever the size', async () => {
    const pieceSize = 64 * 1024
    let given = 0
    const sent = createHash('sha256')
    async function* endless(): AsyncIterable<Buffer> {
      for (let count = 0; count < 1000; count++) {
        const piece = randomBytes(pieceSize)
        given += piece.length
        sent.update(piece)
        yield piece
      }
    }
    const open = () => Promise.resolve({ name: 'film.mp4', content: endless() })
    const flow = createFileFlow([field(['film'], { multiple: false })], open, 100_000_000)
    const arrived = createHash('sha256')
    let taken = 0
    let most = 0
    for await (const text of flow.members()) {
      if (!/^[A-Za-z0-9+/]+=*$/.test(text)) continue // the JSON around it
      const bytes = Buffer.from(text, 'base64')
      taken += bytes.length
      arrived.update(bytes)
      most = Math.max(most, given - taken)
    }
    expect(given).toBe(1000 * pieceSize)
    expect(most).toBeLessThan(2 * pieceSize)
    expect(arrived.digest('hex')).toBe(sent.digest('hex'))
  })

  test('arrive byte by byte, however the portal cuts them', async () => {
    const cut = [Buffer.from([1]), Buffer.from([2, 3, 4]), Buffer.alloc(0), Buffer.from([5, 6, 7, 8])]
    const open = () => Promise.resolve({ name: 'a "quoted" name.bin', content: pieces(...cut) })
    const flow = createFileFlow([field(['a', 'b']), field(['c'], { target: 'UF_PLAN', multiple: false })], open, 100)
    const file = ['a "quoted" name.bin', Buffer.concat(cut).toString('base64')]
    expect(await written(flow.members())).toEqual({ UF_PHOTOS: [file, file], UF_PLAN: file })
  })

  test('share one bound, and what is left of it is asked of the next one', async () => {
    const bounds: number[] = []
    const open = (_link: string, most: number) => {
      bounds.push(most)
      return Promise.resolve({ name: 'x', content: pieces(Buffer.alloc(30)) })
    }
    await written(createFileFlow([field(['a', 'b', 'c'])], open, 100).members())
    expect(bounds).toEqual([100, 70, 40])
  })

  test('that cannot be opened are left out, and the rest is whole', async () => {
    const open = (link: string) =>
      link === 'b' ? Promise.reject(gone) : Promise.resolve({ name: link, content: pieces(Buffer.from('x')) })
    const flow = createFileFlow([field(['b'], { target: 'UF_NONE' }), field(['a', 'b', 'c'])], open, 100)
    expect(await written(flow.members())).toEqual({
      UF_PHOTOS: [
        ['a', 'eA=='],
        ['c', 'eA=='],
      ],
    })
    expect(flow.failures()).toEqual([{ name: 'Photos', code: 'FILE_NOT_READABLE' }])
    expect(flow.brokeOff()).toBe(false)
  })

  test('that announce too much are called by their own name', async () => {
    const tooLarge = new AppError('portal_refused', 'large', { restCode: 'FILE_TOO_LARGE', fileName: 'film.mp4' })
    const flow = createFileFlow([field(['a'])], () => Promise.reject(tooLarge), 100)
    expect(await written(flow.members())).toEqual({})
    expect(flow.failures()).toEqual([{ name: 'film.mp4', code: 'FILE_TOO_LARGE' }])
  })

  test('that break off in the middle end the request, and are left out when it starts again', async () => {
    async function* breaking(): AsyncIterable<Buffer> {
      yield Buffer.from('half')
      throw gone
    }
    const open = (link: string) =>
      Promise.resolve({ name: `${link}.txt`, content: link === 'b' ? breaking() : pieces(Buffer.from('x')) })
    const flow = createFileFlow([field(['a', 'b'])], open, 100)
    await expect(written(flow.members())).rejects.toBe(gone)
    expect(flow.brokeOff()).toBe(true)
    expect(await written(flow.members())).toEqual({ UF_PHOTOS: [['a.txt', 'eA==']] })
    expect(flow.brokeOff()).toBe(false)
    expect(flow.failures()).toEqual([{ name: 'b.txt', code: 'FILE_NOT_READABLE' }])
  })
})
