import type { RequiredField } from './preview.ts'
import type { RecordTypeName } from './record-types.ts'

/** A record that exists now because of a conversion. */
export interface CreatedRecord {
  type: RecordTypeName
  id: number
  title: string
  /** Portal path of its card. */
  path: string
}

export type StepName =
  | 'userFields'
  | 'options'
  | 'create'
  | 'longValues'
  | 'rows'
  | 'files'
  | 'closeSource'
  | 'address'
  | 'completeClient'
  | 'details'
  | 'history'
  | 'comment'
  | 'check'

/** One thing a conversion does, in order; failed ones carry the portal's own code and text. */
export interface Step {
  name: StepName
  /** The type being created or filled, null for steps on the source. */
  target: RecordTypeName | null
  /** `leftAlone`: not done any more, since a person changed or deleted meanwhile what it would have been done to. */
  state: 'done' | 'failed' | 'notTried' | 'unknown' | 'leftAlone'
  refusal: StepRefusal | null
  /** Done by the right of the administrator who installed the app, not by the person's own. */
  byInstaller?: true
  /** What exists since as people call it: new user fields, and new texts of lists. It stays, whatever follows. */
  made?: string[]
}

export interface StepRefusal {
  code: string
  message: string
  method: string
  /** The fields the portal wants filled first, of the target or, where the step has none, of the source. */
  wanted?: RequiredField[]
}

/** User fields and texts of lists that exist now because of a conversion, as people call them. */
export function preparedBy({ steps }: Pick<Conversion, 'steps'>): string[] {
  return [...new Set(steps.flatMap(({ made }) => made ?? []))]
}

/** Whether nothing is open about a step. */
export function isSettled({ state }: Step): boolean {
  return state === 'done' || state === 'leftAlone'
}

/** A value that reads back differently from what was planned. */
export interface Difference {
  target: RecordTypeName
  what: 'amount' | 'tax' | 'taxValue' | 'currency' | 'rowCount' | 'link'
  planned: string
  found: string
}

/** What became of one record when its conversion was undone. */
export interface UndoneRecord {
  record: CreatedRecord
  /**
   * `deleted` by the undo; `gone` before it; `changed` since it was made, so it stays; `refused` by the portal; `kept`
   * because an earlier one stays; `uncertain`: it stays, since nobody can tell whether the conversion made it;
   * `unknown`: no answer came.
   */
  state: 'deleted' | 'gone' | 'changed' | 'refused' | 'kept' | 'uncertain' | 'unknown'
  refusal: Step['refusal']
}

/** What became of the fields that a conversion had filled in a client it linked. */
export interface UndoneClient {
  record: CreatedRecord
  /**
   * `restored`: all of them are empty again; `partlyRestored`: but for those changed since; `changed`: all were changed
   * since, so they stay; `stayed`: the portal emptied some and kept others, see there; `tooLong`: some stay, since what stood there before is too long to be kept; `gone`: the client is
   * deleted or hidden; `refused` by the portal; `kept` because a record stays; `unknown`: no answer came.
   */
  state: 'restored' | 'partlyRestored' | 'changed' | 'stayed' | 'tooLong' | 'gone' | 'refused' | 'kept' | 'unknown'
  /** Labels of the fields that the portal did not empty. */
  stayed?: string[]
  refusal: Step['refusal']
}

/** How far a conversion was undone. */
export interface Undo {
  records: UndoneRecord[]
  /** Only clients it had filled. */
  clients: UndoneClient[]
  /**
   * The source's stage and clients: `untouched` when the conversion had not changed them; `tooLong`: some of it stays,
   * since what stood there before is too long to be kept.
   */
  source: 'restored' | 'untouched' | 'changed' | 'tooLong' | 'refused' | 'kept' | 'unknown'
  /** The word about it on the source's timeline; null when nothing was deleted. */
  comment: Pick<Step, 'state' | 'refusal'> | null
}

/** What a plan promises of one record, for whoever reads the result. */
export interface PlannedRecord {
  type: RecordTypeName
  /** How many product rows it gets. */
  rows: number
  /** Null for a record without one. */
  amount: { value: string; currency: string } | null
  /** Whether there are links to compare. */
  isLinked: boolean
}

export const outcomes = [
  'running',
  'done',
  'partial',
  'refused',
  'unknown',
  'undoing',
  'undone',
  'partlyUndone',
] as const

/**
 * How a conversion ended. `done`: everything exists. `partial`: some of it, see the steps. `refused`: no
 * record was made. `unknown`: the portal gave no answer, so part of it may exist. `running` and `undoing`: not finished
 * yet. `undone`: everything it made is gone again. `partlyUndone`: see the undo.
 */
export type Outcome = (typeof outcomes)[number]

/** What a conversion made, step by step, and what became of it since. */
export interface Conversion {
  requestId: string
  outcome: Outcome
  created: CreatedRecord[]
  /** Records that existed before and were linked instead of made again. */
  reused: CreatedRecord[]
  steps: Step[]
  /** Null until read back; an empty list proves the money. */
  differences: Difference[] | null
  /** What was compared, so that no more is claimed; absent until read back, and in older entries. */
  compared?: Difference['what'][]
  /** The card to open by itself, null when there is none. */
  open: CreatedRecord | null
  /** The portal's time of last change of each record when it was read back: what changed since is not undone. */
  readBack: Partial<Record<RecordTypeName, string>>
  /** Null until somebody undid it. */
  undo: Undo | null
  /** How many entries of its lists are not kept, since the portal said too much. */
  omitted?: number
  /** What was to be made, as far as it is compared afterwards; what an older version of the app began lacks it. */
  planned?: PlannedRecord[]
  /** Seconds until the portal can no longer be at work with a request of it; never stored, absent when that is over. */
  busyFor?: number
  /** Set while it runs and the portal lets it wait. */
  waiting?: true
}
