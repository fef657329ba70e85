import type {
  ConversionAnswer,
  ConvertRequest,
  ErrorAnswer,
  ExportQuery,
  HealthAnswer,
  HistoryAnswer,
  HistoryQuery,
  InstallAnswer,
  InstallProgress,
  MappingAnswer,
  MappingChange,
  OpenedRecord,
  OpenRequest,
  portalTokenHeader as PortalTokenHeader,
  PreviewAnswer,
  ResumeRequest,
  sessionHeader as SessionHeader,
  SourcesAnswer,
  SourcesRequest,
  SettingsAnswer,
  SettingsRequest,
  SettingsSaved,
} from '../server/contract.ts'
import type { Pair } from '../server/conversion/mapping.ts'
import { RequestFailed } from './failure.ts'
import { readInstallLines } from './install-lines.ts'
import { waitOut } from './waiting.ts'

// Spelled again, because importing the contract at run time would bring its parser along; the types keep them equal.
const sessionHeader: typeof SessionHeader = 'x-session'
const portalTokenHeader: typeof PortalTokenHeader = 'x-portal-token'

/** Where the fresh portal token of the person comes from. */
export interface TokenSource {
  accessToken(): Promise<string>
  /** A token newer than the one just refused. */
  renewToken(): Promise<string>
}

/** Our own server, seen from a page. Every method fails with `RequestFailed`. */
export interface Api {
  preview(): Promise<PreviewAnswer>
  convert(request: ConvertRequest): Promise<ConversionAnswer>
  conversion(requestId: string): Promise<ConversionAnswer>
  /** Carries on with a conversion that was interrupted, and with what a refusal asked for. */
  resume(requestId: string, more?: ResumeRequest): Promise<ConversionAnswer>
  undo(requestId: string): Promise<ConversionAnswer>
  /** Leaves a partial conversion as it is. */
  keep(requestId: string): Promise<ConversionAnswer>
  /** Sets the app up, and tells each step as it begins and ends. */
  install(tell: (step: InstallProgress) => void): Promise<InstallAnswer>
  /** One page of the history. */
  history(query: HistoryQuery): Promise<HistoryAnswer>
  /** The history as a file of comma or semicolon separated values. */
  historyFile(query: ExportQuery): Promise<Blob>
  health(): Promise<HealthAnswer>
  /** What something can be created from: what was typed, else what changed last. */
  sources(wish: SourcesRequest): Promise<SourcesAnswer>
  /** Shows what a record can become, with a session of its own. */
  open(record: OpenRequest): Promise<OpenedRecord>
  /** How a pair is mapped: what is in force, or an earlier version. */
  mapping(pair: Pair, version?: number): Promise<MappingAnswer>
  saveMapping(pair: Pair, change: MappingChange): Promise<MappingAnswer>
  /** What is in force, as a file. */
  mappingFile(pair: Pair): Promise<Blob>
  /** What the text of such a file would make of its pair; nothing is saved. */
  readMappingFile(text: string): Promise<MappingAnswer>
  settings(): Promise<SettingsAnswer>
  saveSettings(request: SettingsRequest): Promise<SettingsSaved>
  /** Asks for nothing but what every answer brings along: a session that ends later. */
  stay(): Promise<unknown>
}

/** Milliseconds until an answer counts as lost, and how often a page waits when too much comes at once. */
const patience = { read: 45_000, write: 150_000, turns: 3 }

/** Opens our server in the name of one session, and of those that follow it. */
export function openApi(firstSession: string, tokens: TokenSource): Api {
  let session = firstSession

  async function request<T>(path: string, wait: number, body?: unknown, read = readJson<T>): Promise<T> {
    const send = async (token: string, turn = 1): Promise<T> => {
      const headers = { [sessionHeader]: session, [portalTokenHeader]: token }
      const init =
        body === undefined
          ? { headers }
          : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
      const response = await fetch(path, { ...init, signal: AbortSignal.timeout(wait) }).catch((error: unknown) => {
        throw new RequestFailed('offline', error instanceof Error ? error.message : String(error))
      })
      session = response.headers.get(sessionHeader) ?? session
      // Turned away unread, so even a conversion may be sent once more; it is the server that says when.
      const seconds = response.headers.get('retry-after')
      if (response.status !== 429 || !seconds || turn > patience.turns) return read(response)
      await waitOut(Number(seconds))
      return send(token, turn + 1)
    }
    try {
      return await send(await tokens.accessToken())
    } catch (error) {
      // The server refuses an expired token before it does anything, so even a conversion may be sent once more.
      if (error instanceof RequestFailed && error.code === 'token_expired') return send(await tokens.renewToken())
      throw error
    }
  }

  return {
    preview: () => request('/api/preview', patience.read, {}),
    convert: (body) => request('/api/convert', patience.write, body),
    conversion: (id) => request(pathOf(id), patience.read),
    resume: (id, more = {}) => request(`${pathOf(id)}/resume`, patience.write, more),
    undo: (id) => request(`${pathOf(id)}/undo`, patience.write, {}),
    keep: (id) => request(`${pathOf(id)}/keep`, patience.read, {}),
    install: (tell) =>
      request('/api/install', patience.write, {}, (response) =>
        response.ok && response.body ? readInstallLines(response.body, tell) : readJson<InstallAnswer>(response),
      ),
    history: (query) => request(`/api/history?${paramsOf(query)}`, patience.read),
    historyFile: (query) => request(`/api/history.csv?${paramsOf(query)}`, patience.write, undefined, readFile),
    health: () => request('/api/health', patience.read),
    sources: (wish) => request('/api/sources', patience.read, wish),
    open: ({ type, id }) => request('/api/open', patience.read, { type, id }),
    mapping: (pair, version) =>
      request(`${mappingPath(pair)}${version === undefined ? '' : `?version=${version}`}`, patience.read),
    saveMapping: (pair, change) => request(mappingPath(pair), patience.read, change),
    mappingFile: (pair) => request(`${mappingPath(pair)}/file`, patience.read, undefined, readFile),
    readMappingFile: (text) => request('/api/mapping-file', patience.read, { text }),
    settings: () => request('/api/settings', patience.read),
    saveSettings: (body) => request('/api/settings', patience.write, body),
    stay: () => request('/api/session', patience.read),
  }
}

const mappingPath = ({ source, target }: Pair): string => `/api/mappings/${source}/${target}`
const pathOf = (requestId: string): string => `/api/conversions/${encodeURIComponent(requestId)}`

function paramsOf(query: HistoryQuery | ExportQuery): URLSearchParams {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
}

/** A file comes as it is, a refusal instead of it as always. */
function readFile(response: Response): Promise<Blob> {
  return response.ok ? response.blob() : readJson<Blob>(response)
}

async function readJson<T>(response: Response): Promise<T> {
  // Anything but our own JSON comes from something between us and our server, which then never answered.
  const body = (await response.json().catch(() => null)) as T | ErrorAnswer | null
  if (body === null) throw new RequestFailed('offline', `HTTP ${response.status}`)
  if (response.ok) return body as T
  const { error } = body as Partial<ErrorAnswer>
  if (!error) throw new RequestFailed('offline', `HTTP ${response.status}`)
  throw new RequestFailed(error.code, error.message, error.details)
}
