// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import RequiredFields from '../../client/components/RequiredFields.vue'
import ResultPage from '../../client/pages/ResultPage.vue'
import { withFilled, type FilledFields } from '../../client/fills.ts'
import type { Frame } from '../../client/frame.ts'
import { readFill, type FilledIn } from '../../client/read-fill.ts'
import { toFillValue } from '../../server/conversion/fill-value.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { FillInput, RequiredField } from '../../server/conversion/preview.ts'
import { mount } from './mount.ts'
import { at, conversion, onConvert, open, useNetwork } from './our-server.ts'
import { dealPreview, leadPreview, required, target } from './previews.ts'

const network = useNetwork()
const options = [
  { value: '11', text: 'Satteldach' },
  { value: '12', text: 'Flachdach' },
]

describe('what stands in a field', () => {
  const read = (input: FillInput, text: string, language: 'de' | 'en' = 'de', more: Partial<RequiredField> = {}) => {
    const field = required('UF_A', { input, type: input === 'choice' ? 'enumeration' : 'any', options, ...more })
    const filled = readFill(language, field, { texts: [text], currency: 'eur' })
    return { field, filled, seen: 'value' in filled ? filled.value : filled.fault }
  }

  test.each<[FillInput, string, unknown]>([
    ['text', '  Ziegel ', 'Ziegel'],
    ['text', ' ', 'empty'],
    ['text', '0', 'zero'],
    ['longText', 'a\nb', 'a\nb'],
    ['integer', '1.234', '1234'],
    ['integer', '1,5', 'notInteger'],
    ['integer', '0', 'zero'],
    ['number', '1.234,5', '1234.5'],
    ['number', '-0,5', '-0.5'],
    ['number', '0,00', 'zero'],
    ['number', '1,23,4', 'notNumber'],
    ['number', '0,1234567', 'tooLong'],
    ['money', '99,9', '99.9|EUR'],
    ['money', '0', '0|EUR'],
    ['money', '1,234', 'tooLong'],
    ['date', '2026-12-24', '2026-12-24'],
    ['date', '12026-12-24', 'notDate'],
    ['date', '2026-02-30', 'notDate'],
    ['datetime', '2026-02-30T10:30', 'notDate'],
    ['datetime', '2026-12-24T24:61', 'notDate'],
    ['datetime', '2026-12-24T10:30', new Date('2026-12-24T10:30').toISOString()],
    ['yesNo', 'N', 'N'],
    ['choice', '12', '12'],
    ['url', 'www.beispiel.de/dach', 'https://www.beispiel.de/dach'],
    ['url', 'javascript:alert(1)', 'notUrl'],
    ['url', 'Dach', 'notUrl'],
    ['person', '7', 7],
  ])('as %s: %j means %j', (input, text, expected) => {
    expect(read(input, text).seen).toBe(expected)
  })

  test('is read as people of the language write it', () => {
    expect(read('number', '1,234.5', 'en').seen).toBe('1234.5')
    expect(read('number', '1,234.5', 'de').seen).toBe('notNumber')
  })

  test('keeps to what its field takes', () => {
    const limits = { shortest: 2, longest: 3, least: null, most: 10, precision: 1 }
    expect(read('text', 'Ziegel', 'de', { limits }).seen).toBe('textTooLong')
    expect(read('text', 'Z', 'de', { limits }).seen).toBe('textTooShort')
    expect(read('number', '10,5', 'de', { limits }).seen).toBe('outOfBounds')
    expect(read('number', '9,55', 'de', { limits }).seen).toBe('tooLong')
  })

  test('an amount needs a currency of three letters', () => {
    const amount = required('UF_A', { input: 'money' })
    expect(readFill('de', amount, { texts: ['5'], currency: '€' })).toMatchObject({ fault: 'notCurrency' })
  })

  test('is what the server takes, of every kind, alone and in a list', () => {
    const samples: [FillInput, string][] = [
      ['text', 'Ziegel'],
      ['longText', 'a\nb'],
      ['integer', '-12'],
      ['number', '12,5'],
      ['money', '99,90'],
      ['date', '2026-12-24'],
      ['datetime', '2026-12-24T10:30'],
      ['yesNo', 'Y'],
      ['choice', '12'],
      ['url', 'beispiel.de'],
      ['person', '7'],
    ]
    for (const multiple of [false, true])
      for (const [input, text] of samples) {
        const { field, filled } = read(input, text, 'de', { multiple })
        expect([input, 'value' in filled && toFillValue(field, filled.value) !== null]).toEqual([input, true])
      }
  })
})

