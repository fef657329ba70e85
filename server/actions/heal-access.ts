import type { Portal } from '../portal.ts'
import type { TokenPair } from '../storage/installer-tokens.ts'

/**
 * Whoever opens a page of the app brings tokens. Where the installer's are lost, or of an auth server that proves nobody
 * here any more, those of an administrator replace them; where they are not, nothing is asked of the portal.
 */
export async function healAccess(portal: Portal, pair: TokenPair): Promise<void> {
  const { authServer } = portal.address
  if ((await portal.installerTokens.find())?.authServer === authServer) return
  if ((await portal.registration.find())?.status !== 'installed') return
  const answer = await portal.rest.call({ method: 'user.admin', params: {} })
  if (!answer.ok) return
  // The portal answers, so the app is there, whatever somebody said of it while no access was kept that could tell.
  await portal.registration.denyRemoval()
  if (answer.result !== true) return
  await portal.installerTokens.save({ ...pair, authServer })
}

/**
 * An administrator's pair replaces one that works no longer, by the auth server's word of this moment, and one of an auth
 * server that proves nobody here any more. Of the portal nothing is asked.
 */
export async function keepInReserve(portal: Portal, pair: TokenPair): Promise<void> {
  const { authServer } = portal.address
  const kept = await portal.installerTokens.find()
  const look = kept?.authServer === authServer ? await portal.lookAtInstallerAccess() : 'gone'
  if (look === 'works' || look === 'silent') return
  await portal.installerTokens.save({ ...pair, authServer })
}
