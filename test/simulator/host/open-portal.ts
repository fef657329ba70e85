import { Window } from 'happy-dom'
import type { Document } from 'happy-dom'
import { createSimulator } from '../create-simulator.ts'
import type { Simulator, SimulatorOptions } from '../simulator.ts'
import { hostPages } from './pages.ts'

/** A portal with its pages, reached in process. */
export function openPortal(options: SimulatorOptions = {}): Simulator {
  const simulator = createSimulator(options)
  simulator.pages = hostPages(simulator)
  return simulator
}

interface Look {
  /** Person, language and appearance as the portal's bar keeps them. */
  as?: string
}

/** Looks at a page; `text` is what a person reads in its main part, with runs of white space as one space. */
export async function look(
  simulator: Simulator,
  path: string,
  { as = '1.de.light' }: Look = {},
): Promise<{ status: number; location: string | null; document: Document; text: string }> {
  const headers = { cookie: `simulated_portal=${as}` }
  const answer = await simulator.handle(new Request(new URL(path, simulator.origin), { headers, redirect: 'manual' }))
  const { document } = new Window({ url: simulator.origin, settings: { disableJavaScriptFileLoading: true } })
  document.write(await answer.text())
  return { status: answer.status, location: answer.headers.get('location'), document, text: readable(document) }
}

function readable(document: Document): string {
  return (document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' ').trim()
}
