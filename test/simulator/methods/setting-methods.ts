import { classicTypes } from '../crm/classic-fields.ts'
import * as solutions from './automated-solutions.ts'
import * as cards from './card-configuration.ts'
import * as categoryChanges from './category-changes.ts'
import * as currencies from './currencies.ts'
import * as currencyChanges from './currency-changes.ts'
import * as dealCategories from './deal-categories.ts'
import * as dictionaries from './dictionaries.ts'
import * as enumerations from './enumerations.ts'
import type { MethodRow } from './method-row.ts'
import * as rights from './rights.ts'
import * as statuses from './statuses.ts'
import * as types from './types.ts'
import * as config from './user-field-config.ts'
import * as userFieldParts from './user-field-descriptions.ts'
import * as userFields from './user-fields.ts'

const enumerationNames = [
  'settings.mode',
  'activitytype',
  'activitystatus',
  'activitypriority',
  'activitydirection',
  'activitynotifytype',
  'contenttype',
]

/** Methods of what an administrator sets up: dictionaries, pipelines, types, currencies, user fields, cards. */
export const settingMethods: MethodRow[] = [
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
  ['crm.dealcategory.fields', 'crm', rights.anyone, dealCategories.dealCategoryFields],
  ['crm.dealcategory.list', 'crm', rights.anyone, dealCategories.dealCategoryList],
  ['crm.dealcategory.get', 'crm', rights.anyone, dealCategories.dealCategoryGet],
  ['crm.dealcategory.add', 'crm', rights.classicCrmAdministrator, dealCategories.dealCategoryAdd],
  ['crm.dealcategory.update', 'crm', rights.classicCrmAdministrator, dealCategories.dealCategoryUpdate],
  ['crm.dealcategory.delete', 'crm', rights.classicCrmAdministrator, dealCategories.dealCategoryDelete],
  ['crm.dealcategory.default.get', 'crm', rights.anyone, dealCategories.dealCategoryDefault],
  ['crm.dealcategory.default.set', 'crm', rights.classicCrmAdministrator, dealCategories.dealCategoryDefaultSet],
  ['crm.dealcategory.status', 'crm', rights.anyone, dealCategories.dealCategoryStatus],
  ['crm.dealcategory.stage.list', 'crm', rights.anyone, dealCategories.dealCategoryStages],
  ['crm.multifield.fields', 'crm', rights.anyone, enumerations.multifieldFieldList],
  ['crm.enum.fields', 'crm', rights.anyone, enumerations.enumerationFields],
  ['crm.enum.getorderownertypes', 'crm', rights.anyone, enumerations.orderOwnerTypes],
  ...enumerationNames.map((name): MethodRow => [`crm.enum.${name}`, 'crm', rights.anyone, enumerations.enumeration]),
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
  ...['item', 'lead', 'deal', 'contact', 'company'].flatMap((family): MethodRow[] => [
    [`crm.${family}.details.configuration.get`, 'crm', rights.anyone, cards.cardConfigurationGet],
    [`crm.${family}.details.configuration.set`, 'crm', rights.anyone, cards.cardConfigurationSet],
    [`crm.${family}.details.configuration.reset`, 'crm', rights.anyone, cards.cardConfigurationReset],
    [`crm.${family}.details.configuration.forcecommonscopeforall`, 'crm', rights.anyone, cards.cardConfigurationForce],
  ]),
  ['crm.userfield.fields', 'crm', rights.anyone, userFieldParts.userFieldPartList],
  ['crm.userfield.enumeration.fields', 'crm', rights.anyone, userFieldParts.userFieldOptionPartList],
  ['crm.userfield.settings.fields', 'crm', rights.anyone, userFieldParts.userFieldSettingList],
  ['crm.userfield.types', 'crm', rights.anyone, userFields.userFieldTypeList],
  ...[...classicTypes, 'requisite'].flatMap((family): MethodRow[] => [
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
