import type { RecordTypeName } from '../conversion/record-types.ts'
import { recordType } from '../conversion/record-types.ts'
import type { Rest } from './rest.ts'
import { refuseSource, refuseUneditable } from './source-refusals.ts'

/** Refuses a person who may neither edit a record nor administer the portal. Writes nothing; one request. */
export async function requireEditor(rest: Rest, { type, id }: { type: RecordTypeName; id: number }): Promise<void> {
  const { entityTypeId } = recordType(type)
  const answers = await rest.batch(
    {
      admin: { method: 'user.admin', params: {} },
      source: { method: 'crm.item.get', params: { entityTypeId, id } },
      editable: { method: 'crm.item.update', params: { entityTypeId, id, fields: { createFromAccessProbe: 'Y' } } },
    },
    { halt: false },
  )
  const admin = answers.get('admin')
  if (admin?.ok && admin.result === true) return
  const source = answers.get('source')
  if (!source?.ok) throw refuseSource(source)
  refuseUneditable(answers.get('editable'))
}
