import { isApplicationToken } from '../bitrix/application-token.ts'
import { AppError } from '../errors.ts'
import type { LeavingPortal } from '../portal.ts'

/**
 * The app was removed from a portal. By then its access is gone, so the application token is the only proof. Everything
 * is deleted when the administrator asked for it; otherwise it waits for a return.
 */
export async function forgetPortal(
  { registration, dropMemories }: LeavingPortal,
  event: { applicationToken: string; clean: boolean },
): Promise<void> {
  const known = await registration.find()
  if (!known) return // Never installed, or forgotten already: there is nothing left to do.
  if (!isApplicationToken(event.applicationToken, known.applicationTokenHash))
    throw new AppError('wrong_application_token', 'The event does not carry the application token of this portal.')
  await (event.clean ? registration.forget() : registration.markRemoved())
  if (event.clean) dropMemories()
}
