import type { Params } from './php-query.ts'

/** What earlier commands of a batch answered, by group and key. */
export interface Collected {
  result: Params
  next: Params
  total: Params
  time: Params
  error: Params
}

/** A group's name behind a dollar sign, in any case, and all that follows up to what PHP takes for white space. */
const reference = /\$(result|next|total|time|error)([^ \t\n\v\f\r]*)/gi

/**
 * Replaces `$result[key][path]` in the parameters of a batch command the way the platform does (REST facts, section
 * "batch", and its published source): everything up to the next white space belongs to the reference; a value that is
 * nothing but a reference gets the referred value with its type; a path that leads nowhere, or to null, stops at the
 * deepest level that holds something. Text a person typed is treated no differently. `$total[key]`, `$next[key]`,
 * `$time[key]` and `$error[key]` look into their own group; `$result_total[key]` is a result like any other.
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
  let resolved = text
  for (const [whole, group = '', path = ''] of text.matchAll(reference)) {
    const steps = [...path.matchAll(/\[([^\]]+)\]/g)].map(([, step]) => step ?? '')
    if (steps.length === 0) continue
    const found = lookUp(collected, group, steps)
    if (whole === text) return found
    // Inside text only numbers and texts can stand; the literal stays for all else, also for yes and no.
    if (typeof found === 'string' || typeof found === 'number') resolved = resolved.replaceAll(whole, () => `${found}`)
  }
  return resolved
}

function lookUp(collected: Collected, group: string, steps: string[]): unknown {
  let current: unknown = Object.hasOwn(collected, group) ? collected[group as keyof Collected] : null
  for (const step of steps) {
    const inner = within(current, step)
    if (inner === null || inner === undefined) break
    current = inner
  }
  return current
}

/** What PHP's isset() finds: keys of maps and lists, and the characters of a text by their number. */
function within(value: unknown, step: string): unknown {
  if (typeof value === 'string') return /^\d+$/.test(step) ? value[Number(step)] : undefined
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Params)[step] : undefined
}
