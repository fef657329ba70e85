import type { FirstPreview, StartState } from '../server/contract.ts'

/** What the server wrote into the page for us. */
export function readStart(): StartState {
  const start = readJson<StartState>('start')
  if (start) return start
  return { page: 'outside', language: navigator.language.startsWith('de') ? 'de' : 'en' }
}

/** The preview that rode along at the end of the page, or null when the stream broke off before it. */
export function readFirstPreview(): FirstPreview | null {
  return readJson<FirstPreview>('preview')
}

function readJson<T>(id: string): T | null {
  try {
    return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T | null
  } catch {
    return null
  }
}
