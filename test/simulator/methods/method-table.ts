import { toText, anyCase, type Call } from '../context.ts'
import { classicTypes } from '../crm/classic-fields.ts'
import type { Answer } from '../wire/answer.ts'
import * as activities from './activities.ts'
import * as activityBindings from './activity-bindings.ts'
import * as configurable from './activity-configurable.ts'
import * as activityBlocks from './activity-layout-blocks.ts'
import * as marks from './activity-marks.ts'
import * as addresses from './addresses.ts'
import * as application from './application.ts'
import * as solutions from './automated-solutions.ts'
import * as bankDetails from './bank-details.ts'
import * as cards from './card-configuration.ts'
import * as bindings from './classic-bindings.ts'
import * as classic from './classic-crm.ts'
import * as classicRows from './classic-product-rows.ts'
import * as categoryChanges from './category-changes.ts'
import * as commentChanges from './comment-changes.ts'
import * as comments from './comments.ts'
import * as currencyChanges from './currency-changes.ts'
import * as currencies from './currencies.ts'
import * as dictionaries from './dictionaries.ts'
import * as duplicates from './duplicates.ts'
import * as enumerations from './enumerations.ts'
import * as events from './events.ts'
import { eventTest } from './event-test.ts'
import * as features from './features.ts'
import * as items from './items.ts'
import * as layoutBlocks from './layout-blocks.ts'
import * as logMessages from './log-messages.ts'
import * as notes from './notes.ts'
import * as offline from './offline-events.ts'
import * as people from './people.ts'
import * as peopleChanges from './people-changes.ts'
import * as peopleSearch from './people-search.ts'
import * as placements from './placements.ts'
import * as presetChanges from './preset-changes.ts'
import * as presetFieldChanges from './preset-fields.ts'
import * as productRows from './product-rows.ts'
import * as products from './products.ts'
import * as requisiteLinks from './requisite-links.ts'
import * as requisites from './requisites.ts'
import * as rights from './rights.ts'
import { isGranted, type Right } from './rights.ts'
import * as robots from './robots.ts'
import { scopeList } from './scopes.ts'
import { stageHistoryList } from './stage-history.ts'
import * as statuses from './statuses.ts'
import * as timeline from './timeline.ts'
import * as pictures from './timeline-pictures.ts'
import * as todos from './todos.ts'
import * as types from './types.ts'
import * as dialogs from './dialogs.ts'
import * as config from './user-field-config.ts'
import * as userFieldParts from './user-field-descriptions.ts'
import * as userFields from './user-fields.ts'

export interface Method {
  /** All of these must have been granted; the basic methods need none. */
  scopes: readonly string[]
  right: Right
  handler: (call: Call) => Answer
}

type Row = [name: string, scopes: string, right: Right, handler: (call: Call) => Answer]

const enumerationNames = [
  'settings.mode',
  'activitytype',
  'activitystatus',
  'activitypriority',
  'activitydirection',
  'activitynotifytype',
  'contenttype',
]

const withRows = ['lead', 'deal', 'quote']

/** Families whose records bind several contacts, or several companies. */
const bindingFamilies = ['lead.contact', 'deal.contact', 'quote.contact', 'company.contact', 'contact.company']

