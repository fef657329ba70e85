import { portalTokenHeader, sessionHeader, type StartState } from '../server/contract.ts'
import { installedBy } from './install-lines.ts'

/** Sets the app up the installer's way without a browser: the portal's POST, the page's session, the installer's one call. */
export async function installApp(appUrl: string, fields: Record<string, string>): Promise<void> {
  const opened = await fetch(`${appUrl}/install`, { method: 'POST', body: new URLSearchParams(fields) })
  const [, json = '{}'] = /<script type="application\/json" id="start">([^<]*)</.exec(await opened.text()) ?? []
  const start = JSON.parse(json) as StartState
  if (!('session' in start)) throw new Error(`The installer page did not open: ${json}`)
  const answer = await fetch(`${appUrl}/api/install`, {
    method: 'POST',
    headers: { [sessionHeader]: start.session, [portalTokenHeader]: fields.AUTH_ID ?? '' },
  })
  await installedBy(answer)
}
