import { eq } from 'drizzle-orm'
import { settingsSchema, usualSettings, type Settings } from '../conversion/settings.ts'
import type { Orm } from './database.ts'
import { settings } from './schema.ts'
import { whileInstalled } from './while-installed.ts'

export interface KeptSettings {
  settings: Settings
  /** 0 as long as nobody has decided anything. */
  version: number
  saved: { by: number; at: Date } | null
}

/** What the administrators of one portal have decided. */
export interface SettingsStore {
  find(): Promise<KeptSettings>
  /** Keeps settings that somebody made from this version; null when another one was saved since. */
  save(settings: Settings, from: { version: number; userId: number }): Promise<KeptSettings | null>
}

/** Opens the settings of one portal. */
export function openSettings(orm: Orm, memberId: string, now: () => Date = () => new Date()): SettingsStore {
  return {
    async find() {
      const [row] = await orm.select().from(settings).where(eq(settings.memberId, memberId))
      return row ? toKept(row) : unsaved
    },

    save(content, { version, userId }) {
      const values = { version: version + 1, content, savedBy: userId, savedAt: now() }
      return whileInstalled(orm, memberId, async (transaction) => {
        const [row] = await transaction
          .insert(settings)
          .values({ memberId, ...values })
          .onConflictDoUpdate({ target: settings.memberId, set: values, setWhere: eq(settings.version, version) })
          .returning()
        return row ? toKept(row) : null
      })
    },
  }
}

/** Nobody has decided anything. */
export const unsaved: KeptSettings = { settings: usualSettings, version: 0, saved: null }

/** Settings as they are kept. What was saved before something could be decided at all leaves that as usual. */
export function toKept({ content, version, savedBy, savedAt }: typeof settings.$inferSelect): KeptSettings {
  const whole = settingsSchema.parse({ ...usualSettings, ...content })
  return { settings: whole, version, saved: { by: savedBy, at: savedAt } }
}
