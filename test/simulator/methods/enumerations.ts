import type { Call } from '../context.ts'
import { describeClassic } from '../crm/classic-records.ts'
import { inLanguage, type Text } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'

const none: Text = { de: '', en: '' }

/** Small lists of the CRM by the last word of their method; the first entry is 0. Source: crm.enum.*. */
const lists: Record<string, { first: 0 | 1; names: Text[] }> = {
  mode: {
    first: 1,
    names: [
      { de: 'Klassisches CRM', en: 'Classic CRM' },
      { de: 'Einfaches CRM', en: 'Simple CRM' },
    ],
  },
  activitytype: {
    first: 0,
    names: [
      none,
      { de: 'Besprechung', en: 'Meeting' },
      { de: 'Anruf', en: 'Call' },
      { de: 'Aufgabe', en: 'Task' },
      { de: 'E-Mail', en: 'E-mail' },
      { de: 'Aktion', en: 'Action' },
      { de: 'Benutzerdefinierte Aktion', en: 'User Action' },
    ],
  },
  activitystatus: {
    first: 0,
    names: [
      none,
      { de: 'Wartet', en: 'Pending' },
      { de: 'Abgeschlossen', en: 'Completed' },
      { de: 'Automatisch abgeschlossen', en: 'Automatically Completed' },
    ],
  },
  activitypriority: {
    first: 0,
    names: [none, { de: 'niedrig', en: 'low' }, { de: 'mittel', en: 'medium' }, { de: 'hoch', en: 'high' }],
  },
  activitydirection: {
    first: 0,
    names: [none, { de: 'Eingehend', en: 'Incoming' }, { de: 'Ausgehend', en: 'Outgoing' }],
  },
  activitynotifytype: {
    first: 0,
    names: [none, { de: 'Min.', en: 'min.' }, { de: 'Std.', en: 'h.' }, { de: 'T.', en: 'd.' }],
  },
  contenttype: {
    first: 0,
    names: [none, { de: 'Reiner Text', en: 'Plain text' }, { de: 'bbCode', en: 'bbCode' }, { de: 'HTML', en: 'HTML' }],
  },
}

/** crm.enum.settings.mode, .activitytype, .activitystatus …: any user. */
export function enumeration(call: Call): Answer {
  const list = lists[call.method.slice(call.method.lastIndexOf('.') + 1)]
  if (!list) throw refuse.classic('Not found.')
  return {
    result: list.names.map((name, index) => ({
      ID: index + list.first,
      NAME: inLanguage(name, call.user.language),
      SYMBOL_CODE: null,
      SYMBOL_CODE_SHORT: null,
    })),
  }
}

/** crm.enum.fields. */
export function enumerationFields(): Answer {
  return {
    result: describeClassic([
      ['ID', 'int', 'R', 'ID'],
      ['NAME', 'string', 'R', 'Name'],
      ['SYMBOL_CODE', 'string', 'R', 'Symbol code'],
      ['SYMBOL_CODE_SHORT', 'string', 'R', 'Short symbol code'],
    ]),
  }
}

/** crm.enum.getorderownertypes: orders hang on deals. */
export function orderOwnerTypes(call: Call): Answer {
  const name = inLanguage({ de: 'Auftrag', en: 'Deal' }, call.user.language)
  return { result: [{ attribute: 'DYN', code: 'DEAL', id: 2, name }] }
}

/** crm.multifield.fields: what a phone or an address consists of. */
export function multifieldFieldList(): Answer {
  return {
    result: describeClassic([
      ['ID', 'int', 'R', 'ID'],
      ['TYPE_ID', 'string', 'R', 'Field Type'],
      ['VALUE', 'string', '', 'Value'],
      ['VALUE_TYPE', 'string', '', 'Value Type'],
    ]),
  }
}
