import { entriesOf, stageOf } from '../crm/dictionaries.ts'
import { findType, typeNamed } from '../crm/record-types.ts'
import type { StandardField } from '../crm/standard-fields.ts'
import { inLanguage } from '../state.ts'
import type { FieldValue, Item, TypeName, UserField } from '../state.ts'
import { renderBbCode } from './bb-code.ts'
import { formatDate, formatMoment, formatMoney, formatNumber } from './format.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { personLink, recordLink } from './visit.ts'
import type { Visit } from './visit.ts'

type Show = (visit: Visit, value: string | number, item: Item) => Html | string

/** How one value of a field type reads on a card; types that are not here read as they are stored. */
const showByType: Record<string, Show> = {
  boolean: (visit, value) => (value === 'Y' || value === 1 || value === '1' ? visit.texts.yes : visit.texts.no),
  date: (visit, value) => formatDate(String(value), visit.language),
  datetime: (visit, value) => formatMoment(String(value), visit.language),
  user: (visit, value) => personLink(visit, Number(value)),
  employee: (visit, value) => personLink(visit, Number(value)),
  double: (visit, value) => formatNumber(Number(value), visit.language),
  integer: (visit, value) => formatNumber(Number(value), visit.language),
  text: (_visit, value) => renderBbCode(String(value)),
  money: (visit, value) => {
    const [amount = '', currency = ''] = String(value).split('|')
    return formatMoney(Number(amount), currency, visit.language)
  },
  url: (_visit, value) =>
    /^https?:\/\//i.test(String(value))
      ? html`<a href="${value}" target="_blank" rel="noopener noreferrer">${value}</a>`
      : String(value),
  crm_lead: (visit, value) => recordLink(visit, { type: 'lead', id: Number(value) }),
  crm_deal: (visit, value) => recordLink(visit, { type: 'deal', id: Number(value) }),
  crm_quote: (visit, value) => recordLink(visit, { type: 'quote', id: Number(value) }),
  crm_contact: (visit, value) => recordLink(visit, { type: 'contact', id: Number(value) }),
  crm_company: (visit, value) => recordLink(visit, { type: 'company', id: Number(value) }),
  crm: (visit, value) => {
    const [, code, id] = /^([A-Z]+)_(\d+)$/.exec(String(value)) ?? []
    const type = findType(visit.state, 'ownerCode', code ?? '')
    return type ? recordLink(visit, { type, id: Number(id) }) : String(value)
  },
}

const amounts = new Set(['opportunity', 'taxValue', 'revenue'])

/** A standard field's value as a person reads it. */
export function showStandardField(visit: Visit, field: StandardField, value: FieldValue, item: Item): Html {
  return showEach(value, (one) => {
    if (amounts.has(field.name)) return formatMoney(Number(one), String(item.values.currencyId ?? ''), visit.language)
    if (field.type === 'crm_status') return showStatus(visit, field.statusType ?? '', one, item)
    if (field.type === 'crm_entity') return recordLink(visit, { type: parentType(field), id: Number(one) })
    if (field.type === 'crm_category') return showCategory(visit, item.type, Number(one))
    return showByType[field.type]?.(visit, one, item) ?? String(one)
  })
}

/** A user field's value as a person reads it: list options and employees by their text. */
export function showUserField(visit: Visit, field: UserField, value: FieldValue, item: Item): Html {
  return showEach(value, (one) => {
    if (field.userTypeId === 'enumeration')
      return field.options.find((option) => option.id === Number(one))?.value ?? String(one)
    if (field.userTypeId === 'crm_status') return showStatus(visit, String(field.settings.ENTITY_TYPE ?? ''), one, item)
    return showByType[field.userTypeId]?.(visit, one, item) ?? String(one)
  })
}

function showEach(value: FieldValue, show: (one: string | number) => Html | string): Html {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (one) => typeof one === 'string' || typeof one === 'number',
  )
  return html`${values.map((one, index) => html`${index > 0 && ', '}${show(one)}`)}`
}

function showStatus(visit: Visit, dictionary: string, value: string | number, item: Item): string {
  const entry =
    dictionary === 'stages'
      ? stageOf(visit.state, item.type, { ...item.values, stageId: value })
      : entriesOf(visit.state, dictionary).find((status) => status.statusId === String(value))
  return entry ? inLanguage(entry.name, visit.language) : String(value)
}

function showCategory(visit: Visit, type: TypeName, id: number): string {
  const category = visit.state.categories.find((one) => one.type === type && one.id === id)
  return category ? inLanguage(category.name, visit.language) : String(id)
}

function parentType(field: StandardField): TypeName {
  return typeNamed(Number(field.settings?.parentEntityTypeId))
}
