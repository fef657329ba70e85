import type { Language } from '../contract.ts'
import type { CreatedRecord } from '../conversion/outcome.ts'
import { pairSettings } from '../conversion/pair-settings.ts'
import type { StandardTypeName } from '../conversion/record-types.ts'
import type { Settings } from '../conversion/settings.ts'
import type { SearchableSource } from '../conversion/source-search.ts'
import { translate } from '../texts.ts'

/** What an entry in a timeline tells below its title. */
export type Told = { what: 'offer' | 'decide' | 'unknown' | 'done' | 'partial' } | { what: 'refused'; why: string }

/** What an entry says of its record. */
export interface TimelineSubject {
  record: { type: SearchableSource; id: number }
  told: Told
  /** What was created from the record so far and is still there, newest last. */
  made: readonly CreatedRecord[]
  settings: Settings
  appCode: string
}

/** So many records are linked: an entry takes 20 blocks, and three of them tell something else. */
const mostLinks = 17

/** The targets of each button; an entry takes two (structure of configurable activities). */
const buttons: Record<SearchableSource, StandardTypeName[][]> = {
  lead: [['deal', 'contact']],
  deal: [['quote'], ['invoice']],
  quote: [['deal'], ['invoice']],
}

/** The name by which the portal hands a press of one of our buttons back to us. */
export const buttonEvent = 'createFrom'

/**
 * An entry in a record's timeline with a button for each thing that can be created. A press reaches us as an event; what
 * needs a decision opens the app with this record instead, by a link, because the portal's mobile app does not know the
 * action that opens an app (openRestApp). What the administrator has switched off has no button.
 */
export function timelineLayout(language: Language, { record, told, made, settings, appCode }: TimelineSubject) {
  const { type, id } = record
  const t = (key: string, values?: Record<string, string>): string => translate(language, key, values)
  const page = redirect(`/marketplace/view/${appCode}/?params[type]=${type}&params[id]=${id}`)
  const names = (targets: StandardTypeName[]): string => targets.map((target) => t(`type.${target}`)).join(' + ')
  const text = (value: string) => ({ type: 'text', properties: { value } })
  const isUsedUp = told.what === 'done' && type === 'lead'
  const isOn = (target: StandardTypeName): boolean => pairSettings(settings, type, target).on
  const offered = isUsedUp ? [] : buttons[type].filter((targets) => targets.every(isOn))
  return {
    icon: { code: 'document' },
    header: { title: t('timeline.title', { source: t(`type.${type}`) }) },
    body: {
      blocks: {
        told: text(told.what === 'refused' ? t('timeline.refused', { why: told.why }) : t(`timeline.${told.what}`)),
        ...(told.what !== 'done' && made.length > 0 && { made: text(t('timeline.done')) }),
        ...Object.fromEntries(
          made
            .slice(-mostLinks)
            .map((one, place) => [
              `record${place}`,
              link(`${t(`type.${one.type}`)}: ${one.title || `#${one.id}`}`, redirect(one.path)),
            ]),
        ),
        ...(!isUsedUp && { choose: link(t(type === 'lead' ? 'timeline.other' : 'timeline.choose'), page) }),
      },
    },
    ...(offered.length > 0 && {
      footer: {
        buttons: Object.fromEntries(
          offered.map((targets, place) => [
            `create${place}`,
            {
              title: names(targets),
              type: place === 0 ? 'primary' : 'secondary',
              hideIfReadonly: true,
              action: {
                type: 'restEvent',
                id: buttonEvent,
                actionParams: { targets: targets.join('-') },
                animationType: 'disable',
              },
            },
          ]),
        ),
      },
    }),
  }
}

function redirect(uri: string) {
  return { type: 'redirect', uri }
}

function link(text: string, action: ReturnType<typeof redirect>) {
  return { type: 'link', properties: { text, action } }
}
