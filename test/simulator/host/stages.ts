import { stageOf, stagesOf } from '../crm/dictionaries.ts'
import { inLanguage } from '../state.ts'
import type { Item, Status } from '../state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { Visit } from './visit.ts'

/** The stage of a record as a coloured mark; nothing for types without stages. */
export function stagePill(visit: Visit, item: Item): Html | false {
  const stage = stageOf(visit.state, item.type, item.values)
  return (
    stage !== undefined &&
    html`<span class="stage-mark" style="${colours(stage)}">${inLanguage(stage.name, visit.language)}</span>`
  )
}

/** The way of a record through its stages: those behind it carry its colour; of the ends only the one it reached. */
export function stageBar(visit: Visit, item: Item): Html | false {
  const current = stageOf(visit.state, item.type, item.values)
  if (!current) return false
  const all = stagesOf(visit.state, item.type, item.values)
  const shown = all.filter((stage) => stage.semantics === 'P' || stage.semantics === 'S' || stage === current)
  const reached = shown.indexOf(current)
  return html`<ol class="stages" aria-label="${visit.texts.stages}" style="${colours(current)}">
    ${shown.map(
      (stage, index) =>
        html`<li class="${index <= reached ? 'reached' : 'ahead'}" ${index === reached && html` aria-current="step"`}>
          <span>${inLanguage(stage.name, visit.language)}</span>
        </li>`,
    )}
  </ol>`
}

/** The stage's own colour, with black or white on it, whichever reads better (WCAG relative luminance). */
function colours(stage: Status): string {
  const hex = /^#?([0-9a-f]{6})$/i.exec(stage.color ?? '')?.[1] ?? 'ced4dc'
  const [red, green, blue] = [0, 2, 4].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return `--stage:#${hex};--on-stage:${luminance > 0.179 ? '#000' : '#fff'}`
}
