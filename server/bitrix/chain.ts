import { AppError } from '../errors.ts'
import type { Answer, Command, Rest } from './rest.ts'

/** Stands in a command's values for the id that an earlier command of the chain will answer. */
export class IdOf {
  readonly key: string
  /** Where the answer holds the id: `['item', 'id']`. */
  readonly path: readonly string[]

  constructor(key: string, path: readonly string[] = ['item', 'id']) {
    this.key = key
    this.path = path
  }
}

export interface ChainResult {
  answers: ReadonlyMap<string, Answer>
  /** The request whose answer never came, if one did: the keys it carried, each perhaps carried out, perhaps not. */
  lost: { keys: string[]; error: AppError } | null
}

export interface ChainOptions {
  /** Answers of commands that were carried out before, for the ids in them. */
  known?: ReadonlyMap<string, Answer>
  /** Called after every request with all answers so far, before the next one is sent. */
  onAnswers?: (answers: ReadonlyMap<string, Answer>) => Promise<unknown>
}

/** A batch counts as one request, takes 50 commands, and PHP drops variables beyond max_input_vars (1,000 by default). */
const commandsPerBatch = 50
const valuesPerBatchCommand = 500

/**
 * Runs commands in order with as few requests as is safe, and stops at the first refusal.
 * Commands share halting batches, but for two kinds that go alone as JSON: values that contain `$result` (a batch would
 * resolve it as a reference and pull foreign data into the record) and sets too large for a batch's query string.
 * Nothing is ever sent twice.
 */
export async function runChain(
  rest: Rest,
  commands: Record<string, Command>,
  { known = new Map(), onAnswers }: ChainOptions = {},
): Promise<ChainResult> {
  const answers = new Map(known)
  for (const part of partsOf(commands)) {
    const sent = Object.fromEntries(part.map(([key, command]) => [key, resolve(command, answers)]))
    try {
      for (const [key, answer] of await sendPart(rest, sent, { halt: true })) answers.set(key, answer)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { answers, lost: { keys: Object.keys(sent), error } }
    }
    await onAnswers?.(answers)
    if (part.some(([key]) => !answers.get(key)?.ok)) break
  }
  return { answers, lost: null }
}

/** Commands as one batch takes them: ids that are not known yet are references the portal resolves. */
export function inBatch(commands: Record<string, Command>): Record<string, Command> {
  return Object.fromEntries(Object.entries(commands).map(([key, command]) => [key, resolve(command, new Map())]))
}

/** Sends commands that belong to one part, in one request. */
export async function sendPart(
  rest: Rest,
  part: Record<string, Command>,
  options: { halt: boolean },
): Promise<Map<string, Answer>> {
  const [first, ...others] = Object.entries(part)
  if (first && others.length === 0 && !fitsBatch(first[1])) return new Map([[first[0], await rest.call(first[1])]])
  return rest.batch(part, options)
}

/** Tells whether a command may travel inside a batch. */
export function fitsBatch(command: Command): boolean {
  const leaves = leavesOf(command.params)
  return (
    leaves.length <= valuesPerBatchCommand &&
    !leaves.some((leaf) => typeof leaf === 'string' && leaf.includes('$result'))
  )
}

/** Commands in order, each part to be sent in one request: as many as a batch takes, or one that goes alone. */
export function partsOf(commands: Record<string, Command>): [string, Command][][] {
  const parts: [string, Command][][] = []
  let open: [string, Command][] | null = null
  for (const entry of Object.entries(commands)) {
    if (!fitsBatch(entry[1])) {
      parts.push([entry])
      open = null
    } else if (open && open.length < commandsPerBatch) open.push(entry)
    else parts.push((open = [entry]))
  }
  return parts
}

/** Ids that are known are written as numbers; the others as references the portal resolves inside the same batch. */
function resolve(command: Command, answers: ReadonlyMap<string, Answer>): Command {
  const replace = (value: unknown): unknown => {
    if (value instanceof IdOf) {
      const answer = answers.get(value.key)
      if (!answer?.ok) return `$result[${[value.key, ...value.path].join('][')}]`
      return value.path.reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        answer.result,
      )
    }
    if (Array.isArray(value)) return value.map(replace)
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replace(one)]))
    return value
  }
  return { method: command.method, params: replace(command.params) as Record<string, unknown> }
}

function leavesOf(value: unknown): unknown[] {
  if (value instanceof IdOf || typeof value !== 'object' || value === null) return [value]
  return Object.values(value).flatMap(leavesOf)
}
