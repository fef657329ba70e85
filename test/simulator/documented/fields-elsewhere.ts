/** Fields the page of a method leaves out. `FACE_ID`: crm.contact.get, the platform, the official PHP SDK. */
export const fieldsElsewhere: Record<string, Record<string, string>> = {
  'crm.contact.fields': { FACE_ID: 'integer' },
}
