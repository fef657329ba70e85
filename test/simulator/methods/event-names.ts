import { factsOf, typeFacts, typesOf } from '../crm/record-types.ts'
import { typeNames, type PortalState } from '../state.ts'

const changes = ['ADD', 'UPDATE', 'DELETE']
const fieldChanges = [...changes, 'SETENUMVALUES']

/** Types with events of their own; the younger ones share one family. */
const classic = typeNames.filter((type) => typeFacts[type].userFieldFamily !== null).map((type) => typeFacts[type].code)

/** Every event any portal can send, in upper case. Source: the pages of the events. */
const always = [
  'ONAPPINSTALL',
  'ONAPPUNINSTALL',
  'ONAPPUPDATE',
  'ONAPPTEST',
  'ONOFFLINEEVENT',
  'ONUSERADD',
  ...[
    ...classic,
    'DYNAMICITEM',
    'REQUISITE',
    'BANKDETAIL',
    'ACTIVITY',
    'TYPE',
    'TIMELINECOMMENT',
    'CURRENCY',
    'PRODUCT',
  ].flatMap((family) => changes.map((change) => `ONCRM${family}${change}`)),
  ...[...classic, 'REQUISITE', 'TYPE'].flatMap((family) =>
    fieldChanges.map((change) => `ONCRM${family}USERFIELD${change}`),
  ),
  'ONCRMDEALMOVETOCATEGORY',
  'ONCRMADDRESSREGISTER',
  'ONCRMADDRESSUNREGISTER',
  'ONCRMTIMELINEITEMACTION',
]

/** Every event this portal can send: the younger types have each their own beside those they share. */
export function eventNames(state: PortalState): string[] {
  const numbers = typesOf(state)
    .map((type) => factsOf(state, type))
    .filter(({ userFieldFamily }) => userFieldFamily === null)
    .map(({ entityTypeId }) => entityTypeId)
  return [...always, ...numbers.flatMap((id) => changes.map((change) => `ONCRMDYNAMICITEM${change}_${id}`))]
}

/** The scope an event belongs to; the empty one is everybody's. */
export function scopeOf(event: string): string {
  return event.startsWith('ONCRM') ? 'crm' : event.startsWith('ONUSER') ? 'user' : ''
}
