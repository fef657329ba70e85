/** A piece of markup that is safe to send: everything foreign in it was escaped when it was made. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What markup can be built of. */
export type Part = Markup | string | null | false | readonly Part[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Builds markup; values are escaped unless they are markup themselves, and nothing (null, false) stays nothing. */
export function markup(fixed: TemplateStringsArray, ...values: Part[]): Markup {
  return new Markup(fixed.map((text, index) => text + (index < values.length ? spell(values[index]!) : '')).join(''))
}

function spell(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part !== 'string') return part.map(spell).join('')
  return part.replace(/[&<>"']/g, (character) => entities[character]!)
}
