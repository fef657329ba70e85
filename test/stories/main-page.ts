import type {
  ExportQuery,
  HealthAnswer,
  HistoryAnswer,
  HistoryQuery,
  SettingsAnswer,
  SettingsSaved,
} from '../../server/contract.ts'
import { usualPair } from '../../server/conversion/pair-settings.ts'
import { usualSettings, type PairName, type PairSettings, type Settings } from '../../server/conversion/settings.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, openFrame } from './door.ts'

/** The app's main page in the eyes of one person. */
export interface MainPage {
  session: string
  history(query?: HistoryQuery): Promise<HistoryAnswer>
  table(query?: ExportQuery): Promise<string>
  health(): Promise<HealthAnswer>
  settings(): Promise<SettingsAnswer>
  save(settings: Settings, version: number): Promise<Response>
  get(path: string): Promise<Response>
  post(path: string, body?: unknown): Promise<Response>
}

/** The usual settings but for one pair. */
export function withPair(name: PairName, rule: Partial<PairSettings>): Settings {
  return { ...usualSettings, pairs: { [name]: { ...usualPair, ...rule } } }
}

/** An administrator decides; answers what became of it. */
export async function decide(portal: Simulator, settings: Settings): Promise<SettingsSaved> {
  const page = await openMainPage(portal, administrator)
  const answer = await page.save(settings, (await page.settings()).version)
  if (!answer.ok) throw new Error(`Refused with ${answer.status}: ${await answer.text()}`)
  return answer.json() as Promise<SettingsSaved>
}

/** Opens the app from the portal's menu of apps. */
export async function openMainPage(portal: Simulator, userId: number, language: 'de' | 'en' = 'de'): Promise<MainPage> {
  portal.state.users.get(userId)!.language = language
  const { get, post, start } = await openFrame(portal, { userId })
  if (start.page !== 'home') throw new Error(`Another page opened: ${JSON.stringify(start)}`)
  async function read(path: string, query: object = {}): Promise<Response> {
    const given = Object.entries(query).map(([name, value]) => [name, String(value)])
    const answer = await get(`${path}?${new URLSearchParams(given)}`)
    if (!answer.ok) throw new Error(`Refused with ${answer.status}: ${await answer.text()}`)
    return answer
  }
  return {
    session: start.session,
    history: async (query) => (await read('/api/history', query)).json() as Promise<HistoryAnswer>,
    table: async (query) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(await (await read('/api/history.csv', query)).arrayBuffer()),
    health: async () => (await read('/api/health')).json() as Promise<HealthAnswer>,
    settings: async () => (await read('/api/settings')).json() as Promise<SettingsAnswer>,
    save: (settings, version) => post('/api/settings', { settings, version }),
    get,
    post,
  }
}
