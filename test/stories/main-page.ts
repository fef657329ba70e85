import type { ExportQuery, HealthAnswer, HistoryAnswer, HistoryQuery } from '../../server/contract.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { openFrame } from './door.ts'

/** The app's main page in the eyes of one person. */
export interface MainPage {
  history(query?: HistoryQuery): Promise<HistoryAnswer>
  table(query?: ExportQuery): Promise<string>
  health(): Promise<HealthAnswer>
  get(path: string): Promise<Response>
  post(path: string): Promise<Response>
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
    history: async (query) => (await read('/api/history', query)).json() as Promise<HistoryAnswer>,
    table: async (query) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(await (await read('/api/history.csv', query)).arrayBuffer()),
    health: async () => (await read('/api/health')).json() as Promise<HealthAnswer>,
    get,
    post,
  }
}
