import * as addresses from './addresses.ts'
import * as bankDetails from './bank-details.ts'
import type { MethodRow } from './method-row.ts'
import * as presetChanges from './preset-changes.ts'
import * as presetFieldChanges from './preset-fields.ts'
import * as requisiteLinks from './requisite-links.ts'
import * as requisites from './requisites.ts'
import * as rights from './rights.ts'

/** Methods of clients’ details: requisites, bank details, addresses. */
export const clientMethods: MethodRow[] = [
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
]
