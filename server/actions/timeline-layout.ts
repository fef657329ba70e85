import type { Language } from '../contract.ts'
import type { CreatedRecord } from '../conversion/outcome.ts'
import type { StandardTypeName } from '../conversion/record-types.ts'
import type { SearchableSource } from '../conversion/source-search.ts'
import { translate } from '../texts.ts'

/** What an entry in a timeline tells below its title. */
export type Told =
  | { what: 'offer' | 'decide' | 'unknown' }
  | { what: 'refused'; why: string }
  | { what: 'done'; created: readonly CreatedRecord[] }

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
 * action that opens an app (openRestApp).
 */
export function timelineLayout(
  language: Language,
  { type, id }: { type: SearchableSource; id: number },
  appCode: string,
  told: Told,
) {
  const t = (key: string, values?: Record<string, string>): string => translate(language, key, values)
  const page = redirect(`/marketplace/view/${appCode}/?params[type]=${type}&params[id]=${id}`)
  const names = (targets: StandardTypeName[]): string => targets.map((target) => t(`type.${target}`)).join(' + ')
  const text = (value: string) => ({ type: 'text', properties: { value } })
  const isUsedUp = told.what === 'done' && type === 'lead'
  return {
    icon: { code: 'document' },
    header: { title: t('timeline.title', { source: t(`type.${type}`) }) },
    body: {
      blocks: {
        told: text(told.what === 'refused' ? t('timeline.refused', { why: told.why }) : t(`timeline.${told.what}`)),
        ...(told.what === 'done' &&
          Object.fromEntries(
            told.created.map((record, place) => [
              `record${place}`,
              link(`${t(`type.${record.type}`)}: ${record.title || `#${record.id}`}`, redirect(record.path)),
            ]),
          )),
        ...(!isUsedUp && { choose: link(t(type === 'lead' ? 'timeline.other' : 'timeline.choose'), page) }),
      },
    },
    ...(!isUsedUp && {
      footer: {
        buttons: Object.fromEntries(
          buttons[type].map((targets, place) => [
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
