import type { Simulator } from './simulator.ts'

/** What the portal answered: its HTTP status and its JSON. */
interface Answered {
  status: number
  body: {
    result?: unknown
    total?: number
    next?: number
    error?: string | number
    error_description?: string
    time?: Record<string, unknown>
  }
}

type Ask = (method: string, params?: object) => Promise<Answered>

/** Calls methods as somebody, through the app that was registered last, with a JSON body. */
export function askAs(simulator: Simulator, userId: number): Ask {
  const { accessToken } = simulator.tokens(userId)
  return async (method, params = {}) => {
    const response = await simulator.handle(
      new Request(`${simulator.origin}/rest/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...params, auth: accessToken }),
      }),
    )
    return { status: response.status, body: (await response.json()) as Answered['body'] }
  }
}

/** A portal with an app that may everything, and callers for the three people of the seed. */
export function openPortal(simulator: Simulator): Record<'anna' | 'max' | 'julia', Ask> {
  simulator.installApp({
    handlerUrl: 'https://app.example.test/app',
    scopes: ['crm', 'placement', 'userfieldconfig', 'user_brief'],
  })
  return { anna: askAs(simulator, 1), max: askAs(simulator, 2), julia: askAs(simulator, 3) }
}

type Item = Record<string, unknown>

/** Shorthands for adding and changing records; a refused change hands back the refusal. */
export function itemCalls(ask: Ask): {
  add(entityTypeId: number, fields: object, as?: Ask): Promise<Item & { id: number }>
  update(entityTypeId: number, id: number, fields: object, as?: Ask): Promise<Item>
} {
  return {
    async add(entityTypeId, fields, as = ask) {
      const { body } = await as('crm.item.add', { entityTypeId, fields, useOriginalUfNames: 'Y' })
      if (body.error !== undefined) throw new Error(`${body.error}: ${body.error_description}`)
      return (body.result as { item: Item & { id: number } }).item
    },
    async update(entityTypeId, id, fields, as = ask) {
      const { body } = await as('crm.item.update', { entityTypeId, id, fields })
      return (body.result as { item: Item } | undefined)?.item ?? { ...body }
    },
  }
}
