import axios from 'axios'
import { parsePhpQuery, type Params } from '../simulator/wire/php-query.ts'
import { resolveReferences, type Collected } from '../simulator/wire/references.ts'
import type { PortalInfo } from '../simulator/control/start-portal.ts'

/** One request of ours as the portal recorded it. */
export interface Recorded {
  method: string
  params: Record<string, unknown>
  commands: Record<string, string>
  status: number
}

/**
 * Everything a conversion of ours asks of the portal, one call after the other. A record that is converted already
 * refuses some of it, which takes no less time.
 */
export async function sendOneByOne({ webhook }: PortalInfo, requests: readonly Recorded[]): Promise<void> {
  const send = async (method: string, params: object): Promise<unknown> =>
    (await axios.post<{ result?: unknown }>(`${webhook}/${method}`, params, { validateStatus: () => true })).data.result
  for (const { method, params, commands } of requests) {
    const collected: Collected = { result: {}, next: {}, total: {}, time: {}, error: {} }
    for (const [key, command] of Object.entries(commands)) {
      const [name = '', query = ''] = command.split(/\?(.*)/s)
      collected.result[key] = (await send(name, resolveReferences(parsePhpQuery(query), collected))) as Params[string]
    }
    if (method !== 'batch') await send(method, params)
  }
}
