/** The same answer in XML, for whoever puts `.xml` behind a method's name. Source: how to call REST, request result. */
export async function inXml(answer: Response): Promise<Response> {
  if (!answer.headers.get('content-type')?.includes('json')) return answer
  const headers = new Headers(answer.headers)
  headers.set('content-type', 'text/xml; charset=UTF-8')
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${element('response', await answer.json())}`
  return new Response(text, { status: answer.status, headers })
}

function element(name: string, value: unknown): string {
  const tag = /^\d/.test(name) ? 'item' : name.replaceAll(/[^\w.-]/g, '_')
  return `<${tag}>${content(value)}</${tag}>`
}

/** Entries of lists have no names of their own and are called items; flags are written as PHP writes them. */
function content(value: unknown): string {
  if (value === null || value === false) return ''
  if (value === true) return '1'
  if (typeof value === 'object')
    return Object.entries(value as object)
      .map(([key, inner]) => element(key, inner))
      .join('')
  return String(value).replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
