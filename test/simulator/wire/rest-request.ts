import { parsePhpQuery, type Params } from './php-query.ts'

/** A REST request after its many spellings are gone. */
export interface RestRequest {
  /** Lower case, without suffix. */
  method: string
  params: Params
  webhook: { userId: number; secret: string } | null
  token: string | null
  /** What the answer is to be written in. */
  format: 'json' | 'xml'
}

/**
 * Reads `/rest/M`, `/rest//M`, `/rest/{user}/{secret}/M`, each with or without `.json` or `.xml` and closing slash, with
 * parameters in the query and in a JSON, urlencoded or multipart body.
 * Source: "How to call REST" of the documentation; double slash measured on the official SDK.
 */
export async function readRestRequest(request: Request): Promise<RestRequest> {
  const url = new URL(request.url)
  const segments = url.pathname
    .split('/')
    .filter((segment) => segment !== '')
    .slice(1)
    .map(decodeURIComponent)
  const isWebhook = segments.length >= 3 && /^\d+$/.test(segments[0] ?? '')
  const [method = ''] = isWebhook ? segments.slice(2) : segments
  const params: Params = { ...parsePhpQuery(url.search.slice(1)), ...(await readBody(request)) }
  const token = bearer(request) ?? asToken(params.auth) ?? asToken(params.access_token)
  for (const name of Object.keys(params))
    if (name === 'auth' || name === 'access_token' || name.startsWith('bx24_')) delete params[name]
  return {
    method: method.replace(/\.(json|xml)$/i, '').toLowerCase(),
    params,
    webhook: isWebhook ? { userId: Number(segments[0]), secret: segments[1] ?? '' } : null,
    token,
    format: /\.xml$/i.test(method) ? 'xml' : 'json',
  }
}

/** Reads the parameters of a body, whatever form it has. */
export async function readBody(request: Request): Promise<Params> {
  if (request.method === 'GET' || request.method === 'HEAD') return {}
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('multipart/form-data')) {
    const pairs = [...(await request.formData())].filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    )
    return parsePhpQuery(pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'))
  }
  const text = await request.text()
  // JSON under any other name is read as a form, and nothing is found in it (the platform's REST server).
  if (type.replace(/;.*$/s, '').trim() !== 'application/json') return parsePhpQuery(text)
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}

function bearer(request: Request): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
}

function asToken(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
