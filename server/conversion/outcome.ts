import type { RecordTypeName } from './record-types.ts'

/** A record that exists now because of a conversion. */
export interface CreatedRecord {
  type: RecordTypeName
  id: number
  title: string
  /** Portal path of its card. */
  path: string
}

export type StepName = 'userFields' | 'create' | 'rows' | 'files' | 'closeSource' | 'comment' | 'check'

/** One thing a conversion does, in order; failed ones carry the portal's own code and text. */
export interface Step {
  name: StepName
  /** The type being created or filled, null for steps on the source. */
  target: RecordTypeName | null
  state: 'done' | 'failed' | 'notTried' | 'unknown'
  refusal: { code: string; message: string; method: string } | null
}

/** A value that reads back differently from what was planned. */
export interface Difference {
  target: RecordTypeName
  what: 'amount' | 'tax' | 'currency' | 'rowCount' | 'link'
  planned: string
  found: string
}

/**
 * How a conversion ended. `done`: everything exists. `partial`: some of it, see the steps. `refused`: nothing was
 * written. `unknown`: the portal gave no answer, so part of it may exist. `running`: not finished yet.
 */
export interface Conversion {
  requestId: string
  outcome: 'running' | 'done' | 'partial' | 'refused' | 'unknown'
  created: CreatedRecord[]
  /** Records that existed before and were linked instead of made again. */
  reused: CreatedRecord[]
  steps: Step[]
  /** Null until read back; an empty list proves the money. */
  differences: Difference[] | null
  /** The card to open by itself, null when there is none. */
  open: CreatedRecord | null
}
