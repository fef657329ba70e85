import type { CreatedRecord, Undo, UndoneRecord } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import { isSmartTypeName } from '../conversion/smart-types.ts'
import { toLanguage, translate } from '../texts.ts'

/**
 * The words of the comment on the source's timeline: one line per new record, its title linking to its card. In the
 * portal's language, since everybody reads it. Links are paths inside the portal: those open in its slider and survive a
 * change of its address, while a full address opens a new tab. Not proven on a live portal.
 */
export function commentFor(plan: Plan): (created: readonly CreatedRecord[]) => string {
  const language = toLanguage(plan.portalLanguage)
  return (created) => {
    const source = typeName(plan, plan.source.type)
    const heading = isSmartTypeName(plan.source.type) ? 'comment.created.smart' : 'comment.created'
    const lines = created.map(({ type, title, path, id }) => {
      const name = escapeBbCode(title) || `#${id}`
      return `${typeName(plan, type)}: [URL=${path}]${name}[/URL]`
    })
    return [`[B]${translate(language, heading, { source })}[/B]`, ...lines].join('\n')
  }
}

/** The words about an undo: what was deleted, by name and number, and what stays; null when nothing was deleted. */
export function undoCommentFor(plan: Plan, { records }: Pick<Undo, 'records'>): string | null {
  const language = toLanguage(plan.portalLanguage)
  const nameOf = ({ record }: UndoneRecord): string =>
    `${typeName(plan, record.type)}: ${escapeBbCode(record.title)} (#${record.id})`
  const deleted = records.filter(({ state }) => state === 'deleted')
  const left = records.filter(({ state }) => state !== 'deleted' && state !== 'gone')
  if (deleted.length === 0) return null
  return [
    `[B]${translate(language, 'comment.undone')}[/B]`,
    ...deleted.map(nameOf),
    ...(left.length > 0 ? [translate(language, 'comment.undone.left'), ...left.map(nameOf)] : []),
  ].join('\n')
}

function typeName({ portalLanguage, smartTypes }: Plan, type: RecordTypeName): string {
  return isSmartTypeName(type)
    ? escapeBbCode(smartTypes[type]?.title ?? '') || translate(toLanguage(portalLanguage), 'type.smart')
    : translate(toLanguage(portalLanguage), `type.${type}`)
}

/** Titles are data: without brackets no BB code can begin, and a line break would start a line of its own. */
export function escapeBbCode(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')').replace(/\s+/gu, ' ').trim()
}
