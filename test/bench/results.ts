/** What several runs of the same thing gave. */
export interface Measure {
  median: number
  least: number
  most: number
  runs: number
}

/** One comparison of ours with a baseline measured in the same run. */
export interface Row {
  part: PartName
  what: string
  unit: string
  ours: Measure
  baseline: Measure & { name: string }
  /** Ours divided by the baseline, round by round where both were measured in turns. */
  ratio: Measure
  goal?: { text: string; met: boolean }
  /** Stands in the short table too. */
  headline: boolean
}

export const partNames = ['round-trips', 'server', 'page', 'growth'] as const
export type PartName = (typeof partNames)[number]

/** The middle of several runs, and how far they lie apart. */
export function measure(values: readonly number[]): Measure {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  if (below === undefined || above === undefined) throw new Error('Nothing was measured.')
  return { median: (below + above) / 2, least: sorted[0]!, most: sorted.at(-1)!, runs: sorted.length }
}

/** The value below which this share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export interface Goal {
  atMost?: number
  atLeast?: number
  /** The goal is one for our own number instead of for the ratio. */
  absolute?: boolean
}

/** Compares what was measured with its baseline, and with the goal where there is one. */
export function compare(
  { part, what, unit, headline = true }: Pick<Row, 'part' | 'what' | 'unit'> & { headline?: boolean },
  ours: readonly number[],
  baseline: { name: string; values: readonly number[] },
  goal?: Goal,
): Row {
  const own = measure(ours)
  const other = { name: baseline.name, ...measure(baseline.values) }
  const ratio = compareRounds(ours, baseline.values) ?? single(own.median / other.median)
  return {
    part,
    what,
    unit,
    headline,
    ours: own,
    baseline: other,
    ratio,
    ...(goal && { goal: judge(goal, goal.absolute ? own.median : ratio.median) }),
  }
}

function compareRounds(ours: readonly number[], others: readonly number[]): Measure | null {
  const isPaired = ours.length === others.length && others.every((other) => other !== 0)
  return isPaired ? measure(ours.map((own, round) => own / others[round]!)) : null
}

const single = (value: number): Measure => ({ median: value, least: value, most: value, runs: 1 })

function judge({ atMost = Infinity, atLeast = -Infinity, absolute }: Goal, value: number): Row['goal'] {
  const subject = absolute ? '' : ' ×'
  const text = atMost < Infinity ? `≤ ${round(atMost)}${subject}` : `≥ ${round(atLeast)}${subject}`
  return { text, met: value <= atMost && value >= atLeast }
}

/** Three digits that mean something. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}
