import { describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from '../ask.ts'
import { createSimulator } from '../create-simulator.ts'
import type { ValueRules } from './value-rules.ts'

const refused = { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' }

function openBookings(valueRules: Partial<ValueRules> = {}) {
  const portal = createSimulator({ seed: 'empty', valueRules })
  const { anna } = openPortal(portal)
  const field = { fieldName: 'UF_CRM_BOOK', userTypeId: 'resourcebooking', label: 'Book', multiple: true }
  portal.addUserField('deal', field)
  const add = async (fields: object) =>
    (await anna('crm.item.add', { entityTypeId: 2, fields, useOriginalUfNames: 'Y' })).body
  const added = async (fields: object) => ((await add(fields)).result as { item: Record<string, unknown> }).item
  return { portal, add, added, update: itemCalls(anna).update }
}

describe('a reservation', () => {
  const one = 'user|1|20.03.2020 13:00:00|3660|Inspection'

  test('is sent as text and read as the ids of bookings', async () => {
    const { portal, added } = openBookings()
    const item = await added({ title: 'x', UF_CRM_BOOK: [one, 'resource|7|20.03.2020 13:00:00|60|'] })
    expect(item.UF_CRM_BOOK).toEqual([1, 2])
    expect(portal.state.bookings.get(1)).toEqual({
      id: 1,
      kind: 'user',
      resourceId: 1,
      start: '20.03.2020 13:00:00',
      seconds: 3660,
      service: 'Inspection',
    })
  })

  test('keeps its id when it is sent again, and is released when it is not', async () => {
    const { portal, added, update } = openBookings()
    const { id } = (await added({ title: 'x', UF_CRM_BOOK: [one, 'resource|7|20.03.2020 13:00:00|60'] })) as {
      id: number
    }
    expect((await update(2, id, { ufCrmBook: [one.replace('3660', '60')] })).ufCrmBook).toEqual([1])
    expect([...portal.state.bookings.values()]).toMatchObject([{ id: 1, seconds: 60 }])
  })

  test.each([['17'], ['user|1'], ['room|1|20.03.2020|60|x'], ['user|Anna|20.03.2020|60|x']])(
    'is refused when it reads %s',
    async (text) => {
      expect(await openBookings().add({ title: 'x', UF_CRM_BOOK: [text] })).toMatchObject(refused)
    },
  )

  test('is made of anything by a portal that is not strict', async () => {
    expect((await openBookings({ unfit: 'keep' }).added({ title: 'x', UF_CRM_BOOK: ['17'] })).UF_CRM_BOOK).toEqual([1])
  })
})
