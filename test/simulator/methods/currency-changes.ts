import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import { classicFields, describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { toNumber } from '../crm/values.ts'
import type { Currency } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { localised } from './currencies.ts'

const localizationNames: ClassicField[] = [
  ['FULL_NAME', 'string', '', 'Name'],
  ['FORMAT_STRING', 'string', '', 'Currency output format string'],
  ['DEC_POINT', 'string', '', 'Decimal point for output'],
  ['THOUSANDS_VARIANT', 'string', '', 'Thousands separator for output'],
  ['THOUSANDS_SEP', 'string', '', 'Custom thousands separator for output'],
  ['DECIMALS', 'int', '', 'Number of decimal places'],
  ['HIDE_ZERO', 'char', '', 'Do not show insignificant zeros'],
]

/** crm.currency.add: answers the code. */
export function currencyAdd(call: Call): Answer {
  const sent = classicFields(call)
  for (const name of ['CURRENCY', 'AMOUNT', 'AMOUNT_CNT'])
    if (sent[name] === undefined) throw new RestError('ERROR_CORE', `Undefined array key "${name}"`)
  const code = toText(sent.CURRENCY).toUpperCase()
  if (!/^[A-Z]{3}$/.test(code) || call.state.currencies.some((known) => known.code === code))
    throw new RestError('ERROR_CORE', `The currency ${code} is invalid or exists already`)
  const added: Currency = {
    code,
    amount: toNumber(sent.AMOUNT),
    amountCount: toInt(sent.AMOUNT_CNT),
    sort: toInt(sent.SORT) || 100,
    base: 'N',
    format: '#',
    name: { de: code, en: code },
    localizations: readLocalizations(sent.LANG),
  }
  call.state.currencies.push(added)
  if (toText(sent.BASE) === 'Y') makeBase(call, added)
  call.raise('ONCRMCURRENCYADD', { FIELDS: { ID: code } })
  return { result: code }
}

/** crm.currency.update. */
export function currencyUpdate(call: Call): Answer {
  const currency = currencyOf(call)
  const sent = classicFields(call)
  if (sent.AMOUNT !== undefined) currency.amount = toNumber(sent.AMOUNT)
  if (sent.AMOUNT_CNT !== undefined) currency.amountCount = toInt(sent.AMOUNT_CNT)
  if (sent.SORT !== undefined) currency.sort = toInt(sent.SORT)
  if (toText(sent.BASE) === 'Y') makeBase(call, currency)
  currency.localizations = merged(currency, sent.LANG)
  call.raise('ONCRMCURRENCYUPDATE', { FIELDS: { ID: currency.code } })
  return { result: true }
}

/** crm.currency.delete: never the base currency. */
export function currencyDelete(call: Call): Answer {
  if (toText(anyCase(call.params, 'id')).length !== 3)
    throw refuse.classic('Currency identifier must consist of 3 characters')
  const currency = currencyOf(call)
  if (currency.base === 'Y') throw refuse.classic('Cannot delete base currency.')
  call.state.currencies = call.state.currencies.filter((known) => known !== currency)
  call.raise('ONCRMCURRENCYDELETE', { FIELDS: { ID: currency.code } })
  return { result: true }
}

/** crm.currency.base.set: amounts of records stay what they are. */
export function currencyBaseSet(call: Call): Answer {
  makeBase(call, currencyOf(call))
  return { result: true }
}

/** crm.currency.localizations.fields. */
export function localizationFields(): Answer {
  return { result: describeClassic(localizationNames) }
}

/** crm.currency.localizations.get. */
export function localizationGet(call: Call): Answer {
  return { result: localised(currencyOf(call)) }
}

/** crm.currency.localizations.set: languages that are not named keep their spelling. */
export function localizationSet(call: Call): Answer {
  const currency = currencyOf(call)
  currency.localizations = merged(currency, anyCase(call.params, 'localizations'))
  return { result: true }
}

/** crm.currency.localizations.delete. */
export function localizationDelete(call: Call): Answer {
  const currency = currencyOf(call)
  const gone = new Set([anyCase(call.params, 'lids')].flatMap((lids) => asList(lids)).map(toText))
  const kept = Object.entries(currency.localizations ?? {}).filter(([language]) => !gone.has(language))
  currency.localizations = Object.fromEntries(kept)
  return { result: true }
}

function currencyOf(call: Call): Currency {
  const id = toText(anyCase(call.params, 'id'))
  if (id === '') throw refuse.classic('The parameter id is invalid or not defined.')
  const currency = call.state.currencies.find(({ code }) => code === id)
  if (!currency) throw refuse.classic('Not found')
  return currency
}

function makeBase(call: Call, currency: Currency): void {
  for (const known of call.state.currencies) known.base = known === currency ? 'Y' : 'N'
}

function merged(currency: Currency, sent: unknown): NonNullable<Currency['localizations']> {
  const before = currency.localizations ?? {}
  const changed = Object.entries(readLocalizations(sent))
  return {
    ...before,
    ...Object.fromEntries(changed.map(([language, set]) => [language, { ...before[language], ...set }])),
  }
}

function readLocalizations(sent: unknown): NonNullable<Currency['localizations']> {
  const known = (set: Params): Record<string, string | null> =>
    Object.fromEntries(
      localizationNames.filter(([name]) => name in set).map(([name]) => [name, toText(set[name]) || null]),
    )
  return Object.fromEntries(Object.entries(asMap(sent)).map(([language, set]) => [language, known(asMap(set))]))
}
