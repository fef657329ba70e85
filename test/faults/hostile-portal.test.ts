import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileAnswers } from './hostile-answers.ts'
import { Drip, openTown, type Spoil, type Town } from './hostile-portal.ts'
import { pause, type ProcessPage } from './server-process.ts'

/** How long one answer may hold everybody else's requests. */
const mostHeldMs = 250
const mostHeapBytes = 450_000_000

let town: Town
let shared: string[]
let quiet: number

beforeAll(async () => {
  town = await openTown()
  await town.open(town.honest)
  shared = (await town.state()).shared
  quiet = (await town.state()).heapBytes
})
afterAll(() => town?.close())

interface Harm {
  heldMs: number
  page: ProcessPage | null
}

/** Opens the hostile portal's card, while a person of the honest one opens theirs. */
async function openUnder(how: Spoil, type?: 'lead' | 'deal' | 'quote'): Promise<Harm> {
  // The machine may be busy with something else at one moment; a held loop is held each time.
  let least: Harm = { heldMs: Infinity, page: null }
  for (let tries = 0; tries < 8 && least.heldMs > mostHeldMs; tries++) {
    town.spoil(how)
    await town.state()
    const [page, honest] = await Promise.all([
      town.open(town.hostile, type).catch(() => null),
      town.open(town.honest).catch(() => null),
    ])
    town.spoil(null)
    const { heldMs, shared: now, heapBytes } = await town.state()
    expect(honest?.first, "the other portal's preview answers").toHaveProperty('preview.targets')
    expect(now, 'what all objects share').toEqual(shared)
    expect(heapBytes, 'memory').toBeLessThan(mostHeapBytes)
    if (heldMs < least.heldMs) least = { heldMs, page }
  }
  expect(least.heldMs, 'milliseconds that the event loop was held').toBeLessThan(mostHeldMs)
  return least
}

/** Changes the answer to one command of a batch. */
function answerOf(command: string, change: (result: never) => unknown): Spoil {
  return (method, answer) => {
    const { result } = answer as { result?: { result?: Record<string, unknown> } }
    if (method !== 'batch' || !result?.result || !(command in result.result)) return null
    result.result[command] = change(result.result[command] as never)
    return JSON.stringify(answer)
  }
}

/** Changes how many records the portal says that a list has. */
function totalOf(command: string, total: string): Spoil {
  return (method, answer) => {
    const { result } = answer as { result?: { result_total?: Record<string, unknown> } }
    if (method !== 'batch' || !result?.result_total) return null
    result.result_total[command] = '@total@'
    return JSON.stringify(answer).replace('"@total@"', total)
  }
}

const previewOf = ({ page }: Harm) => {
  if (!page?.first || 'error' in page.first) throw new Error(`No preview: ${JSON.stringify(page?.first)}`)
  return page.first.preview
}

describe('what the owner of one portal answers harms no other portal', () => {
  test.each(hostileAnswers(64, 20261201))('$name', async ({ spoil }) => {
    await openUnder((_, answer) => spoil(answer))
  })
})

describe('a dictionary of the portal', () => {
  const entry = (ENTITY_ID: string, STATUS_ID: string) => ({ ENTITY_ID, STATUS_ID, NAME: '0', SORT: '10' })

  test.each(['__proto__', 'constructor', 'toString'])('may be called %s and reaches no other object', async (name) => {
    const codes = ['clockTolerance', 'NODE_TLS_REJECT_UNAUTHORIZED', 'error', 'toJSON']
    const harm = await openUnder(
      answerOf('dictionaries', (known: unknown[]) => [...known, ...codes.map((code) => entry(name, code))]),
    )
    expect(previewOf(harm).targets.length).toBeGreaterThan(0)
  })

  test('may have two hundred thousand entries, and the page says that not all are read', async () => {
    const many = Array.from({ length: 200_000 }, (_, index) => entry(`LIST_${index % 50}`, `CODE_${index}`))
    const harm = await openUnder(answerOf('dictionaries', (known: unknown[]) => [...known, ...many]))
    expect(previewOf(harm).source.notices).toContainEqual({ code: 'more_entries', details: { limit: 5000 } })
  })
})

describe('a count of the portal', () => {
  test.each(['1e999', '1e7', '-5', '"1e999"', '1e21', '0.5'])(
    '%s of earlier invoices ends no process',
    async (total) => {
      const before = town.asked.length
      await openUnder(totalOf('invoiceChildren', total))
      expect(town.asked.length - before).toBeLessThan(40)
    },
  )

  test('of more records than are read is told', async () => {
    const harm = await openUnder(totalOf('invoiceChildren', '10000000'))
    const invoice = previewOf(harm).targets.find(({ type }) => type === 'invoice')!
    expect(invoice.notices).toContainEqual({ code: 'more_children', details: { limit: 500 } })
  })

  test('of a thousand million product rows is refused before it is read', async () => {
    const before = town.asked.length
    const { page } = await openUnder(totalOf('rows', '1e9'))
    expect(page?.first).toMatchObject({ error: { code: 'record_too_large' } })
    expect(town.asked.length - before).toBeLessThan(10)
  })

  test('of twenty thousand smart processes makes a few requests and no more', async () => {
    const before = town.asked.length
    const harm = await openUnder(
      answerOf('types', () => Array.from({ length: 20_000 }, (_, index) => ({ ID: 1030 + 2 * index, NAME: 'x' }))),
    )
    expect(town.asked.length - before).toBeLessThan(40)
    expect(previewOf(harm).source.notices).toContainEqual({ code: 'more_smart_types', details: { limit: 200 } })
  })
})