/** Every method of this portal: adding one is adding a row. */
const rows: Row[] = [
  ['app.info', '', rights.anyone, application.appInfo],
  ['app.option.get', '', rights.optionReader, application.appOptionGet],
  ['app.option.set', '', rights.optionWriter, application.appOptionSet],
  ['user.option.get', '', rights.optionReader, application.userOptionGet],
  ['user.option.set', '', rights.optionReader, application.userOptionSet],
  ['scope', '', rights.anyone, scopeList],
  ['server.time', '', rights.anyone, application.serverTime],
  ['methods', '', rights.anyone, methodList],
  ['method.get', '', rights.anyone, methodGet],
  ['user.add', 'user', rights.anyone, peopleChanges.userAdd],
  ['user.update', 'user', rights.anyone, peopleChanges.userUpdate],
  ['user.userfield.add', 'user.userfield', rights.anyone, userFields.userFieldAdd],
  ['user.userfield.list', 'user.userfield', rights.anyone, userFields.userFieldList],
  ['user.userfield.update', 'user.userfield', rights.anyone, userFields.userFieldUpdate],
  ['user.userfield.delete', 'user.userfield', rights.anyone, userFields.userFieldDelete],
  ['access.name', '', rights.anyone, peopleSearch.accessName],
  ['profile', '', rights.anyone, people.profile],
  ['user.admin', '', rights.anyone, people.userAdmin],
  ['user.current', 'user_brief', rights.anyone, people.userCurrent],
  ['user.get', 'user_brief', rights.anyone, people.userGet],
  ['user.search', 'user_brief', rights.anyone, peopleSearch.userSearch],
  ['user.fields', 'user_brief', rights.anyone, peopleSearch.userFields],
  ['user.access', '', rights.anyone, peopleSearch.userAccess],
  ['feature.get', '', rights.anyone, features.featureGet],
  ['placement.list', 'placement', rights.application, placements.placementList],
  ['placement.get', 'placement', rights.appAdministrator, placements.placementGet],
  ['placement.bind', 'placement', rights.appAdministrator, placements.placementBind],
  ['placement.unbind', 'placement', rights.appAdministrator, placements.placementUnbind],
  ['events', '', rights.anyone, events.eventList],
  ['event.get', '', rights.application, events.eventGet],
  ['event.test', '', rights.application, eventTest],
  ['event.bind', '', rights.application, events.eventBind],
  ['event.unbind', '', rights.application, events.eventUnbind],
  ['event.offline.get', '', rights.appAdministrator, offline.offlineGet],
  ['event.offline.list', '', rights.appAdministrator, offline.offlineList],
  ['event.offline.clear', '', rights.appAdministrator, offline.offlineClear],
  ['event.offline.error', '', rights.appAdministrator, offline.offlineError],
  ['im.dialog.get', 'im', rights.anyone, dialogs.dialogGet],
  ['bizproc.robot.add', 'bizproc', rights.robotAdministrator, robots.robotAdd],
  ['bizproc.robot.update', 'bizproc', rights.robotAdministrator, robots.robotUpdate],
  ['bizproc.robot.list', 'bizproc', rights.robotAdministrator, robots.robotList],
  ['bizproc.robot.delete', 'bizproc', rights.robotAdministrator, robots.robotDelete],
  ['bizproc.event.send', 'bizproc', rights.anyone, robots.robotAnswer],
  ['bizproc.activity.log', 'bizproc', rights.anyone, robots.robotLog],
  ['crm.item.fields', 'crm', rights.anyone, items.itemFields],
  ['crm.item.get', 'crm', rights.anyone, items.itemGet],
  ['crm.item.list', 'crm', rights.anyone, items.itemList],
  ['crm.item.add', 'crm', rights.anyone, items.itemAdd],
  ['crm.item.update', 'crm', rights.anyone, items.itemUpdate],
  ['crm.item.delete', 'crm', rights.anyone, items.itemDelete],
  ['crm.item.productrow.fields', 'crm', rights.anyone, productRows.rowFields],
  ['crm.item.productrow.list', 'crm', rights.anyone, productRows.rowList],
  ['crm.item.productrow.get', 'crm', rights.anyone, productRows.rowGet],
  ['crm.item.productrow.set', 'crm', rights.anyone, productRows.rowSet],
  ['crm.item.productrow.add', 'crm', rights.anyone, productRows.rowAdd],
  ['crm.item.productrow.update', 'crm', rights.anyone, productRows.rowUpdate],
  ['crm.item.productrow.delete', 'crm', rights.anyone, productRows.rowDelete],
  ['crm.status.fields', 'crm', rights.anyone, statuses.statusFields],
  ['crm.status.get', 'crm', rights.anyone, statuses.statusGet],
  ['crm.status.add', 'crm', rights.classicCrmAdministrator, statuses.statusAdd],
  ['crm.status.update', 'crm', rights.classicCrmAdministrator, statuses.statusUpdate],
  ['crm.status.delete', 'crm', rights.classicCrmAdministrator, statuses.statusDelete],
  ['crm.status.entity.items', 'crm', rights.anyone, statuses.statusEntityItems],
  ['crm.status.list', 'crm', rights.anyone, dictionaries.statusList],
  ['crm.status.entity.types', 'crm', rights.anyone, dictionaries.statusEntityTypes],
  ['crm.category.list', 'crm', rights.anyone, dictionaries.categoryList],
  ['crm.category.get', 'crm', rights.anyone, dictionaries.categoryGet],
  ['crm.category.fields', 'crm', rights.anyone, categoryChanges.categoryFields],
  ['crm.category.add', 'crm', rights.crmAdministrator, categoryChanges.categoryAdd],
  ['crm.category.update', 'crm', rights.crmAdministrator, categoryChanges.categoryUpdate],
  ['crm.category.delete', 'crm', rights.crmAdministrator, categoryChanges.categoryDelete],
  ['crm.multifield.fields', 'crm', rights.anyone, enumerations.multifieldFieldList],
  ['crm.enum.fields', 'crm', rights.anyone, enumerations.enumerationFields],
  ['crm.enum.getorderownertypes', 'crm', rights.anyone, enumerations.orderOwnerTypes],
  ...enumerationNames.map((name): Row => [`crm.enum.${name}`, 'crm', rights.anyone, enumerations.enumeration]),
  ['crm.enum.ownertype', 'crm', rights.anyone, dictionaries.ownerTypeList],
  ['crm.settings.mode.get', 'crm', rights.anyone, dictionaries.settingsMode],
  ['crm.type.fields', 'crm', rights.crmAdministrator, types.typeFieldList],
  ['crm.type.list', 'crm', rights.crmAdministrator, types.typeList],
  ['crm.type.get', 'crm', rights.crmAdministrator, types.typeGet],
  ['crm.type.getbyentitytypeid', 'crm', rights.anyone, types.typeGetByEntityTypeId],
  ['crm.type.add', 'crm', rights.crmAdministrator, types.typeAdd],
  ['crm.type.update', 'crm', rights.crmAdministrator, types.typeUpdate],
  ['crm.type.delete', 'crm', rights.crmAdministrator, types.typeDelete],
  ['crm.automatedsolution.fields', 'crm', rights.crmAdministrator, solutions.solutionFieldList],
  ['crm.automatedsolution.list', 'crm', rights.crmAdministrator, solutions.solutionList],
  ['crm.automatedsolution.get', 'crm', rights.crmAdministrator, solutions.solutionGet],
  ['crm.automatedsolution.add', 'crm', rights.crmAdministrator, solutions.solutionAdd],
  ['crm.automatedsolution.update', 'crm', rights.crmAdministrator, solutions.solutionUpdate],
  ['crm.automatedsolution.delete', 'crm', rights.crmAdministrator, solutions.solutionDelete],
  ['crm.stagehistory.list', 'crm', rights.anyone, stageHistoryList],
  ['crm.product.fields', 'crm', rights.anyone, products.productFieldList],
  ['crm.product.list', 'crm', rights.anyone, products.productList],
  ['crm.product.get', 'crm', rights.anyone, products.productGet],
  ['crm.product.add', 'crm', rights.classicCrmAdministrator, products.productAdd],
  ['crm.product.update', 'crm', rights.classicCrmAdministrator, products.productUpdate],
  ['crm.product.delete', 'crm', rights.classicCrmAdministrator, products.productDelete],
  ['crm.productrow.fields', 'crm', rights.anyone, products.productRowFieldList],
  ['crm.productrow.list', 'crm', rights.anyone, products.productRowList],
  ['crm.currency.fields', 'crm', rights.classicCrmAdministrator, currencies.currencyFields],
  ['crm.currency.list', 'crm', rights.classicCrmAdministrator, currencies.currencyList],
  ['crm.currency.get', 'crm', rights.classicCrmAdministrator, currencies.currencyGet],
  ['crm.currency.add', 'crm', rights.classicCrmAdministrator, currencyChanges.currencyAdd],
  ['crm.currency.update', 'crm', rights.classicCrmAdministrator, currencyChanges.currencyUpdate],
  ['crm.currency.delete', 'crm', rights.classicCrmAdministrator, currencyChanges.currencyDelete],
  ['crm.currency.base.set', 'crm', rights.classicCrmAdministrator, currencyChanges.currencyBaseSet],
  ['crm.currency.localizations.fields', 'crm', rights.classicCrmAdministrator, currencyChanges.localizationFields],
  ['crm.currency.localizations.get', 'crm', rights.classicCrmAdministrator, currencyChanges.localizationGet],
  ['crm.currency.localizations.set', 'crm', rights.classicCrmAdministrator, currencyChanges.localizationSet],
  ['crm.currency.localizations.delete', 'crm', rights.classicCrmAdministrator, currencyChanges.localizationDelete],
  ['crm.currency.base.get', 'crm', rights.anyone, currencies.currencyBase],
  ...['item', 'lead', 'deal', 'contact', 'company'].flatMap((family): Row[] => [
    [`crm.${family}.details.configuration.get`, 'crm', rights.anyone, cards.cardConfigurationGet],
    [`crm.${family}.details.configuration.set`, 'crm', rights.anyone, cards.cardConfigurationSet],
    [`crm.${family}.details.configuration.reset`, 'crm', rights.anyone, cards.cardConfigurationReset],
    [`crm.${family}.details.configuration.forcecommonscopeforall`, 'crm', rights.anyone, cards.cardConfigurationForce],
  ]),
  ['crm.duplicate.findbycomm', 'crm', rights.anyone, duplicates.findDuplicates],
  ['crm.timeline.comment.fields', 'crm', rights.anyone, commentChanges.commentFields],
  ['crm.timeline.comment.update', 'crm', rights.anyone, commentChanges.commentUpdate],
  ['crm.timeline.comment.delete', 'crm', rights.anyone, commentChanges.commentDelete],
  ['crm.timeline.comment.add', 'crm', rights.anyone, comments.commentAdd],
  ['crm.timeline.comment.list', 'crm', rights.anyone, comments.commentList],
  ['crm.timeline.comment.get', 'crm', rights.anyone, comments.commentGet],
  ['crm.timeline.bindings.fields', 'crm', rights.anyone, timeline.timelineBindingFields],
  ['crm.timeline.bindings.list', 'crm', rights.anyone, timeline.timelineBindingList],
  ['crm.timeline.bindings.bind', 'crm', rights.anyone, timeline.timelineBind],
  ['crm.timeline.bindings.unbind', 'crm', rights.anyone, timeline.timelineUnbind],
  ['crm.timeline.note.save', 'crm', rights.anyone, notes.noteSave],
  ['crm.timeline.note.get', 'crm', rights.anyone, notes.noteGet],
  ['crm.timeline.note.delete', 'crm', rights.anyone, notes.noteDelete],
  ['crm.timeline.item.pin', 'crm', rights.anyone, timeline.timelinePin],
  ['crm.timeline.item.unpin', 'crm', rights.anyone, timeline.timelineUnpin],
  ['crm.timeline.logmessage.add', 'crm', rights.crmAdministrator, logMessages.logMessageAdd],
  ['crm.timeline.logmessage.get', 'crm', rights.anyone, logMessages.logMessageGet],
  ['crm.timeline.logmessage.list', 'crm', rights.anyone, logMessages.logMessageList],
  ['crm.timeline.logmessage.delete', 'crm', rights.anyone, logMessages.logMessageDelete],
  ['crm.timeline.layout.blocks.set', 'crm', rights.restApplication, layoutBlocks.layoutBlocksSet],
  ['crm.timeline.layout.blocks.get', 'crm', rights.restApplication, layoutBlocks.layoutBlocksGet],
  ['crm.timeline.layout.blocks.delete', 'crm', rights.restApplication, layoutBlocks.layoutBlocksDelete],
  ...['icon', 'logo'].flatMap((picture): Row[] => [
    [`crm.timeline.${picture}.add`, 'crm', rights.crmAdministrator, pictures.pictureAdd],
    [`crm.timeline.${picture}.get`, 'crm', rights.anyone, pictures.pictureGet],
    [`crm.timeline.${picture}.list`, 'crm', rights.anyone, pictures.pictureList],
    [`crm.timeline.${picture}.delete`, 'crm', rights.crmAdministrator, pictures.pictureDelete],
  ]),
  ['crm.activity.layout.blocks.set', 'crm', rights.restApplication, activityBlocks.activityBlocksSet],
  ['crm.activity.layout.blocks.get', 'crm', rights.restApplication, activityBlocks.activityBlocksGet],
  ['crm.activity.layout.blocks.delete', 'crm', rights.restApplication, activityBlocks.activityBlocksDelete],
  ['crm.activity.fields', 'crm', rights.anyone, activities.activityFieldList],
  ['crm.activity.list', 'crm', rights.anyone, activities.activityList],
  ['crm.activity.get', 'crm', rights.anyone, activities.activityGet],
  ['crm.activity.add', 'crm', rights.anyone, activities.activityAdd],
  ['crm.activity.update', 'crm', rights.anyone, activities.activityUpdate],
  ['crm.activity.delete', 'crm', rights.anyone, activities.activityDelete],
  ['crm.activity.binding.list', 'crm', rights.anyone, activityBindings.bindingList],
  ['crm.activity.binding.add', 'crm', rights.anyone, activityBindings.bindingAdd],
  ['crm.activity.binding.delete', 'crm', rights.anyone, activityBindings.bindingDelete],
  ['crm.activity.binding.move', 'crm', rights.anyone, activityBindings.bindingMove],
  ['crm.activity.communication.fields', 'crm', rights.anyone, marks.communicationFieldList],
  ['crm.activity.badge.add', 'crm', rights.crmAdministrator, marks.badgeAdd],
  ['crm.activity.badge.get', 'crm', rights.crmAdministrator, marks.badgeGet],
  ['crm.activity.badge.list', 'crm', rights.crmAdministrator, marks.badgeList],
  ['crm.activity.badge.delete', 'crm', rights.crmAdministrator, marks.badgeDelete],
  ['crm.activity.type.add', 'crm', rights.appAdministrator, marks.activityTypeAdd],
  ['crm.activity.type.list', 'crm', rights.appAdministrator, marks.activityTypeList],
  ['crm.activity.type.delete', 'crm', rights.appAdministrator, marks.activityTypeDelete],
  ['crm.activity.todo.add', 'crm', rights.anyone, todos.todoAdd],
  ['crm.activity.todo.update', 'crm', rights.anyone, todos.todoUpdate],
  ['crm.activity.todo.updatedeadline', 'crm', rights.anyone, todos.todoUpdateDeadline],
  ['crm.activity.todo.updatedescription', 'crm', rights.anyone, todos.todoUpdateDescription],
  ['crm.activity.todo.updateresponsibleuser', 'crm', rights.anyone, todos.todoUpdateResponsible],
  ['crm.activity.configurable.add', 'crm', rights.restApplication, configurable.configurableAdd],
  ['crm.activity.configurable.get', 'crm', rights.restApplication, configurable.configurableGet],
  ['crm.activity.configurable.update', 'crm', rights.restApplication, configurable.configurableUpdate],
  ['crm.requisite.fields', 'crm', rights.anyone, requisites.requisiteFieldList],
  ['crm.requisite.add', 'crm', rights.anyone, requisites.requisiteAdd],
  ['crm.requisite.get', 'crm', rights.anyone, requisites.requisiteGet],
  ['crm.requisite.list', 'crm', rights.anyone, requisites.requisiteList],
  ['crm.requisite.update', 'crm', rights.anyone, requisites.requisiteUpdate],
  ['crm.requisite.delete', 'crm', rights.anyone, requisites.requisiteDelete],
  ['crm.requisite.preset.countries', 'crm', rights.anyone, requisites.presetCountries],
  ['crm.requisite.preset.fields', 'crm', rights.anyone, requisites.presetFieldList],
  ['crm.requisite.preset.get', 'crm', rights.anyone, requisites.presetGet],
  ['crm.requisite.preset.list', 'crm', rights.anyone, requisites.presetList],
  ['crm.requisite.preset.add', 'crm', rights.anyone, presetChanges.presetAdd],
  ['crm.requisite.preset.update', 'crm', rights.anyone, presetChanges.presetUpdate],
  ['crm.requisite.preset.delete', 'crm', rights.anyone, presetChanges.presetDelete],
  ['crm.requisite.preset.field.fields', 'crm', rights.anyone, presetFieldChanges.presetFieldFields],
  ['crm.requisite.preset.field.availabletoadd', 'crm', rights.anyone, presetFieldChanges.presetFieldNames],
  ['crm.requisite.preset.field.list', 'crm', rights.anyone, presetFieldChanges.presetFieldList],
  ['crm.requisite.preset.field.get', 'crm', rights.anyone, presetFieldChanges.presetFieldGet],
  ['crm.requisite.preset.field.add', 'crm', rights.anyone, presetFieldChanges.presetFieldAdd],
  ['crm.requisite.preset.field.update', 'crm', rights.anyone, presetFieldChanges.presetFieldUpdate],
  ['crm.requisite.preset.field.delete', 'crm', rights.anyone, presetFieldChanges.presetFieldDelete],
  ['crm.requisite.bankdetail.fields', 'crm', rights.anyone, bankDetails.bankDetailFieldList],
  ['crm.requisite.bankdetail.add', 'crm', rights.anyone, bankDetails.bankDetailAdd],
  ['crm.requisite.bankdetail.get', 'crm', rights.anyone, bankDetails.bankDetailGet],
  ['crm.requisite.bankdetail.list', 'crm', rights.anyone, bankDetails.bankDetailList],
  ['crm.requisite.bankdetail.update', 'crm', rights.anyone, bankDetails.bankDetailUpdate],
  ['crm.requisite.bankdetail.delete', 'crm', rights.anyone, bankDetails.bankDetailDelete],
  ['crm.requisite.link.fields', 'crm', rights.anyone, requisiteLinks.linkFieldList],
  ['crm.requisite.link.get', 'crm', rights.anyone, requisiteLinks.linkGet],
  ['crm.requisite.link.list', 'crm', rights.anyone, requisiteLinks.linkList],
  ['crm.requisite.link.register', 'crm', rights.anyone, requisiteLinks.linkRegister],
  ['crm.requisite.link.unregister', 'crm', rights.anyone, requisiteLinks.linkUnregister],
  ['crm.address.fields', 'crm', rights.anyone, addresses.addressFieldList],
  ['crm.address.add', 'crm', rights.anyone, addresses.addressAdd],
  ['crm.address.list', 'crm', rights.anyone, addresses.addressList],
  ['crm.address.update', 'crm', rights.anyone, addresses.addressUpdate],
  ['crm.address.delete', 'crm', rights.anyone, addresses.addressDelete],
  ['crm.enum.addresstype', 'crm', rights.anyone, addresses.addressTypeList],
  ['crm.userfield.fields', 'crm', rights.anyone, userFieldParts.userFieldPartList],
  ['crm.userfield.enumeration.fields', 'crm', rights.anyone, userFieldParts.userFieldOptionPartList],
  ['crm.userfield.settings.fields', 'crm', rights.anyone, userFieldParts.userFieldSettingList],
  ['crm.userfield.types', 'crm', rights.anyone, userFields.userFieldTypeList],
  ...classicTypes.flatMap((family): Row[] => [
    [`crm.${family}.fields`, 'crm', rights.anyone, classic.classicFieldList],
    [`crm.${family}.add`, 'crm', rights.anyone, classic.classicAdd],
    [`crm.${family}.get`, 'crm', rights.anyone, classic.classicGet],
    [`crm.${family}.list`, 'crm', rights.anyone, classic.classicList],
    [`crm.${family}.update`, 'crm', rights.anyone, classic.classicUpdate],
    [`crm.${family}.delete`, 'crm', rights.anyone, classic.classicDelete],
  ]),
  ...withRows.flatMap((family): Row[] => [
    [`crm.${family}.productrows.get`, 'crm', rights.anyone, classicRows.classicRowsGet],
    [`crm.${family}.productrows.set`, 'crm', rights.anyone, classicRows.classicRowsSet],
  ]),
  ...bindingFamilies.flatMap((family): Row[] => [
    [`crm.${family}.fields`, 'crm', rights.anyone, bindings.bindingFieldList],
    [`crm.${family}.add`, 'crm', rights.anyone, bindings.bindingAddOne],
    [`crm.${family}.delete`, 'crm', rights.anyone, bindings.bindingDeleteOne],
    [`crm.${family}.items.get`, 'crm', rights.anyone, bindings.bindingItemsGet],
    [`crm.${family}.items.set`, 'crm', rights.anyone, bindings.bindingItemsSet],
    [`crm.${family}.items.delete`, 'crm', rights.anyone, bindings.bindingItemsDelete],
  ]),
  ...[...classicTypes, 'requisite'].flatMap((family): Row[] => [
    [`crm.${family}.userfield.add`, 'crm', rights.anyone, userFields.userFieldAdd],
    [`crm.${family}.userfield.get`, 'crm', rights.anyone, userFields.userFieldGet],
    [`crm.${family}.userfield.list`, 'crm', rights.anyone, userFields.userFieldList],
    [`crm.${family}.userfield.update`, 'crm', rights.anyone, userFields.userFieldUpdate],
    [`crm.${family}.userfield.delete`, 'crm', rights.anyone, userFields.userFieldDelete],
  ]),
  ['userfieldconfig.gettypes', 'userfieldconfig crm', rights.anyone, config.configTypes],
  ['userfieldconfig.list', 'userfieldconfig crm', rights.anyone, config.configList],
  ['userfieldconfig.get', 'userfieldconfig crm', rights.anyone, config.configGet],
  ['userfieldconfig.add', 'userfieldconfig crm', rights.anyone, config.configAdd],
  ['userfieldconfig.update', 'userfieldconfig crm', rights.anyone, config.configUpdate],
  ['userfieldconfig.delete', 'userfieldconfig crm', rights.anyone, config.configDelete],
]

/** The method table by name, in lower case. */
export const methods: Record<string, Method> = Object.fromEntries(
  rows.map(([name, scopes, right, handler]) => [name, { scopes: split(scopes), right, handler }]),
)

/** methods: what the granted scopes reach, or all with `full`. */
function methodList(call: Call): Answer {
  const isFull = ['true', '1', 'Y'].includes(toText(anyCase(call.params, 'full')))
  return { result: rows.filter(([, scopes]) => isFull || isGranted(call.scopes, split(scopes))).map(([name]) => name) }
}

/** method.get: about scopes only, not about rights. */
function methodGet(call: Call): Answer {
  const row = rows.find(([name]) => name === toText(anyCase(call.params, 'name')))
  return {
    result: { isExisting: row !== undefined, isAvailable: row !== undefined && isGranted(call.scopes, split(row[1])) },
  }
}

function split(scopes: string): string[] {
  return scopes.split(' ').filter(Boolean)
}
