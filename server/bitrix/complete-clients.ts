import { isCreatedAs } from '../conversion/compare.ts'
import { entriesOf, isSameEntry } from '../conversion/communication.ts'
import type { CreatedRecord, Step } from '../conversion/outcome.ts'
import type { Completion, Plan, PlannedValue } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { Item, Json } from '../conversion/snapshot.ts'
import { fitsBatch, IdOf, inBatch, runChain } from './chain.ts'
import { parseItem } from './parse.ts'
import type { Answer, Command, Rest } from './rest.ts'

const guardKey = (type: RecordTypeName): string => `${type}Unchanged`
const writeKey = (type: RecordTypeName): string => `${type}Completed`
const proofKey = (type: RecordTypeName): string => `${type}Proof`

/**
 * Commands that fill the empty fields of linked clients, for a batch that goes on after refusals. Each client is
 * guarded: one that changed since it was read is not found, and then nothing is written to it. So sending them again
 * adds no second phone either; and because what stands there afterwards decides, a client that an earlier attempt has
 * filled counts as filled.
 */
export function completionCommands({ completions }: Plan, created: readonly CreatedRecord[]): Record<string, Command> {
  const parts = completions.map((one) => commandsFor(one, created)).filter((commands) => isSafe(commands))
  return inBatch(Object.fromEntries(parts.flatMap((commands) => Object.entries(commands))))
}

/** Fills clients with texts that a batch would take for a reference: those commands travel one by one. */
export async function completeAlone(
  rest: Rest,
  { completions }: Plan,
  created: readonly CreatedRecord[],
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  for (const commands of completions.map((one) => commandsFor(one, created)).filter((one) => !isSafe(one)))
    for (const [key, answer] of (await runChain(rest, commands)).answers) answers.set(key, answer)
  return answers
}

/** What became of each client, read from what stands there now. */
export function completionSteps(
  { completions }: Plan,
  created: readonly CreatedRecord[],
  answers: ReadonlyMap<string, Answer>,
): Step[] {
  return completions.map((completion): Step => {
    const { type } = completion
    const guard = answers.get(guardKey(type))
    const written = answers.get(writeKey(type))
    const proof = answers.get(proofKey(type))
    const step = { name: 'completeClient', target: type, refusal: null } as const
    if (written?.ok) return { ...step, state: 'done' }
    if (proof?.ok && isThere(completion, created, parseItem(proof.result))) return { ...step, state: 'done' }
    if (!guard || !written) return { ...step, state: 'unknown' }
    const { code, message, method } = written
    return { ...step, state: 'failed', refusal: { code: wasFound(guard) ? code : clientChanged, message, method } }
  })
}

/** Our own code for a client that is no longer as it was read. */
const clientChanged = 'CLIENT_CHANGED'

function wasFound(guard: Answer): boolean {
  const items = guard.ok ? (guard.result as { items?: unknown[] }).items : null
  return !Array.isArray(items) || items.length > 0
}

function commandsFor(
  { type, id, updatedTime, fields }: Completion,
  created: readonly CreatedRecord[],
): Record<string, Command> {
  const { entityTypeId } = recordType(type)
  return {
    [guardKey(type)]: {
      method: 'crm.item.list',
      params: { entityTypeId, select: ['id'], filter: { '=id': id, '<=updatedTime': updatedTime } },
    },
    [writeKey(type)]: {
      method: 'crm.item.update',
      params: {
        entityTypeId,
        id: new IdOf(guardKey(type), ['items', '0', 'id']),
        fields: toWire(fields, created),
        useOriginalUfNames: 'Y',
      },
    },
    [proofKey(type)]: { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames: 'Y' } },
  }
}

const isSafe = (commands: Record<string, Command>): boolean => Object.values(commands).every(fitsBatch)

/** New entries of `fm` have keys of their own: a plain list would be taken for all there are. */
function toWire(fields: Completion['fields'], created: readonly CreatedRecord[]): Record<string, unknown> {
  const wire = Object.entries(fields).map(([name, value]) => {
    const values = valuesOf(value, created)
    if (name === 'fm') return [name, Object.fromEntries(values.map((entry, at) => [`n${at}`, entry]))]
    return [name, Array.isArray(value) ? values : values[0]]
  })
  return Object.fromEntries(wire)
}

/** The values of a field one by one, ids of new records in place of what stands for them. */
function valuesOf(value: PlannedValue, created: readonly CreatedRecord[]): Json[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => {
    if (!isCreatedAs(one)) return [one]
    return created.filter(({ type }) => type === one.createdAs).map(({ id }) => id)
  })
}

/** Every planned value stands there; dates may have got a time behind the day. */
function isThere({ fields }: Completion, created: readonly CreatedRecord[], item: Item): boolean {
  return Object.entries(fields).every(([name, value]) => {
    const planned = valuesOf(value, created)
    if (name === 'fm') {
      const own = entriesOf(item.fm)
      return entriesOf(planned).every((entry) => own.some((known) => isSameEntry(known, entry)))
    }
    const own = [item[name] ?? ''].flat().map(String)
    return planned.every((one) => own.some((known) => known.startsWith(String(one))))
  })
}