describe('a text of a record', () => {
  test.each(['[b=', '<a', '((((', '$result[', '\u0301\u0323', ' ', '"'])('full of %j holds nobody', async (bit) => {
    const comments = bit.repeat(1_000_000 / bit.length)
    await openUnder(
      answerOf('item', ({ item }: { item: object }) => ({ item: { ...item, comments, title: comments } })),
    )
  })

  test.each(['constructor', 'toString', '__proto__'])('that reads %s is shown as it is', async (word) => {
    const harm = await openUnder(
      answerOf('item', ({ item }: { item: object }) => ({
        item: { ...item, typeId: word, sourceId: word, comments: word },
      })),
    )
    const shown = previewOf(harm).targets.flatMap(({ transfers, leftBehind }) => [...transfers, ...leftBehind])
    const texts = shown.flatMap(({ values }) => values.map((value) => ('text' in value ? value.text : '')))
    expect(texts).toContain(word)
    expect(JSON.stringify(shown)).not.toContain('[native code]')
  })
})

describe('a type of record', () => {
  const field = (label: string) => ({ type: 'string', isDynamic: true, title: label, listLabel: label })

  test('may have a hundred thousand fields, and the page says that not all are read', async () => {
    const harm = await openUnder(
      answerOf('quoteFields', () => ({
        fields: Object.fromEntries(
          Array.from({ length: 100_000 }, (_, index) => [`UF_CRM_${index}`, field(`F${index}`)]),
        ),
      })),
    )
    const quote = previewOf(harm).targets.find(({ type }) => type === 'quote')!
    expect(quote.notices).toContainEqual({ code: 'more_fields', details: { limit: 2000 } })
  })

  test('with five hundred fields and a thousand rows is previewed without holding others', async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`UF_CRM_${index}`, field(`F${index}`)]),
    )
    const values = Object.fromEntries(Object.keys(fields).map((name) => [name, 'value']))
    let least = Infinity
    for (let tries = 0; tries < 5 && least > 50; tries++) {
      const harm = await openUnder((method, answer) => {
        const results = (answer as { result?: { result?: Record<string, never> } }).result?.result
        if (method !== 'batch' || !results?.item) return null
        const known = results as Record<string, { fields?: object; item?: object }>
        for (const name of ['fields', 'quoteFields', 'invoiceFields'])
          known[name] = { fields: { ...known[name]!.fields, ...fields } }
        known.item = { item: { ...known.item!.item, ...values } }
        return JSON.stringify(answer)
      })
      expect(previewOf(harm).targets[0]!.transfers.length).toBeGreaterThan(400)
      least = Math.min(least, harm.heldMs)
    }
    // Below 50 ms on a calm machine; the bound leaves room for one that is busy with other tests.
    expect(least).toBeLessThan(150)
  })
})

describe('a portal that drips', () => {
  test('is given up at the deadline, though a byte comes every moment', async () => {
    const start = Date.now()
    const { page } = await openUnder((method) => (method === 'batch' ? new Drip(100) : null))
    expect(page?.first).toMatchObject({ error: { code: 'portal_unreachable' } })
    expect(Date.now() - start).toBeLessThan(20_000)
  })

  test('holds no connection for people who have left', async () => {
    town.spoil((method) => (method === 'batch' ? new Drip(100) : null))
    const leaving = Array.from({ length: 10 }, () => town.openAndLeave(1500))
    await expect.poll(town.connections).toBeGreaterThan(5)
    await Promise.all(leaving)
    const left = Date.now()
    await expect.poll(town.connections).toBeLessThan(2)
    // Well before the deadline of a request, which would end it as well.
    expect(Date.now() - left).toBeLessThan(2500)
    town.spoil(null)
  })

  test('is asked nothing more for people who have left', async () => {
    town.spoil(totalOf('invoiceChildren', '500'))
    await Promise.all(Array.from({ length: 40 }, () => town.openAndLeave(1000)))
    await pause(500)
    const asked = town.asked.length
    await pause(4000)
    expect(town.asked.length - asked).toBeLessThan(4)
    town.spoil(null)
  })
})

test('readings larger than what may be kept do not fill the memory', { timeout: 90_000 }, async () => {
  const long = 'x'.repeat(5_000_000)
  for (let times = 0; times < 16; times++) {
    town.spoil(answerOf('item', ({ item }: { item: object }) => ({ item: { ...item, comments: long } })))
    await town.open(town.hostile)
  }
  town.spoil(null)
  expect((await town.state()).heapBytes - quiet).toBeLessThan(200_000_000)
})
