/** A piece of markup that is safe to send: everything foreign in it was escaped when it was made. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand between tags or inside a quoted attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

/** Builds markup; values are escaped unless they are markup themselves, and nothing (null, false) stays nothing. */
export function html(fixed: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(fixed.map((text, index) => text + toMarkup(values[index])).join(''))
}

function toMarkup(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(toMarkup).join('')
  return escape(String(part))
}

/** Data for a script to read, in a form that cannot end the element it stands in. */
export function jsonScript(id: string, data: unknown): Html {
  const json = JSON.stringify(data).replace(/</g, '\\u003c')
  return new Html(`<script type="application/json" id="${escape(id)}">${json}</script>`)
}
