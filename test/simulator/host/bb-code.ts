import { Html, escape } from './html.ts'

/** What the portal's comment parser knows: a tag and how it is rendered; HTML itself is switched off. */
const tags: Record<string, (content: string, argument: string, plain: string) => string> = {
  b: (content) => `<strong>${content}</strong>`,
  i: (content) => `<em>${content}</em>`,
  u: (content) => `<u>${content}</u>`,
  s: (content) => `<s>${content}</s>`,
  p: (content) => `<p>${content}</p>`,
  quote: (content) => `<blockquote>${content}</blockquote>`,
  code: (content) => `<pre>${content}</pre>`,
  list: (content) => `<span class="bb-list">${content}</span>`,
  url: (content, argument, plain) => link(content, argument || plain),
  user: (content, argument) =>
    /^\d+$/.test(argument) ? `<a href="/company/personal/user/${argument}/">${content}</a>` : content,
}

interface OpenTag {
  name: string
  argument: string
  /** The opening tag as it was written, shown when nothing closes it. */
  raw: string
  content: string
  /** The content without markup, not escaped: an address that stands between [url] and [/url]. */
  plain: string
}

/**
 * Renders a comment. Tags nobody closes or nobody knows stay visible as text; addresses that are neither a path of
 * this portal nor http(s), mail or telephone are not linked.
 */
export function renderBbCode(text: string): Html {
  const open: OpenTag[] = [{ name: '', argument: '', raw: '', content: '', plain: '' }]
  const write = (content: string, plain: string) => {
    const inner = open[open.length - 1]!
    inner.content += content
    inner.plain += plain
  }
  const close = () => {
    const tag = open.pop()!
    write(tags[tag.name]!(tag.content, tag.argument, tag.plain), tag.plain)
  }
  const giveUp = () => {
    const tag = open.pop()!
    write(escape(tag.raw) + tag.content, tag.raw + tag.plain)
  }
  let position = 0
  for (const match of text.matchAll(/\[(\/?)([a-z]+|\*)(?:=([^\]]*))?\]/gi)) {
    const [raw, slash, spelled, argument] = [match[0], match[1], match[2]!, match[3] ?? '']
    write(escapeText(text.slice(position, match.index)), text.slice(position, match.index))
    position = match.index + raw.length
    const name = spelled.toLowerCase()
    const inCode = open[open.length - 1]!.name === 'code'
    if (name === '*' && !inCode) write('<br>• ', ' ')
    else if (!Object.hasOwn(tags, name) || (inCode && !(slash && name === 'code'))) write(escape(raw), raw)
    else if (!slash && isLink(name) && open.some((tag) => isLink(tag.name))) write(escape(raw), raw)
    else if (!slash) open.push({ name, argument: argument.replace(/^["']|["']$/g, ''), raw, content: '', plain: '' })
    else if (open.some((tag) => tag.name === name)) {
      while (open[open.length - 1]!.name !== name) giveUp()
      close()
    } else write(escape(raw), raw)
  }
  write(escapeText(text.slice(position)), text.slice(position))
  while (open.length > 1) giveUp()
  return new Html(open[0]!.content)
}

/** Square brackets may be written as character references, the portal's own way to keep data from becoming a tag. */
function escapeText(text: string): string {
  return escape(text)
    .replace(/&amp;#(91|93);/g, '&#$1;')
    .replace(/\r?\n/g, '<br>')
}

function isLink(name: string): boolean {
  return name === 'url' || name === 'user'
}

function link(content: string, address: string): string {
  const target = address.trim()
  if (/^\/(?![/\\])/.test(target)) return `<a href="${escape(target)}">${content}</a>`
  if (/^(https?:\/\/|mailto:|tel:)/i.test(target))
    return `<a href="${escape(target)}" target="_blank" rel="noopener noreferrer">${content}</a>`
  return content
}
