type Params = Record<string, unknown>
type Callback = (answer: never) => void
type Answer = { data(): unknown; error(): unknown; more(): boolean; next(): void }

/**
 * The classic library as the portal hears it, written anew: its messages, its order of events and its REST calls, not
 * its code. Runs in a page of its own, so it holds everything it needs. What it says was taken from the documentation of
 * BX24 (`sdk/bx24-js-sdk` in `bitrix24/b24restdocs`) and from how the published script speaks with the page around it:
 * four parts always, `command:params:callback:appSid`, each empty rather than left out; 32 letters and digits name a
 * callback, nothing where there is none; a callback stays and may be called again; a token's end is a time in
 * milliseconds; REST is called form-encoded at `PATH/method.json`.
 */
export function classicLibrary(): void {
  const [domain = '', protocol = '0', appSid = ''] = window.name.split('|')
  const origin = `${protocol === '1' ? 'https' : 'http'}://${domain.replace(/:(80|443)$/, '')}`
  const callbacks = new Map<string, (answer: never) => void>()
  const waiting: (() => void)[] = []
  const installers: (() => void)[] = []
  let state: Params | null = null

  const send = (command: string, params: Params | null, callback?: Callback): void => {
    let id = ''
    if (callback) {
      id = [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => (byte % 36).toString(36)).join('')
      callbacks.set(id, callback)
    }
    window.parent.postMessage(`${command}:${params ? JSON.stringify(params) : ''}:${id}:${appSid}`, origin)
  }

  const sign = ({ AUTH_ID, REFRESH_ID, AUTH_EXPIRES }: Params): void => {
    state = { ...state, AUTH_ID, REFRESH_ID, AUTH_EXPIRES: Date.now() + Number(AUTH_EXPIRES) * 1000 }
  }
  const getAuth = () =>
    state && Number(state.AUTH_EXPIRES) > Date.now()
      ? {
          access_token: state.AUTH_ID,
          refresh_token: state.REFRESH_ID,
          expires_in: state.AUTH_EXPIRES,
          domain: state.DOMAIN,
          member_id: state.MEMBER_ID,
        }
      : false
  const refreshAuth = (callback?: (auth: ReturnType<typeof getAuth>) => void): void =>
    send('refreshAuth', {}, (tokens: Params) => {
      sign(tokens)
      callback?.(getAuth())
    })

  const encode = (value: unknown, name: string): string[] => {
    if (typeof value !== 'object' || value === null) return [`${name}=${encodeURIComponent(String(value ?? ''))}`]
    const parts = Object.entries(value)
    if (parts.length === 0) return [`${name}=`]
    return parts.flatMap(([key, inner]) => encode(inner, name ? `${name}[${encodeURIComponent(key)}]` : key))
  }
  const callMethod = async (method: string, params: Params, callback: (answer: Answer) => void): Promise<void> => {
    const again = (): void => void callMethod(method, params, callback)
    if (!getAuth()) return refreshAuth(again)
    const body = [`auth=${String(state?.AUTH_ID)}`, ...encode(params, '')].join('&')
    const url = `${origin}${String(state?.PATH)}/${encodeURIComponent(method)}.json`
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.onload = () => {
      const { result, error, next } = JSON.parse(request.responseText) as {
        result: unknown
        error?: string
        next?: number
      }
      if (error === 'expired_token') return refreshAuth(again)
      callback({
        data: () => result,
        error: () => error,
        more: () => next !== undefined,
        next: () => void callMethod(method, { ...params, start: next }, callback),
      })
    }
    request.send(body)
  }

  const begin = (): void => {
    for (const handler of waiting.splice(0)) setTimeout(handler, 10)
  }
  const install = (): void => {
    const installer = installers.shift()
    library.installFinish = install
    if (installer) return installer()
    library.installFinish = () => {}
    send('setInstall', { install: true })
    begin()
  }

  const library = {
    init: (handler: () => void): void => void (state ? setTimeout(handler, 10) : waiting.push(handler)),
    install: (handler: () => void): void => void installers.push(handler),
    installFinish: (): void => send('setInstallFinish', {}),
    isAdmin: () => Boolean(state?.IS_ADMIN),
    getLang: () => state?.LANG,
    getDomain: () => state?.DOMAIN,
    getAuth,
    refreshAuth,
    callMethod: (...call: Parameters<typeof callMethod>): void => void callMethod(...call),
    resizeWindow: (width: number, height: number, callback?: Callback) =>
      send('resizeWindow', { width, height }, callback),
    fitWindow: (callback?: Callback) =>
      send('resizeWindow', { width: '100%', height: document.documentElement.scrollHeight }, callback),
    setTitle: (title: string, callback?: Callback) => send('setTitle', { title: String(title) }, callback),
    scrollParentWindow: (scroll: number, callback?: Callback) => send('setScroll', { scroll }, callback),
    reloadWindow: (callback?: Callback) => send('reloadWindow', {}, callback),
    selectUser: (callback: Callback) => send('selectUser', { title: '', mult: false }, callback),
    selectUsers: (callback: Callback) => send('selectUser', { title: '', mult: true }, callback),
    selectAccess: (value: string[], callback: Callback) => send('selectAccess', { value }, callback),
    selectCRM: ({ entityType, multiple, value }: Params, callback: Callback) =>
      send('selectCRM', { entityType, multiple, value }, callback),
    openApplication: (params: Params, callback?: Callback, settings: Params = {}) => {
      const prefixed = Object.entries(settings).map(([name, value]) => [`bx24_${name}`, value])
      send('openApplication', { ...params, ...Object.fromEntries(prefixed) }, callback)
    },
    openPath: (path: string, callback?: Callback) => send('openPath', { path }, callback),
    closeApplication: (callback?: Callback) => send('closeApplication', null, callback),
    im: {
      callTo: (userId: number, video?: boolean) => send('imCallTo', { userId, video }),
      phoneTo: (phone: string) => send('imPhoneTo', { phone }),
      openMessenger: (dialogId: string) => send('imOpenMessenger', { dialogId }),
      openHistory: (dialogId: string) => send('imOpenHistory', { dialogId }),
    },
    placement: {
      info: () => ({ placement: state?.PLACEMENT, options: state?.PLACEMENT_OPTIONS }),
      getInterface: (callback: Callback) => send('getInterface', null, callback),
      call: (command: string, params: Params, callback?: Callback) => send(command, params, callback),
      bindEvent: (event: string, callback: Callback) => send('placementBindEvent', { event }, callback),
    },
    appOption: {
      get: (name: string) => (state?.APP_OPTIONS as Params | undefined)?.[name],
      set: (name: string, value: unknown, callback?: Callback): void => {
        if (library.isAdmin()) send('setAppOption', { name, value }, callback)
      },
    },
    userOption: {
      get: (name: string) => (state?.USER_OPTIONS as Params | undefined)?.[name],
      set: (name: string, value: unknown) => send('setUserOption', { name, value }),
    },
  }

  window.addEventListener('message', ({ origin: from, data }: MessageEvent<string>) => {
    if (from !== origin || !data) return
    const [id = '', ...rest] = data.split(':')
    callbacks.get(id)?.((rest.join(':') ? JSON.parse(rest.join(':')) : []) as never)
  })
  Object.assign(window, { BX24: library })
  // The app's own script comes next and says what it waits for.
  setTimeout(() =>
    send('getInitData', null, (data: Params) => {
      state = data
      sign(data)
      if (!data.INSTALL) library.installFinish = () => {}
      if (data.FIRST_RUN && installers.length > 0) install()
      else begin()
    }),
  )
}
