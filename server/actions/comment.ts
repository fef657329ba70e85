import type { CreatedRecord } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { toLanguage, translate } from '../texts.ts'

/**
 * The words of the comment on the source's timeline: one line per new record, its title linking to its card. In the
 * portal's language, since everybody reads it. Links are paths inside the portal: those open in its slider and survive a
 * change of its address, while a full address opens a new tab. Not proven on a live portal.
 */
export function commentFor(plan: Plan): (created: readonly CreatedRecord[]) => string {
  const language = toLanguage(plan.portalLanguage)
  return (created) => {
    const source = translate(language, `type.${plan.source.type}`)
    const lines = created.map(({ type, title, path, id }) => {
      const name = escapeBbCode(title) || `#${id}`
      return `${translate(language, `type.${type}`)}: [URL=${path}]${name}[/URL]`
    })
    return [`[B]${translate(language, 'comment.created', { source })}[/B]`, ...lines].join('\n')
  }
}

/** Titles are data: without brackets no BB code can begin, and a line break would start a line of its own. */
export function escapeBbCode(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')').replace(/\s+/gu, ' ').trim()
}
