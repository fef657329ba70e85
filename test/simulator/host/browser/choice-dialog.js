import { element } from './element.js'

/**
 * One thing to choose; `taken` cannot be chosen, `chosen` is from the start.
 * @typedef {{ value: string, label: string, detail?: string, taken?: boolean, chosen?: boolean }} Choice
 * @typedef {{ title?: string, choices: Choice[] }} Group
 */

/** From so many on the list can be searched. */
const many = 8

/**
 * Lets the visitor choose; the chosen values, or null when the dialog is closed without an answer.
 * @param {{ heading: string | undefined, groups: Group[], several: boolean, texts: Record<string, string> }} question
 * @returns {Promise<string[] | null>}
 */
export async function choose({ heading, groups, several, texts }) {
  const list = element('div', { className: 'choices' })
  for (const { title, choices } of groups) {
    const rows = choices.map((choice) => row(choice, several))
    if (title) list.append(element('fieldset', {}, element('legend', {}, title), ...rows))
    else list.append(...rows)
  }
  const search = element('input', { type: 'search', ariaLabel: texts.search ?? '', placeholder: texts.search ?? '' })
  search.addEventListener('input', () => filter(list, search.value))
  const isLong = groups.flatMap(({ choices }) => choices).length > many
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', {}, heading),
    isLong ? search : undefined,
    list,
    element(
      'p',
      { className: 'buttons' },
      element('button', { value: 'select', className: 'primary' }, texts.select),
      element('button', { value: 'cancel' }, texts.cancel),
    ),
  )
  const dialog = element('dialog', { className: 'choice', ariaLabel: heading ?? '' }, form)
  document.body.append(dialog)
  dialog.showModal()
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }))
  const values = new FormData(form).getAll('choice').map(String)
  dialog.remove()
  return dialog.returnValue === 'select' ? values : null
}

/** @param {Choice} choice @param {boolean} several */
function row({ value, label, detail, taken = false, chosen = false }, several) {
  const type = several ? 'checkbox' : 'radio'
  const input = element('input', { type, name: 'choice', value, disabled: taken, checked: chosen })
  return element('label', {}, input, element('span', {}, label), detail ? element('small', {}, detail) : undefined)
}

/** Hides what does not hold the text; what is chosen stays in sight. @param {HTMLElement} list @param {string} text */
function filter(list, text) {
  const wanted = text.trim().toLowerCase()
  for (const label of list.querySelectorAll('label')) {
    const input = label.querySelector('input')
    label.hidden = !input?.checked && !label.textContent.toLowerCase().includes(wanted)
  }
}
