import { round, type Measure, type Row } from './results.ts'

/** The rows as a Markdown table. */
export function toTable(rows: readonly Row[]): string {
  const head = ['', 'ours', 'baseline', '', 'ratio', 'goal']
  const lines = rows.map(({ what, unit, ours, baseline, ratio, goal }) => [
    what,
    `${spread(ours)} ${unit}`,
    `${spread(baseline)} ${unit}`,
    baseline.name,
    spread(ratio),
    goal ? `${goal.text} ${goal.met ? '✓' : '✗'}` : '',
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((cells) => cells[column]!.length), 3))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line)].join('\n')
}

/** The median, and the spread where there is one. */
function spread({ median, least, most }: Measure): string {
  return least === most ? round(median) : `${round(median)} (${round(least)}–${round(most)})`
}
