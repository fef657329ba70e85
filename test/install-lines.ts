import type { InstallAnswer, InstallLine } from '../server/contract.ts'

/** What the installer told, line by line. */
export function linesIn(text: string): InstallLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as InstallLine)
}

/** How an installation ended: the last line says so. */
export async function installedBy(answer: Response): Promise<InstallAnswer> {
  const text = await answer.text()
  const last = answer.ok ? linesIn(text).at(-1) : undefined
  if (last && 'answer' in last) return last.answer
  throw new Error(`The installer ended with ${answer.status}: ${text}`)
}
