import type { ErrorAnswer, InstallAnswer, InstallLine, InstallProgress } from '../server/contract.ts'
import { RequestFailed } from './failure.ts'

/** Reads an installation while it happens; answers its end. Fails with `install_interrupted` where that never comes. */
export async function readInstallLines(
  body: ReadableStream<Uint8Array>,
  tell: (step: InstallProgress) => void,
): Promise<InstallAnswer> {
  for await (const text of linesOf(body)) {
    const line = parse(text)
    if ('step' in line) tell(line.step)
    if ('answer' in line) return line.answer
    if ('error' in line) throw failureOf(line)
  }
  throw interrupted('The answer ended early.')
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (let rest = ''; ;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw interrupted(String(error))
    })
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

function parse(text: string): InstallLine {
  try {
    return JSON.parse(text) as InstallLine
  } catch {
    throw interrupted('A line is no JSON.')
  }
}

const failureOf = ({ error: { code, message, details } }: ErrorAnswer) => new RequestFailed(code, message, details)
const interrupted = (why: string) => new RequestFailed('install_interrupted', why)
