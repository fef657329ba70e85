/** A stream of numbers below one that is the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Stands for a number that JSON can spell and a program reads as infinite. */
const endless = '"@endless@"'
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`

const bits = ['[b=', '<a', '((((', '$result[', '"', '\u0301\u0323', '\u202e', '\0', ' ', '=cmd|']
const foreignKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '\0', 'a.b', '$result[item]']

type Place = { holder: Record<string, unknown> | unknown[]; key: string | number }

/** What the owner of a portal may do to one value of an answer. */
const spoilings: Record<string, (place: Place, random: () => number) => void> = {
  'another type': (place, random) =>
    put(place, [null, true, -1, 'text', [], {}, [[]], 0, '', { item: null }][Math.floor(random() * 10)]),
  'a huge number': (place, random) =>
    put(place, ['@endless@', 1e21, -1e21, 1e7, 2 ** 53, '1e999', 'Infinity', 1.5][Math.floor(random() * 8)]),
  'a long text': (place, random) => put(place, bits[Math.floor(random() * bits.length)]!.repeat(200_000)),
  'a deep nest': (place, random) => put(place, random() < 0.5 ? '@deep@' : JSON.parse(deep(2000))),
  'a long list': (place, random) => {
    const value = at(place)
    const one = Array.isArray(value) && value.length > 0 ? value[0] : value
    put(
      place,
      Array.from({ length: random() < 0.5 ? 5001 : 60_000 }, () => one),
    )
  },
  'many keys': (place) => {
    const value = at(place)
    const [one] = typeof value === 'object' && value !== null ? Object.values(value) : [value]
    put(place, Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`ufCrm${index}`, one])))
  },
  'a foreign key': (place, random) => {
    const key = foreignKeys[Math.floor(random() * foreignKeys.length)]!
    const value = at(place)
    put(place, JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value ?? 'x')}}`))
  },
  'a foreign word': (place, random) => put(place, foreignKeys[Math.floor(random() * foreignKeys.length)]),
}

const at = ({ holder, key }: Place): unknown => (holder as Record<string, unknown>)[key]
const put = ({ holder, key }: Place, value: unknown): void => void ((holder as Record<string, unknown>)[key] = value)

/** One answer of a portal, spoiled at a few of its places. */
export interface HostileAnswer {
  name: string
  spoil(answer: unknown): string
}

/** So many spoiled answers, the same for the same seed; each kind comes in turn. */
export function hostileAnswers(count: number, seed: number): HostileAnswer[] {
  const kinds = Object.keys(spoilings)
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length]!
    return { name: `${index + 1}: ${kind}`, spoil: (answer) => spoiled(answer, kind, randomFrom(seed + index)) }
  })
}

function spoiled(answer: unknown, kind: string, random: () => number): string {
  const copy = structuredClone(answer) as Record<string, unknown>
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) spoilings[kind]!(choose(copy, random), random)
  return JSON.stringify(copy).replaceAll(endless, '1e999').replaceAll('"@deep@"', deep(300_000))
}

/** Goes down from the top, a level with each throw, so that shallow places are as likely as deep ones. */
function choose(root: Record<string, unknown>, random: () => number): Place {
  let place: Place = { holder: root, key: 'result' }
  for (let value = at(place); typeof value === 'object' && value !== null; value = at(place)) {
    const keys = Object.keys(value)
    if (keys.length === 0 || (place.holder !== root && random() < 0.2)) break
    place = { holder: value as Record<string, unknown>, key: keys[Math.floor(random() * keys.length)]! }
  }
  return place
}
