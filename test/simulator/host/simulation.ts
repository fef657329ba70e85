import { appRequests, findApp, openFrame, Refused } from './app-requests.ts'
import type { FrameMemory, FrameRequest } from './app-requests.ts'
import { accessPermissions, people, recordsToChoose } from './choices.ts'
import { serveFile } from './files.ts'
import { isTrouble, troubles } from './trouble.ts'
import type { Visit } from './visit.ts'
import { rememberVisitor } from './visitor.ts'

/** What belongs to the simulation and not to a portal: its files, its bar, and what its page scripts ask for. */
export async function simulationAnswer(
  visit: Visit,
  request: Request,
  memory: FrameMemory,
): Promise<Response | undefined> {
  const path = visit.url.pathname.slice('/simulation/'.length)
  if (request.method === 'GET') return path.startsWith('files/') ? serveFile(path.slice('files/'.length)) : undefined
  if (!isFromOwnPage(request))
    return Response.json({ error: 'Only the pages of this portal may ask.' }, { status: 403 })
  if (path === 'visitor') return changeVisitor(visit, new URLSearchParams(await request.text()))
  if (path === 'trouble') return orderTrouble(visit, new URLSearchParams(await request.text()))
  if (path === 'remove-app' || path === 'install-app')
    return maintainApp(visit, path, new URLSearchParams(await request.text()))
  if (path === 'press') return pressButton(visit, new URLSearchParams(await request.text()))
  try {
    const body = (await request.json()) as Record<string, unknown>
    const result = answerPage(visit, path, body, memory)
    return result === undefined ? undefined : Response.json(result)
  } catch (error) {
    if (error instanceof Refused) return Response.json({ error: error.message }, { status: 403 })
    throw error
  }
}

function answerPage(visit: Visit, path: string, body: Record<string, unknown>, memory: FrameMemory): unknown {
  if (path === 'frame') return openFrame(visit, memory, body as unknown as FrameRequest)
  if (path === 'people') return people(visit)
  if (path === 'access') return accessPermissions(visit)
  if (path === 'records') return recordsToChoose(visit, body.types)
  const [, id, name] = /^apps\/(\d+)\/([a-z-]+)$/.exec(path) ?? []
  const ask = name !== undefined && Object.hasOwn(appRequests, name) ? appRequests[name] : undefined
  return ask?.({ visit, app: findApp(visit.state, Number(id)), memory, body })
}

/** A portal protects these by a session key; here a foreign page gives itself away by its origin. */
function isFromOwnPage(request: Request): boolean {
  const origin = request.headers.get('origin')
  return origin === new URL(request.url).origin
}

function changeVisitor(visit: Visit, form: URLSearchParams): Response {
  return backTo(form, { 'set-cookie': rememberVisitor(form, visit.state, visit) })
}

function orderTrouble({ simulator, person }: Visit, form: URLSearchParams): Response {
  const name = form.get('trouble')
  if (isTrouble(name)) troubles[name](simulator, person.id)
  return backTo(form)
}

/** Removes or installs an app; for administrators. */
function maintainApp({ simulator, person, texts }: Visit, path: string, form: URLSearchParams): Response {
  if (!person.admin) return Response.json({ error: texts.denied }, { status: 403 })
  const appId = Number(form.get('app'))
  if (path === 'remove-app') simulator.uninstallApp({ clean: form.has('clean'), appId })
  else simulator.reinstallApp(appId)
  return backTo(form)
}

function pressButton({ simulator, person }: Visit, form: URLSearchParams): Response {
  simulator.pressTimelineButton(person.id, Number(form.get('activity')), form.get('button') ?? '')
  return backTo(form)
}

/** Returns to the page the bar stood on, and never to another host. */
function backTo(form: URLSearchParams, headers: Record<string, string> = {}): Response {
  const back = form.get('back') ?? '/'
  const location = /^\/(?![/\\])/.test(back) ? back : '/'
  return new Response(null, { status: 303, headers: { ...headers, location } })
}
