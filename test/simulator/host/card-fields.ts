import { fieldsOf } from '../crm/fields.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import { inLanguage } from '../state.ts'
import type { FieldValue, Item, Multifield, UserField } from '../state.ts'
import { showStandardField, showUserField } from './field-value.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { Texts } from './texts.ts'
import type { Visit } from './visit.ts'

/** Fields a card does not show: the page's own title, what other places of the card show, and the portal's marks. */
const elsewhere = new Set(
  [
    'id title stageId stageSemanticId previousStageId contactId currencyId opened closed',
    'isNew isReturnCustomer isRepeatedApproach isRecurring isManualOpportunity export isMyCompany hasPhone',
    'hasEmail hasImol movedTime movedBy lastActivityBy lastActivityTime updatedBy',
  ].flatMap((names) => names.split(' ')),
)

/** What the portal keeps itself comes after what people filled in. */
const keptByPortal = ['createdTime', 'createdBy', 'updatedTime']

const clientFields = new Set(['companyId', 'companyIds', 'contactIds'])

/** The left column of a card: clients, communication, every filled standard field, and the type's own user fields. */
export function fieldColumn(visit: Visit, item: Item): Html {
  const standard = [...fieldsOf(visit.state, item.type).values()].filter(
    ({ name, disabled }) => !disabled && !elsewhere.has(name),
  )
  const filled = standard
    .filter(({ name }) => isFilled(item.values[name]))
    .toSorted((a, b) => keptByPortal.indexOf(a.name) - keptByPortal.indexOf(b.name))
  const own = userFieldsOf(visit.state, item.type)
  const { texts, language } = visit
  const show = (fields: typeof filled) =>
    fields.map(
      (field) =>
        [inLanguage(field.title, language), showStandardField(visit, field, item.values[field.name]!, item)] as const,
    )
  return html`${section('client', texts.client, show(filled.filter(({ name }) => clientFields.has(name))))}
  ${section(
    'communication',
    texts.reachedBy,
    item.fm.map((field) => communication(texts, field)),
  )}
  ${section('about', texts.about, show(filled.filter(({ name }) => !clientFields.has(name))))}
  ${section(
    'custom',
    texts.customFields,
    own.map((field) => userField(visit, field, item)),
  )}`
}

/** A user field's label in a language, as a card's form names it. */
export function labelOf(field: UserField, visit: Visit): string {
  return inLanguage(field.labels.editFormLabel, visit.language) || field.fieldName
}

function userField(visit: Visit, field: UserField, item: Item): readonly [string, Html] {
  const value = item.values[field.fieldName]
  const empty = html`<span class="quiet">–</span>`
  return [labelOf(field, visit), isFilled(value) ? showUserField(visit, field, value, item) : empty]
}

/** How a kind of communication is reached. */
const reached: Record<string, string> = { PHONE: 'tel:', EMAIL: 'mailto:' }

function communication(texts: Texts, { typeId, valueType, value }: Multifield): readonly [string, Html] {
  const scheme = reached[typeId]
  const kind = nameIn(texts.communicationKinds, valueType)
  return [
    `${nameIn(texts.communication, typeId)} (${kind})`,
    scheme ? html`<a href="${scheme}${value}">${value}</a>` : html`${value}`,
  ]
}

function nameIn(names: Record<string, string>, code: string): string {
  return names[code] ?? code
}

function section(id: string, title: string, fields: (readonly [title: string, value: Html])[]): Html | false {
  return (
    fields.length > 0 &&
    html`<section class="card" aria-labelledby="${id}-title">
      <h2 id="${id}-title">${title}</h2>
      <dl class="fields">
        ${fields.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </section>`
  )
}

function isFilled(value: FieldValue | undefined): value is FieldValue {
  return (
    value !== null &&
    value !== undefined &&
    value !== '' &&
    value !== 0 &&
    !(Array.isArray(value) && value.length === 0)
  )
}
