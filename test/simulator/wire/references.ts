import type { Params } from './php-query.ts'

/** What earlier commands of a batch answered, by group and key. */
export interface Collected {
  result: Params
  result_error: Params
  result_total: Params
  result_next: Params
}

/**
 * Replaces `$result[key][path]` in the parameters of a batch command the way the platform does (REST facts, section
 * "batch"): everything up to the next white space belongs to the reference; a value that is nothing but a reference
 * gets the referred value with its type; a path that leads nowhere stops at the deepest level that exists. Text a
 * person typed is treated no differently. `$result_total[key]` and its like look into their own group.
 */
export function resolveReferences(params: Params, collected: Collected): Params {
  return resolve(params, collected) as Params
}

function resolve(value: unknown, collected: Collected): unknown {
  if (typeof value === 'string') return resolveText(value, collected)
  if (Array.isArray(value)) return value.map((inner) => resolve(inner, collected))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, collected)]))
  return value
}

function resolveText(text: string, collected: Collected): unknown {
  const whole = /^\$result(\S+)$/.exec(text)
  if (whole && !(whole[1] ?? '').includes('$result')) return lookUp(whole[1] ?? '', collected)
  return text.replace(/\$result(\S+)/g, (literal, path: string) => {
    const found = lookUp(path, collected)
    // Inside text only a scalar can stand; newer platforms leave the literal otherwise.
    return typeof found === 'object' && found !== null ? literal : phpString(found)
  })
}

function lookUp(path: string, collected: Collected): unknown {
  const group = /^_(error|total|next)(?=\[)/.exec(path)?.[0]
  let current: unknown = collected[`result${group ?? ''}` as keyof Collected]
  for (const step of path.matchAll(/\[([^\]]*)\]/g)) {
    const name = step[1] ?? ''
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) break
    current = (current as Params)[name]
  }
  return current
}

function phpString(value: unknown): string {
  if (value === true) return '1'
  if (value === false || value === null || value === undefined) return ''
  return `${value as string | number}`
}
