/**
 * What goes wrong on real portals and is no trouble of a moment: each stays until it is taken back. Source: reports
 * to the REST documentation (bitrix-tools/b24-rest-docs); off unless a test orders it.
 */
export const defects = [
  /** crm.item.update says that a list field of several options is empty, and the record keeps them (b24-rest-docs#269). */
  'listsStayFilled',
  /** crm.item.update empties no field of a company; crm.company.update does (b24-rest-docs#145). */
  'companiesStayFilled',
  /** crm.item.list passes over dates with a zone, as if they were not in the filter (b24-rest-docs#215). */
  'zonedDatesMatchAll',
  /** crm.item.list finds nothing where its filter names a date with a zone (b24-rest-docs#215). */
  'zonedDatesMatchNothing',
  /** crm.item.list with `select` and original names gives records without any field (b24-rest-docs#263, b24-rest-docs#368). */
  'selectedOriginalsAreEmpty',
  /** The window protocol never answers openPath, and opens nothing. */
  'openPathIsSilent',
] as const
export type Defect = (typeof defects)[number]
