import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express'
import { lookForSources } from '../actions/find-sources.ts'
import { healAccess } from '../actions/heal-access.ts'
import { preview } from '../actions/preview.ts'
import { findDecided } from '../actions/read-ruled.ts'
import { hashApplicationToken } from '../bitrix/application-token.ts'
import type { Identity } from '../bitrix/auth-server.ts'
import { readDialogRecord } from '../bitrix/read-dialog.ts'
import { sourcesRequest, type FirstPreview, type FirstView, type Language } from '../contract.ts'
import { AppError } from '../errors.ts'
import { sendPage, type PageTemplate } from '../page.ts'
import { openPortal, worthTelling, type Portal } from '../portal.ts'
import { toRefusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { nothingBrought, openSession, type Session } from '../session.ts'
import { toLanguage } from '../texts.ts'
import { countAddress } from './count-address.ts'
import { frameForm, readOpening, type FrameForm, type FrameRecord, type Opening } from './frame-form.ts'
import { readWish } from './menu-wish.ts'
import { openRecord } from './source-api.ts'
import { leaving } from './until-left.ts'
import { pairFrom, sealTokens } from './sealed-tokens.ts'

/** Lets the portal's frames in: the main page, every placement, and the installer. */
export function entryRoutes(services: Services, template: PageTemplate): Router {
  const { config, authServer, ongoing, limits } = services
  const routes = Router()

  // Express answers HEAD as it answers GET; the portal's settings check an address that way.
  routes.get(['/app', '/app/:targets', '/install'], (request, response) =>
    sendPage(response, template, {
      status: 200,
      start: { page: 'outside', language: languageOf(request) },
      portalOrigin: null,
    }),
  )

  const count = countAddress(limits.address.entry)
  const body = express.urlencoded({ extended: false, limit: '100kb' })

  routes.post(['/app', '/app/:targets'], count, body, async (request, response) => {
    const { form, identity } = await verify(request)
    const opening = readOpening(form)
    const { page } = opening
    const record = page === 'convert' ? opening.record : null
    // A card's page sets nothing up.
    const brought = page === 'home' ? broughtWith(form, identity) : nothingBrought
    const session = { page, record, ...brought }
    await open(request, response, { identity, form, session, opening })
    const tokens = pairFrom(form, identity)
    if (!tokens) return
    const portal = openPortal(services, identity, form.AUTH_ID, 'en', { priority: 'background' })
    void ongoing.track(healAccess(portal, tokens)).catch((error: unknown) => toRefusal(error, request.log))
  })

  routes.post('/install', count, body, async (request, response) => {
    const { form, identity } = await verify(request)
    const session = { page: 'install', record: null, ...broughtWith(form, identity) } as const
    await open(request, response, { identity, form, session, opening: null })
  })

  /** A person looks at this frame, so a refusal is a page too. */
  const refuse: ErrorRequestHandler = (error, request, response, next) => {
    if (response.headersSent) return next(error)
    const { status, headers, answer } = toRefusal(error, request.log)
    response.set(headers)
    const start = { page: 'refused', language: languageOf(request), error: answer.error } as const
    return sendPage(response, template, { status, start, portalOrigin: null })
  }
  routes.use(['/app', '/install'], refuse)
  return routes

  function broughtWith(form: FrameForm, identity: Identity): Pick<Session, keyof typeof nothingBrought> {
    return {
      applicationTokenHash: form.APPLICATION_TOKEN ? hashApplicationToken(form.APPLICATION_TOKEN) : null,
      sealedTokens: sealTokens(services.seal, identity.memberId, pairFrom(form, identity)),
    }
  }

  async function verify(request: Request): Promise<{ form: FrameForm; identity: Identity }> {
    const form = frameForm.safeParse(request.body).data
    if (!form) throw new AppError('not_verified', 'This is not the form of a portal.')
    const identity = await authServer.verify(form.AUTH_ID)
    if (identity.memberId !== form.member_id)
      throw new AppError('not_verified', 'The token belongs to another portal than the form says.')
    await limits.portal.entry(identity.memberId)
    return { form, identity }
  }

  async function open(request: Request, response: Response, frame: FrameToOpen): Promise<void> {
    const { identity, form, session, opening } = frame
    const language = languageOf(request)
    const { memberId, userId } = identity
    const whole = { memberId, userId, language, ...session }
    const portal = openPortal(services, identity, form.AUTH_ID, language)
    await sendPage(response, template, {
      status: 200,
      start: { page: session.page, language, session: await openSession(config.sessionSecret, whole) },
      portalOrigin: portal.origin,
      ...(opening && {
        first: (onWait) =>
          (opening.page === 'convert'
            ? firstPreview(request, watched(portal, response, onWait), opening.record)
            : firstView(watched(portal, response, onWait), whole, opening)
          ).catch((error: unknown) => toRefusal(error, request.log).answer),
      }),
    })
  }

  /** The same portal, for somebody who looks at an empty page and should know why. */
  function watched(portal: Portal, response: Response, tell: () => void): Portal {
    const onWait = async (_: unknown, ms: number): Promise<void> => void (ms >= worthTelling && tell())
    return { ...portal, rest: portal.restFor({ requestId: null, onWait, signal: leaving(response) }) }
  }

  async function firstPreview(request: Request, portal: Portal, record: FrameRecord): Promise<FirstPreview> {
    const decided = await findDecided(portal, record)
    // What the journal says of a wish is told only with a preview, for which the portal is asked with the person's token.
    const [wish, shown] = await Promise.all([
      readWish(request, portal, record, decided.settings),
      preview(portal, record, decided),
    ])
    return { preview: shown, ...(wish && { wish }) }
  }

  async function firstView(portal: Portal, session: Session, { record, dialogId }: HomeOpening): Promise<FirstView> {
    const source = dialogId === null ? record : await readDialogRecord(portal.rest, dialogId)
    if (source) return { opened: await openRecord(config.sessionSecret, session, portal, source) }
    return { sources: await lookForSources(portal, sourcesRequest.parse({})) }
  }
}

type HomeOpening = Extract<Opening, { page: 'home' }>

interface FrameToOpen {
  identity: Identity
  form: FrameForm
  session: Pick<Session, 'page' | 'record' | 'applicationTokenHash' | 'sealedTokens'>
  /** Null: the installer, which shows nothing at first. */
  opening: Opening | null
}

/** The language of the person's portal, which it adds to every address it opens. */
function languageOf({ query }: Request): Language {
  return toLanguage(typeof query.LANG === 'string' ? query.LANG : '')
}
