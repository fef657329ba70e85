import type { FirstPreview, FirstView, StartState } from '../server/contract.ts'
import { chooseLanguage } from './language.ts'

/** What the server wrote into the page for us; null as long as it has not arrived whole. */
export function readStart(): StartState | null {
  return readJson<StartState>('start')
}

/** A page nobody wrote anything into was opened outside a portal. */
export function outside(): StartState {
  return { page: 'outside', language: chooseLanguage(navigator.languages) }
}

/** The preview that rode along at the end of the page, or null when the stream broke off before it. */
export function readFirstPreview(): FirstPreview | null {
  return readJson<FirstPreview>('preview')
}

/** What the main page begins with, from the same place. */
export function readFirstView(): FirstView | null {
  return readJson<FirstView>('preview')
}

function readJson<T>(id: string): T | null {
  try {
    return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T | null
  } catch {
    return null
  }
}
