import type { Simulator } from './simulator.ts'

/** What the portal answered: its HTTP status and its JSON. */
export interface Answered {
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

/** Calls methods as somebody, through the app that was registered last, with a JSON body. */
export function askAs(simulator: Simulator, userId: number): (method: string, params?: object) => Promise<Answered> {
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
export function openPortal(simulator: Simulator): Record<'anna' | 'max' | 'julia', ReturnType<typeof askAs>> {
  simulator.installApp({
    handlerUrl: 'https://app.example.test/app',
    scopes: ['crm', 'placement', 'userfieldconfig', 'user_brief'],
  })
  return { anna: askAs(simulator, 1), max: askAs(simulator, 2), julia: askAs(simulator, 3) }
}
