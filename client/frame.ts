import type { B24Frame } from '@bitrix24/b24jssdk'
import { markRaw } from 'vue'
import type { TokenSource } from './api.ts'
import { RequestFailed } from './failure.ts'
import { toPortalPath } from './portal-path.ts'

/** An employee of the portal. */
export interface Person {
  id: number
  name: string
}

/** The portal's window around us. */
export interface Frame extends TokenSource {
  /** Opens a card in the portal's slider and settles when it is closed; false when the portal refused. */
  openCard(path: string): Promise<boolean>
  /** Whether links must do by themselves what links do: on phones the portal opens no cards for an app. */
  hasPlainLinks(): boolean
  /** Address of a portal path for an ordinary link; null for what is none, which is never linked nor opened. */
  addressOf(path: string): string | null
  /** Closes our own slider. */
  close(): Promise<void>
  setTitle(title: string): void
  /**
   * Lets the person choose a colleague in the portal's own dialog. The portal says nothing when the dialog is closed
   * without a choice, so this may never settle: nothing may wait for it.
   */
  selectUser(): Promise<Person | null>
  /** Ends the installation; the portal then reloads us, so this never settles unless there is nothing to end. */
  finishInstall(): Promise<void>
}

const handshakeLimit = 10_000

/**
 * Speaks with the portal's window through its official SDK, which is loaded on first use and not before: the page is
 * painted without it.
 */
export function openFrame(): Frame {
  let opening: Promise<B24Frame> | null = null
  // The portal decides by the same sign; asking it first would cost the click its right to open a window.
  let refusedOnDevice = /Android|iPhone|iPad|iPod|Mobile/.test(navigator.userAgent)

  function sdk(): Promise<B24Frame> {
    opening ??= handshake().catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  return markRaw({
    async accessToken() {
      const frame = await sdk()
      const known = frame.auth.getAuthData()
      return known ? known.access_token : renew(frame)
    },
    renewToken: async () => renew(await sdk()),

    async openCard(address) {
      const path = toPortalPath(address, portalOrigin())
      if (path === null) return false
      try {
        const frame = await sdk()
        // Not by the SDK's slider: refused on a phone, it opens a window nobody asked for, which phones block.
        const answer: { result?: string; errorCode?: string } = await frame.parent.message.send('openPath', { path })
        if (answer.errorCode === 'METHOD_NOT_SUPPORTED_ON_DEVICE') refusedOnDevice = true
        return answer.result === 'close'
      } catch {
        return false
      }
    },
    hasPlainLinks: () => refusedOnDevice,
    addressOf(path) {
      const origin = portalOrigin()
      const known = toPortalPath(path, origin)
      return known === null ? null : `${origin === location.origin ? '' : origin}${known}`
    },
    async close() {
      const frame = await sdk()
      await frame.slider.closeSliderAppPage()
    },
    setTitle(title) {
      document.title = title
      // A refusal leaves the portal's own title, which is good enough.
      sdk()
        .then((frame) => frame.parent.setTitle(title))
        .catch(() => {})
    },
    async selectUser() {
      const frame = await sdk()
      const user = await frame.dialog.selectUser()
      return user && { id: Number(user.id), name: user.name }
    },
    async finishInstall() {
      const frame = await sdk()
      if (frame.isInstallMode) await frame.installFinish()
    },
  })
}

/** The portal names the frame `host|https|sid` before our page exists; without a portal our own origin. */
function portalOrigin(): string {
  const [host, https] = window.name.split('|')
  const origin = `${https === '1' ? 'https' : 'http'}://${host}`
  return host && URL.canParse(origin) ? new URL(origin).origin : location.origin
}

async function handshake(): Promise<B24Frame> {
  const { initializeB24Frame } = await import('@bitrix24/b24jssdk')
  // The SDK waits for ever when the window around us does not answer.
  return within(handshakeLimit, initializeB24Frame())
}

async function renew(frame: B24Frame): Promise<string> {
  const fresh = await frame.auth.refreshAuth().catch((error: unknown) => {
    throw new RequestFailed('frame_silent', String(error))
  })
  return fresh.access_token
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), milliseconds)
  })
  try {
    return await Promise.race([promise, silence])
  } catch (error) {
    throw new RequestFailed('frame_silent', String(error))
  } finally {
    clearTimeout(timer)
  }
}
