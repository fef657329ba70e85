import type { SmartTypeMemory } from '../bitrix/smart-types.ts'
import type { SmartType, SmartTypeName } from '../conversion/smart-types.ts'

/** What one process knows of the smart processes of all portals; bounded in size and age. */
export interface SmartTypeMemories {
  of(memberId: string, userId: number): SmartTypeMemory
  /** Drops what is known of a portal. */
  forget(memberId: string): void
}

/** Opens the memory. Ages in milliseconds: after so long a relation that an administrator changed is seen by everybody. */
export function createSmartTypeMemories({ size = 5000, maxAge = 10 * 60_000, now = Date.now } = {}): SmartTypeMemories {
  const kept = new Map<string, { name: SmartTypeName; type: SmartType | null; until: number }>()
  return {
    of(memberId, userId) {
      const keyOf = (name: SmartTypeName, person: number | 'all'): string => `${memberId}/${person}/${name}`
      return {
        known() {
          const prefix = `${memberId}/all/`
          const fresh = [...kept].filter(([key, { until }]) => key.startsWith(prefix) && until > now())
          return Object.fromEntries(fresh.flatMap(([, { name, type }]) => (type ? [[name, type]] : [])))
        },
        isHidden: (name) => (kept.get(keyOf(name, userId))?.until ?? 0) > now(),
        keep(name, type) {
          const key = keyOf(name, type ? 'all' : userId)
          kept.delete(key)
          kept.set(key, { name, type, until: now() + maxAge })
          for (const [oldest, { until }] of kept) {
            if (kept.size <= size && until > now()) break
            kept.delete(oldest)
          }
        },
      }
    },
    forget(memberId) {
      for (const key of kept.keys()) if (key.startsWith(`${memberId}/`)) kept.delete(key)
    },
  }
}
