/**
 * Makes every text of parsed JSON well-formed Unicode, in place: half a pair of surrogates, which JSON may spell,
 * becomes U+FFFD. Neither the database nor a portal keeps such halves. Depth costs no stack.
 */
export function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed() as T
  const open: unknown[] = [value]
  while (open.length > 0) {
    const one = open.pop()
    if (typeof one !== 'object' || one === null) continue
    const holder = one as Record<string, unknown>
    for (const key of Object.keys(holder)) {
      const part = holder[key]
      if (typeof part === 'string') {
        if (!part.isWellFormed()) put(holder, key, part.toWellFormed())
      } else open.push(part)
      if (!key.isWellFormed()) rename(holder, key)
    }
  }
  return value
}

/** For `JSON.parse`: the same for all that a text holds. */
export function reviveWellFormed(key: string, value: unknown): unknown {
  // The whole comes last, under an empty key.
  return key === '' ? wellFormed(value) : value
}

function rename(holder: Record<string, unknown>, key: string): void {
  const value = holder[key]
  delete holder[key]
  put(holder, key.toWellFormed(), value)
}

/** Keys are foreign here: an assignment under `__proto__` would not make a key of that name. */
function put(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}