/** The form with a page around it that takes what is filled in. */
async function form(fields: RequiredField[], more: { complaining?: boolean; selectUser?: Frame['selectUser'] } = {}) {
  const props = reactive({
    type: 'invoice',
    fields,
    fills: new Map() as FilledFields,
    currency: 'EUR',
    complaining: more.complaining ?? false,
    frame: { selectUser: more.selectUser } as Frame,
    onFill: (field: string, filled: FilledIn) => void (props.fills = withFilled(props.fills, field, filled)),
  })
  const page = await mount(RequiredFields, props)
  const control = <T extends HTMLElement = HTMLInputElement>(label: string): T => {
    const found = [...page.querySelectorAll('label')].find(({ textContent }) => textContent === label)
    return page.querySelector<T>(`#${found!.getAttribute('for')}`)!
  }
  const put = async (label: string, text: string): Promise<void> => {
    const input = control(label)
    input.value = text
    input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input'))
    await nextTick()
  }
  return { page, props, control, put }
}

describe('the form', () => {
  test('asks for each field by its label, with the keyboard of its kind', async () => {
    const { page, control } = await form([
      required('A', { label: 'Fläche', input: 'number' }),
      required('B', { label: 'Baubeginn', input: 'date' }),
      required('C', { label: 'Notiz', input: 'longText' }),
      required('D', { label: 'Internetseite', input: 'url' }),
    ])
    expect(page.querySelector('h3')?.textContent).toBe('Pflichtfelder der Rechnung')
    expect([control('Fläche').inputMode, control('Baubeginn').type]).toEqual(['decimal', 'date'])
    expect([control('Notiz').tagName, control('Internetseite').inputMode]).toEqual(['TEXTAREA', 'url'])
  })

  test('takes one of a list, a yes or no, and several of a list', async () => {
    const { props, put, control } = await form([
      required('A', { label: 'Dachform', input: 'choice', options }),
      required('B', { label: 'Versichert', input: 'yesNo' }),
      required('C', { label: 'Extras', input: 'choice', options, multiple: true }),
    ])
    await put('Dachform', '12')
    await put('Versichert', 'N')
    const list = control<HTMLSelectElement>('Extras')
    for (const option of list.options) option.selected = true
    list.dispatchEvent(new Event('change'))
    expect([...props.fills.values()]).toMatchObject([{ value: '12' }, { value: 'N' }, { value: ['11', '12'] }])
  })

  test('says beside a field what is wrong with it once it has been left, and what is missing when asked to go on', async () => {
    const { page, put, props, control } = await form([
      required('A', { label: 'Fläche', input: 'number' }),
      required('B'),
    ])
    await put('Fläche', 'viel')
    expect(page.querySelector('[role="alert"]')).toBeNull()
    control('Fläche').dispatchEvent(new Event('blur'))
    await nextTick()
    const alerts = (): string[] => [...page.querySelectorAll('[role="alert"]')].map(({ textContent }) => textContent)
    expect(alerts()).toEqual(['Bitte geben Sie eine Zahl ein, zum Beispiel 2,5.'])
    expect(page.querySelector(`#${control('Fläche').getAttribute('aria-describedby')}`)?.textContent).toBe(alerts()[0])
    props.complaining = true
    await nextTick()
    expect(alerts()[1]).toBe('Bitte füllen Sie dieses Feld aus.')
  })

  test('knows the currency an amount is most likely in, and takes another one', async () => {
    const { page, props, put } = await form([required('A', { label: 'Budget', input: 'money' })])
    await put('Budget', '1.200,50')
    expect(props.fills.get('A')).toMatchObject({ value: '1200.5|EUR' })
    const currency = page.querySelector<HTMLInputElement>('[aria-label="Währung von Budget"]')!
    currency.value = 'usd'
    currency.dispatchEvent(new Event('input'))
    expect(props.fills.get('A')).toMatchObject({ value: '1200.5|USD' })
  })

  test('lets a person be chosen in the portal’s dialog', async () => {
    const selectUser = (): Promise<{ id: number; name: string }> => Promise.resolve({ id: 12, name: 'Eva Müller' })
    const { page, props } = await form([required('A', { label: 'Bauleitung', input: 'person' })], { selectUser })
    page.querySelector('button')!.click()
    await expect.poll(() => props.fills.get('A')).toMatchObject({ value: 12 })
    await nextTick()
    expect(page.querySelector('button')?.textContent).toBe('Eva Müller')
  })

  test('names what cannot be filled in here, and leaves it to the portal', async () => {
    const { page } = await form([required('A', { label: 'Bauplan', type: 'file', input: null })], { complaining: true })
    expect(page.textContent).toMatch(/Bauplan.*\(Datei\) lässt sich hier nicht ausfüllen.*entscheidet Bitrix24/s)
    expect(page.querySelector('input, [role="alert"]')).toBeNull()
  })

  test('keeps Enter for itself: a field that is left is not a record that is made', async () => {
    const { control } = await form([required('A')])
    const heard = vi.fn<(event: KeyboardEvent) => void>()
    document.addEventListener('keydown', heard)
    control('A').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    expect(heard).not.toHaveBeenCalled()
    document.removeEventListener('keydown', heard)
  })
})

