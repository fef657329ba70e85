// @vitest-environment happy-dom
import { describe, expect, test, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import ResponsiblePerson from '../../client/components/ResponsiblePerson.vue'
import ProductTable from '../../client/components/ProductTable.vue'
import TargetBlock from '../../client/components/TargetBlock.vue'
import { consequencesOf } from '../../client/consequences.ts'
import type { Frame, Person } from '../../client/frame.ts'
import { productsOf, type Products, type RowChoices } from '../../client/part-quantities.ts'
import type { Step } from '../../server/conversion/outcome.ts'
import ResultPage from '../../client/pages/ResultPage.vue'
import { mount } from './mount.ts'
import { conversion, open } from './our-server.ts'
import { leadPreview, missing, row, target, text } from './previews.ts'

/** A portal's window that opens every card; what its dialog answers is for each test to say. */
function frame(selectUser: Frame['selectUser'] = () => new Promise(() => {})): Frame {
  return {
    accessToken: () => Promise.resolve('token'),
    renewToken: () => Promise.resolve('token'),
    openCard: () => Promise.resolve(true),
    hasPlainLinks: () => false,
    addressOf: (path) => `https://portal.example${path}`,
    close: () => Promise.resolve(),
    setTitle: () => {},
    selectUser,
    finishInstall: () => Promise.resolve(),
  }
}

const nothingMissing = {
  pipeline: undefined,
  pipelineMissing: false,
  quantityMissing: false,
  requiredMissing: false,
  fills: new Map(),
  currency: 'EUR',
  existing: undefined,
  existingMissing: false,
  onceMore: undefined,
  onceMoreMissing: false,
  address: null,
}
const eva = { type: 'contact' as const, id: 6, title: 'Eva Müller', path: '/crm/contact/details/6/' }

test('a record that exists already is named and linked, and nothing is asked about it', async () => {
  const contact = target('contact', {
    reuse: eva,
    missingUserFields: [missing('UF_A')],
    leftBehind: [{ field: 'x', label: 'X', values: [text('x')], reason: { code: 'no_counterpart' } }],
  })
  const [consequences] = consequencesOf(leadPreview({ targets: [contact] }), ['contact'], {})
  const page = await mount(TargetBlock, {
    consequences,
    source: 'lead',
    ticked: [],
    tickedOptions: [],
    choices: {},
    ...nothingMissing,
    frame: frame(),
  })
  expect(page.textContent).toContain(
    'Es gibt schon einen Kontakt aus diesem Lead: Eva Müller – er wird verknüpft, nicht neu angelegt.',
  )
  expect(page.querySelector('a')?.href).toBe('https://portal.example/crm/contact/details/6/')
  expect(page.querySelectorAll('details, input')).toHaveLength(0)
})

test('the result says what was linked instead of made', async () => {
  const preview = leadPreview()
  const state = open(preview)
  const done = { ...conversion('1', 'done'), reused: [eva] }
  const page = await mount(ResultPage, { state, preview, conversion: done, frame: frame() })
  expect(page.querySelector('h1')?.textContent).toContain('Vorhandenes verknüpft')
  expect(page.querySelector('a')?.textContent).toMatch(/Kontakt · verknüpft\s*Eva Müller/)
})

test('where nobody knows what became of it, a link leads to the source, which a phone follows by itself', async () => {
  const preview = leadPreview()
  const opened = vi.fn(() => Promise.resolve(true))
  const onPhone = { ...frame(), hasPlainLinks: () => true, openCard: opened }
  const props = { state: open(preview), preview, conversion: conversion('1', 'unknown') }
  const path = `https://portal.example/crm/lead/details/${preview.source.id}/`
  for (const [window, times] of [
    [onPhone, 0],
    [{ ...frame(), openCard: opened }, 1],
  ] as const) {
    const page = await mount(ResultPage, { ...props, frame: window })
    const link = page.querySelector<HTMLElement>(`[href="${path}"]`)!
    const click = new MouseEvent('click', { bubbles: true, cancelable: true })
    link.dispatchEvent(click)
    expect([click.defaultPrevented, opened.mock.calls.length]).toEqual([times > 0, times])
  }
})

test('a complete result tells what did not work, and only that', async () => {
  const preview = leadPreview()
  const refusal = { code: 'FILE_TOO_LARGE', message: 'film.mp4', method: '' }
  const steps: Step[] = [
    { name: 'create', target: 'deal', state: 'done', refusal: null },
    { name: 'files', target: 'deal', state: 'failed', refusal },
    { name: 'check', target: null, state: 'unknown', refusal: null },
  ]
  const done = { ...conversion('1', 'done'), steps }
  const page = await mount(ResultPage, { state: open(preview), preview, conversion: done, frame: frame() })
  expect(page.textContent).toContain('Was nicht geklappt hat')
  const lines = [...page.querySelectorAll('li')].map(({ textContent }) => textContent)
  expect(lines).toEqual([expect.stringContaining('Zu groß, bitte von Hand hochladen: film.mp4')])
})

test.each([
  [1, 'Auftrag erstellt'],
  [0, 'Was erstellt wurde, ist inzwischen gelöscht worden'],
])('a result names what was deleted meanwhile, with %i record left', async (left, heading) => {
  const preview = leadPreview()
  const refusal = { code: 'RECORD_DELETED', message: 'Dach', method: '' }
  const steps: Step[] = [{ name: 'create', target: 'contact', state: 'leftAlone', refusal }]
  const created = left > 0 ? [{ type: 'deal' as const, id: 7, title: 'Dach', path: '/crm/deal/details/7/' }] : []
  const done = { ...conversion('1', 'done'), created, steps }
  const page = await mount(ResultPage, { state: open(preview), preview, conversion: done, frame: frame() })
  expect(page.querySelector('h1')?.textContent).toContain(heading)
  expect(page.textContent).toContain('„Dach“ wurde inzwischen gelöscht')
  expect(page.textContent).not.toContain('Was nicht geklappt hat')
})

describe('the table of products', () => {
  const rows = [row(2, 'Ziegel', { converted: '40', quantity: '60', sum: '600.00' }), row(7, 'Nagel')]
  const invoice = target('invoice', { rows, total: { amount: '1600.00', currency: 'EUR', manual: false } })

  /** The table with a page around it that takes every choice. */
  async function table(): Promise<{
    page: HTMLElement
    field: HTMLInputElement
    type: (text: string) => Promise<void>
  }> {
    const props = reactive<{ products: Products; choices: RowChoices; complaining: boolean; onChoose: unknown }>({
      products: productsOf(invoice),
      choices: {},
      complaining: false,
      onChoose: (choices: RowChoices) => {
        props.choices = choices
        props.products = productsOf(invoice, choices)
      },
    })
    const page = await mount(ProductTable, props)
    const field = page.querySelector<HTMLInputElement>('input[aria-label="Menge von Ziegel"]')!
    const type = async (words: string): Promise<void> => {
      field.value = words
      field.dispatchEvent(new Event('input'))
      await nextTick()
    }
    return { page, field, type }
  }

  test('shows what is left, and what was carried before', async () => {
    const { page, field } = await table()
    expect(field.value).toBe('60')
    expect(page.textContent).toContain('bereits übernommen: 40 von 100 pcs')
  })

  test('sums up while somebody types, and asks when it is more than what is left', async () => {
    const { page, field, type } = await table()
    await type('62,5')
    expect(page.querySelector('tfoot')?.textContent).toMatch(/1\.625,00\s€/)
    const warning = page.querySelector(`#${field.getAttribute('aria-describedby')}`)
    expect(warning?.textContent).toBe('Nur noch übrig: 60 pcs – wirklich 62,5 pcs übernehmen?')
    expect(field.getAttribute('aria-invalid')).toBe('false')
  })

  test('says in words beside the field why a quantity is none, once it has been left', async () => {
    const { page, field, type } = await table()
    await type('0')
    expect(page.querySelector('[role="alert"]')).toBeNull()
    field.dispatchEvent(new Event('blur'))
    await nextTick()
    const fault = page.querySelector(`#${field.getAttribute('aria-describedby')}`)
    expect(fault?.textContent).toMatch(/größer als 0/)
    expect(field.getAttribute('aria-invalid')).toBe('true')
  })

  test('keeps Enter in the field for itself, and Escape only while there is something to take back', async () => {
    const { field, type } = await table()
    const heard = vi.fn<(event: KeyboardEvent) => void>()
    document.addEventListener('keydown', heard)
    const press = (key: string): boolean => field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await type('5')
    press('Enter')
    press('Escape')
    await nextTick()
    expect([field.value, heard.mock.calls.length]).toEqual(['60', 0])
    press('Escape')
    expect(heard).toHaveBeenCalledTimes(1)
    document.removeEventListener('keydown', heard)
  })
})

describe('the person in charge', () => {
  const usual = [{ id: 5, name: 'Anna Weiß' }]

  test('is chosen in the portal’s dialog; a dialog closed without a choice leaves the page as it was', async () => {
    const chosen: (Person | null)[] = []
    const answers = [new Promise<null>(() => {}), Promise.resolve({ id: 12, name: 'Eva Müller' })]
    const onChoose = (person: Person | null): number => chosen.push(person)
    const page = await mount(ResponsiblePerson, { usual, chosen: null, frame: frame(() => answers.shift()!), onChoose })
    const button = page.querySelector('button')!
    button.click()
    await nextTick()
    expect([chosen, button.disabled]).toEqual([[], false])
    button.click()
    await expect.poll(() => chosen).toEqual([{ id: 12, name: 'Eva Müller' }])
  })

  test('can be reset, and the keyboard stays beside it', async () => {
    const onChoose = vi.fn<(person: Person | null) => void>()
    const page = await mount(ResponsiblePerson, { usual, chosen: { id: 12, name: 'Eva' }, frame: frame(), onChoose })
    const [select, reset] = [...page.querySelectorAll('button')]
    expect(reset!.textContent).toBe('Zurück zu Anna Weiß')
    reset!.click()
    expect(onChoose).toHaveBeenCalledWith(null)
    expect(document.activeElement).toBe(select)
  })

  test('whose dialog cannot be opened is said, not waited for', async () => {
    const silent = frame(() => Promise.reject(new Error('silent')))
    const page = await mount(ResponsiblePerson, { usual, chosen: null, frame: silent })
    page.querySelector('button')!.click()
    await expect.poll(() => page.querySelector('[role="alert"]')?.textContent).toMatch(/ließ sich nicht öffnen/)
  })
})
