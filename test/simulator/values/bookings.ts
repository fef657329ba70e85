import type { Context } from '../context.ts'
import { inLanguage, type FieldValue, type UserField } from '../state.ts'
import { refuse } from '../wire/rest-error.ts'
import type { Booking } from './value-rules.ts'

/**
 * Books what a field of the type `resourcebooking` is sent, `user|1|20.03.2020 13:00:00|3660|Inspection`, and answers
 * the ids the field then holds. A person who is booked already keeps the booking's id, what is not sent again is
 * released. A portal that is not strict books what it cannot read as well. Source: calendar.resource.booking.list, a
 * field report, the platform's published source.
 */
export function readBookings(
  { state, user }: Context,
  field: UserField,
  sent: readonly unknown[],
  held: FieldValue | undefined,
): number[] {
  const before = [held].flat().flatMap((id) => state.bookings.get(Number(id)) ?? [])
  const ids = sent.filter(Boolean).map((one) => {
    const booking = readBooking(one)
    if (!booking && state.valueRules.unfit === 'refuse')
      throw refuse.invalidValue(inLanguage(field.labels.editFormLabel, user.language) || field.fieldName)
    const wanted = booking ?? { kind: String(one), resourceId: 0, start: '', seconds: 0, service: '' }
    const known = before.find(({ kind, resourceId }) => kind === wanted.kind && resourceId === wanted.resourceId)
    const id = known?.id ?? state.nextId('booking')
    state.bookings.set(id, { id, ...wanted })
    return id
  })
  for (const { id } of before) if (!ids.includes(id)) state.bookings.delete(id)
  return ids
}

function readBooking(sent: unknown): Omit<Booking, 'id'> | null {
  const [, kind, resourceId, start = '', seconds, service = ''] =
    /^(user|resource)\|(\d+)\|([^|]+)\|(\d+)(?:\|([^|]*))?$/.exec(String(sent)) ?? []
  if (kind === undefined) return null
  return { kind, resourceId: Number(resourceId), start, seconds: Number(seconds), service }
}