test('a value outside of its field’s bounds is told with the bounds, as the reader spells numbers', async () => {
  const limits = { shortest: null, longest: null, least: null, most: 1234.5, precision: null }
  const { page, put, control } = await form([required('A', { label: 'Fläche', input: 'number', limits })])
  await put('Fläche', '2000')
  control('Fläche').dispatchEvent(new Event('blur'))
  await nextTick()
  expect(page.querySelector('[role="alert"]')?.textContent).toBe('Bitte geben Sie höchstens 1.234,5 ein.')
})

describe('a required field on the page', () => {
  const filled: FilledIn = { entry: { texts: ['Ziegel'] }, value: 'Ziegel' }
  const wrong: FilledIn = { entry: { texts: ['viel'] }, fault: 'notNumber' }
  const invoice = target('invoice', { required: [required('UF_FILE', { input: null }), required('UF_A')] })

  test('keeps the person from continuing until it is filled, and is sent with its target', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(dealPreview([invoice]))
    for (const fill of [null, wrong]) {
      if (fill) page.fill('invoice', 'UF_A', fill)
      await page.continue()
      expect(page.obstacle.value).toEqual({ what: 'required', target: 'invoice', field: 'UF_A' })
    }
    page.fill('invoice', 'UF_A', filled)
    await page.continue()
    expect(requests.map(({ fills }) => fills)).toEqual([{ invoice: { UF_A: 'Ziegel' } }])
  })

  test('is asked for only while its target is chosen and no other record fills it', () => {
    const deal = target('deal', { required: [required('companyId', { filledBy: 'company' })] })
    const page = open(leadPreview({ targets: [deal, target('company')], preselected: ['deal'] }))
    expect(page.obstacle.value).toMatchObject({ field: 'companyId' })
    page.choose('company', true)
    expect(page.obstacle.value).toBeNull()
    page.choose('company', false)
    page.choose('deal', false)
    expect(page.obstacle.value).toEqual({ what: 'target' })
  })

  test('that a refusal names is asked for from then on', async () => {
    const refusal = {
      code: 'CRM_FIELD_ERROR_REQUIRED',
      message: '',
      method: 'crm.item.add',
      wanted: [required('comments')],
    }
    const { handler, requests } = onConvert(({ requestId }) =>
      HttpResponse.json({
        ...conversion(requestId, requests.length === 1 ? 'refused' : 'done'),
        steps: [{ name: 'create', target: 'quote', state: 'failed', refusal }],
      }),
    )
    const preview = dealPreview([target('quote')])
    network.use(
      handler,
      http.post(at('/api/preview'), () => HttpResponse.json(preview)),
    )
    const page = open(preview)
    await page.continue()
    await page.reload()
    expect(page.obstacle.value).toEqual({ what: 'required', target: 'quote', field: 'comments' })
    page.fill('quote', 'comments', filled)
    await page.continue()
    expect(requests[1]!.fills).toEqual({ quote: { comments: 'Ziegel' } })
  })

  test('keeps what was filled in when the record is read anew, unless its list has changed', async () => {
    const list = required('UF_LIST', { input: 'choice', options })
    const shorter = { ...list, options: options.slice(1) }
    const before = dealPreview([target('invoice', { required: [required('UF_A'), list] })])
    const after = dealPreview([target('invoice', { required: [required('UF_A'), shorter] })])
    network.use(http.post(at('/api/preview'), () => HttpResponse.json(after)))
    const page = open(before)
    page.fill('invoice', 'UF_A', filled)
    page.fill('invoice', 'UF_LIST', { entry: { texts: ['11'] }, value: '11' })
    await page.reload()
    expect([...page.fills.value.invoice!.keys()]).toEqual(['UF_A'])
  })
})

test('a partial result asks for exactly what the refusal named, and goes on with it', async () => {
  const refusal = { code: 'CRM_FIELD_ERROR_REQUIRED', message: '', method: 'crm.item.add' }
  const wanted = [required('UF_A', { label: 'Dachform' })]
  const partial: Conversion = {
    ...conversion('1', 'partial'),
    steps: [
      { name: 'create', target: 'contact', state: 'done', refusal: null },
      { name: 'create', target: 'deal', state: 'failed', refusal: { ...refusal, wanted } },
    ],
  }
  const preview = leadPreview()
  const resume = vi.fn<(fills?: unknown) => Promise<void>>(() => Promise.resolve())
  const page = await mount(ResultPage, { state: { ...open(preview), resume }, preview, conversion: partial, frame: {} })
  const carryOn = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Fortsetzen')!
  const input = page.querySelector('input')!
  expect(page.querySelector(`label[for="${input.id}"]`)?.textContent).toBe('Dachform')
  carryOn.click()
  await expect.poll(() => document.activeElement).toBe(input)
  expect([resume.mock.calls, page.querySelector('[role="alert"]')?.textContent]).toEqual([
    [],
    'Bitte füllen Sie dieses Feld aus.',
  ])
  input.value = 'Flachdach'
  input.dispatchEvent(new Event('input'))
  carryOn.click()
  await expect.poll(() => resume.mock.calls).toEqual([[{ fills: { deal: { UF_A: 'Flachdach' } } }]])
})
