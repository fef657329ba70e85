const leastLength = 32
/** So much is beyond guessing, and every output of the commands in our cures has more. */
const leastBits = 128
/** Hexadecimal digits are sixteen, of which a random text may miss some. */
const leastCharacters = 10
const leastBytes = 16
const keyLength = 32
/** Shorter repetitions happen in random texts too. */
const shortestRepetition = 4

const secretCure = 'such as the output of `openssl rand -base64 48`'
const keyCure = 'such as the output of `openssl rand -base64 32`'

/** Words that people write where a secret belongs; by chance none stands in a random text. */
const telling = ['changeme', 'changeit', 'replace', 'secret', 'password', 'placeholder', 'example', 'default', 'random']
/** Also too short to be looked for inside of other texts. */
const placeholders =
  /^(change(me|it|this)|replace(me|this)|(the|my|your|bitrix)*(client|app)?(secret|key|password)|applicationkey|password|placeholder|example|default|test|todo|none|null|undefined)\d{0,4}$/

/** Why a text does not do as a secret that signs sessions, told as what it must be; null where it does. */
export function weaknessOfSecret(text: string): string | null {
  if (text.length < leastLength) return `must have at least ${leastLength} characters, ${secretCure}`
  if (/\s/u.test(text)) return `must be without blanks, ${secretCure}`
  const letters = toLetters(text)
  if (telling.some((word) => letters.includes(word))) return `must be random and not made of words, ${secretCure}`
  return isGuessable(
    [...text].map((character) => character.codePointAt(0)!),
    leastCharacters,
  )
    ? `must be random and without repetitions, ${secretCure}`
    : null
}

/** Why some texts do not do as keys of 32 bytes in base64; null where they do. */
export function weaknessOfKeys(texts: readonly string[]): string | null {
  const keys = texts.map((text) => Buffer.from(text, 'base64'))
  if (texts.some((text) => !/^[\w+/-]{43}=?$/.test(text)) || keys.some(({ length }) => length !== keyLength))
    return `must be keys of ${keyLength} bytes in base64, separated by commas, ${keyCure}`
  if (keys.some((key) => isGuessable([...key], leastBytes)))
    return `must be random keys without repetitions, ${keyCure}`
  if (new Set(keys.map((key) => key.toString('hex'))).size < keys.length)
    return 'must be keys that differ from each other'
  return null
}

/** Whether a text only shows where a secret would stand. */
export function isPlaceholder(text: string): boolean {
  return /^(.)\1*$/u.test(text) || /^[<[{$%].*[>\]}%]$/u.test(text) || placeholders.test(toLetters(text))
}

function toLetters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function isGuessable(symbols: readonly number[], leastDistinct: number): boolean {
  const fresh = withoutPatterns(symbols)
  return new Set(fresh).size < leastDistinct || shannonBits(fresh) < leastBits
}

/** What is left of a text when repetitions of an earlier part, and steps of the same width (aaaa, abcd), are taken out. */
function withoutPatterns(symbols: readonly number[]): number[] {
  const fresh: number[] = []
  for (let place = 0; place < symbols.length;) {
    const repeated = longestRepetition(symbols, place)
    if (repeated >= shortestRepetition) place += repeated
    else {
      const [first, second, third] = symbols.slice(Math.max(place - 2, 0), place + 1)
      if (place < 2 || third! - second! !== second! - first!) fresh.push(symbols[place]!)
      place += 1
    }
  }
  return fresh
}

/** How much of what begins at a place stands earlier already, overlapping or not. */
function longestRepetition(symbols: readonly number[], place: number): number {
  let longest = 0
  for (let earlier = 0; earlier < place; earlier += 1) {
    let length = 0
    while (place + length < symbols.length && symbols[earlier + length] === symbols[place + length]) length += 1
    longest = Math.max(longest, length)
  }
  return longest
}

/** Information in a text by the frequencies of its own symbols. */
function shannonBits(symbols: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / symbols.length), 0)
}
