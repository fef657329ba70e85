import { anyCase, toText, type Call } from '../context.ts'
import { describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { inLanguage, languages, type Currency, type Language } from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

const fields: ClassicField[] = [
  ['CURRENCY', 'string', '', 'Currency'],
  ['AMOUNT_CNT', 'int', '', 'Face value'],
  ['AMOUNT', 'double', '', 'Exchange rate'],
  ['BASE', 'char', 'R', 'Base currency'],
  ['SORT', 'int', '', 'Sorting'],
  ['DATE_UPDATE', 'datetime', 'R', 'Date modified'],
  ['LID', 'string', 'R', 'Website'],
  ['FORMAT_STRING', 'string', 'R', 'Currency output format string'],
  ['FULL_NAME', 'string', 'R', 'Name'],
  ['DEC_POINT', 'string', 'R', 'Decimal point for output'],
  ['THOUSANDS_SEP', 'string', 'R', 'Custom thousands separator for output'],
  ['DECIMALS', 'int', 'R', 'Number of decimal places'],
  ['LANG', 'currency_localization', 'M', 'Language binding'],
]

/** crm.currency.fields. */
export function currencyFields(): Answer {
  return { result: describeClassic(fields) }
}

/** crm.currency.list; its `total` is always 0. */
export function currencyList(call: Call): Answer {
  return { result: call.state.currencies.map((currency) => view(call, currency)), total: 0 }
}

/** crm.currency.get: with its formats in every language. */
export function currencyGet(call: Call): Answer {
  const currency = call.state.currencies.find(({ code }) => code === toText(anyCase(call.params, 'id')))
  if (!currency) throw refuse.classic('Not found')
  return { result: { ...view(call, currency), LANG: localised(currency) } }
}

/** The formats of a currency by language, as `LANG` and `crm.currency.localizations.get` show them. */
export function localised(currency: Currency): Params {
  const known = new Set([...languages, ...Object.keys(currency.localizations ?? {})])
  return Object.fromEntries(
    [...known].map((language) => [
      language,
      {
        ...format(currency, language === 'de' ? 'de' : 'en'),
        THOUSANDS_VARIANT: 'D',
        HIDE_ZERO: 'Y',
        ...currency.localizations?.[language],
      },
    ]),
  )
}

/** crm.currency.base.get: any user. */
export function currencyBase({ state }: Call): Answer {
  return { result: state.currencies.find(({ base }) => base === 'Y')?.code ?? null }
}

function view(call: Call, currency: Currency): Params {
  return {
    CURRENCY: currency.code,
    AMOUNT_CNT: String(currency.amountCount),
    AMOUNT: currency.amount.toFixed(4),
    SORT: String(currency.sort),
    BASE: currency.base,
    LID: call.user.language,
    ...format(currency, call.user.language),
    ...spelling(currency, call.user.language),
    DATE_UPDATE: shown(nowUtc(call.state.clock)),
  }
}

function format(currency: Currency, language: Language): Params {
  return {
    FULL_NAME: inLanguage(currency.name, language),
    FORMAT_STRING: currency.format,
    DEC_POINT: ',',
    THOUSANDS_SEP: '.',
    DECIMALS: '2',
  }
}

/** What was set for a language of the names a list shows. */
function spelling(currency: Currency, language: Language): Params {
  const shownNames = ['FULL_NAME', 'FORMAT_STRING', 'DEC_POINT', 'THOUSANDS_SEP', 'DECIMALS']
  const set = Object.entries(currency.localizations?.[language] ?? {})
  return Object.fromEntries(set.filter(([name]) => shownNames.includes(name)))
}
