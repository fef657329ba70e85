import { isApplicationToken } from '../bitrix/application-token.ts'
import { AppError } from '../errors.ts'
import type { AccessLook, LeavingPortal } from '../portal.ts'
import type { RegisteredPortal, Removal } from '../storage/portals.ts'

/** What a portal tells when the app is removed from it. */
export interface RemovalEvent {
  applicationToken: string
  /** The administrator asked for the deletion of all data. */
  clean: boolean
  /** Null where the portal does not say. */
  sentAt: Date | null
}

export type RemovalVerdict = 'believe' | 'lookAgain' | 'wait' | 'drop'

/** How far the clocks of a portal and of this server may be apart. */
const clockSkewMs = 5 * 60_000
/** Where nobody says that the app is gone, so long nobody must have opened it. */
const weekMs = 7 * 24 * 60 * 60_000

/**
 * An event says that the app was removed. Its application token proves the portal and no more than that, since everybody
 * who opens the app there is handed the same one; so what counts is what the portal or the auth server says to the access
 * of the installing administrator. The event is remembered until that is clear.
 */
export async function hearRemoval(portal: LeavingPortal, event: RemovalEvent): Promise<void> {
  const known = await portal.registration.find()
  if (!known) return // Never installed, or forgotten already: there is nothing left to do.
  if (!isApplicationToken(event.applicationToken, known.applicationTokenHash))
    throw new AppError('wrong_application_token', 'The event does not carry the application token of this portal.')
  if (!concerns(event, known)) return
  const removal = await portal.registration.rememberRemoval(event.clean)
  if (removal) await followRemoval(portal, removal, 'first')
}

/** Looks whether a removal took place, and carries it out: everything is deleted, or waits for a return. */
export async function followRemoval(
  { registration, lookAtAccess, dropMemories }: LeavingPortal,
  removal: Removal,
  look: 'first' | 'later',
): Promise<RemovalVerdict> {
  const hasWaited = Date.now() - removal.heardAt.getTime() >= weekMs
  const verdict = judgeRemoval(await lookAtAccess(), look, hasWaited)
  if (verdict === 'drop') await registration.dropRemoval(removal)
  if (verdict === 'wait') await registration.leaveToTime(removal, new Date(removal.heardAt.getTime() + weekMs))
  if (verdict === 'believe') await (removal.clean ? registration.forget(removal) : registration.markRemoved(removal))
  if (verdict === 'believe' && removal.clean) dropMemories()
  return verdict
}

/**
 * Whether a removal took place. A portal sends the event a moment before it ends the access (published behaviour of the
 * platform), so access that still works disproves nothing at first. Access that died proves nothing, since tokens die
 * with whoever they belong to; then time tells, because nobody opens a removed app. Pure.
 */
export function judgeRemoval(access: AccessLook, look: 'first' | 'later', hasWaited: boolean): RemovalVerdict {
  if (access === 'removed') return 'believe'
  if (access === 'gone') return hasWaited ? 'believe' : 'wait'
  return access === 'works' && look === 'later' ? 'drop' : 'lookAgain'
}

/**
 * An event may be late and speak of an installation before this one. After the removal it says something new only where
 * it asks for a deletion. Pure.
 */
function concerns({ sentAt, clean }: RemovalEvent, { status, installedAt }: RegisteredPortal): boolean {
  const isLate = sentAt !== null && sentAt.getTime() < installedAt.getTime() - clockSkewMs
  return (status === 'installed' || clean) && !isLate
}
