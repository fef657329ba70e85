/** One diagram: milliseconds over the size of something. */
export interface Panel {
  title: string
  lines: { name: string; points: { x: number; y: number }[] }[]
}

const colours = ['#1271d6', '#12804b', '#b3261e']
const panel = { width: 320, height: 220 }
const margin = { left: 46, right: 14, top: 30, bottom: 30 }

/** Panels side by side as an SVG that is readable on light and dark ground. */
export function toPlot(panels: readonly Panel[]): string {
  const width = panel.width * 2
  const height = panel.height * Math.ceil(panels.length / 2) + 30
  const drawn = panels.map((one, index) => {
    const [x, y] = [(index % 2) * panel.width, Math.floor(index / 2) * panel.height]
    return `<g transform="translate(${x} ${y})">${draw(one)}</g>`
  })
  const names = (panels[0]?.lines ?? []).map(
    ({ name }, index) =>
      `<g transform="translate(${margin.left + index * 180} ${height - 14})"><rect width="12" height="3" y="-4" fill="${colours[index]}"/><text x="18">${name}, ms</text></g>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#6b7280">`,
    ...drawn,
    ...names,
    '</svg>\n',
  ].join('\n')
}

function draw({ title, lines }: Panel): string {
  const all = lines.flatMap(({ points }) => points)
  const most = { x: Math.max(...all.map(({ x }) => x), 1), y: niceAbove(Math.max(...all.map(({ y }) => y))) }
  const area = {
    width: panel.width - margin.left - margin.right,
    height: panel.height - margin.top - margin.bottom,
  }
  const px = (x: number): number => round(margin.left + (x / most.x) * area.width)
  const py = (y: number): number => round(panel.height - margin.bottom - (y / most.y) * area.height)
  const grid = [0, 0.5, 1].map((share) => {
    const y = py(share * most.y)
    return `<path d="M${margin.left} ${y}h${area.width}" stroke="#9ca3af" stroke-opacity="0.4"/><text x="${margin.left - 6}" y="${y + 4}" text-anchor="end">${share * most.y}</text>`
  })
  const ticks = [...new Set(all.map(({ x }) => x))]
    .filter((x, index, xs) => index === xs.length - 1 || index === 0 || px(x) - px(0) > 40)
    .map((x) => `<text x="${px(x)}" y="${panel.height - margin.bottom + 16}" text-anchor="middle">${x}</text>`)
  const curves = lines.map(
    ({ points }, index) =>
      `<polyline fill="none" stroke="${colours[index]}" stroke-width="2" points="${points.map(({ x, y }) => `${px(x)},${py(y)}`).join(' ')}"/>`,
  )
  return [`<text x="${margin.left}" y="18" font-weight="bold">${title}</text>`, ...grid, ...ticks, ...curves].join('\n')
}

/** The next round number, so that the grid is readable. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
