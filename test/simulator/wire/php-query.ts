/** What a request can say: strings and JSON values, nested. */
type Param = unknown
export type Params = Record<string, Param>

interface Tree extends Map<string, Tree | string> {}

/** Reads a query string the way PHP's parse_str does: `a[b][]=1` nests, lists come back as arrays. */
export function parsePhpQuery(query: string): Params {
  const root: Tree = new Map()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    insert(root, decode(at < 0 ? pair : pair.slice(0, at)), at < 0 ? '' : decode(pair.slice(at + 1)))
  }
  return Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]))
}

/** Writes nested values the way PHP's http_build_query does; null and undefined leave no trace. */
export function writePhpQuery(params: Params): string {
  const pairs: string[] = []
  const write = (name: string, value: Param): void => {
    if (value === null || value === undefined) return
    if (typeof value === 'object') for (const [key, inner] of Object.entries(value)) write(`${name}[${key}]`, inner)
    else
      pairs.push(
        `${encodeURIComponent(name)}=${encodeURIComponent(value === true ? '1' : value === false ? '0' : `${value as string | number}`)}`,
      )
  }
  for (const [name, value] of Object.entries(params)) write(name, value)
  return pairs.join('&')
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

function insert(root: Tree, key: string, value: string): void {
  const bracket = key.indexOf('[')
  const name = (bracket < 0 ? key : key.slice(0, bracket)).replaceAll(/[ .]/g, '_')
  const path = bracket < 0 ? [] : [...key.slice(bracket).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')
  let tree = root
  let step = name
  for (const next of path) {
    const below = tree.get(step)
    const branch: Tree = below instanceof Map ? below : new Map()
    tree.set(step, branch)
    tree = branch
    step = next === '' ? nextIndex(branch) : next
  }
  tree.set(step, value)
}

function nextIndex(tree: Tree): string {
  const numbers = [...tree.keys()].filter((key) => /^\d+$/.test(key)).map(Number)
  return String(numbers.length === 0 ? 0 : Math.max(...numbers) + 1)
}

function plain(value: Tree | string): Param {
  if (typeof value === 'string') return value
  const isList = [...value.keys()].every((key, index) => key === String(index))
  if (isList) return [...value.values()].map(plain)
  return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]))
}
