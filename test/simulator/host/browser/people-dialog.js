import { askPortal } from './api.js'
import { element } from './element.js'

/**
 * Lets the visitor choose employees; null when they close the dialog without choosing.
 * @param {boolean} several
 * @param {Record<string, string>} texts
 */
export async function choosePeople(several, texts) {
  /** @type {import('./api.js').Person[]} */
  const people = await askPortal('people', {})
  const heading = several ? texts.choosePeople : texts.choosePerson
  const list = element('div', { className: 'people-list' })
  for (const person of people) {
    const input = element('input', { type: several ? 'checkbox' : 'radio', name: 'person', value: String(person.id) })
    list.append(element('label', {}, input, element('span', {}, person.name), element('small', {}, person.position)))
  }
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', {}, heading),
    list,
    element(
      'p',
      { className: 'buttons' },
      element('button', { value: 'select', className: 'primary' }, texts.select),
      element('button', { value: 'cancel' }, texts.cancel),
    ),
  )
  const dialog = element('dialog', { className: 'people', ariaLabel: heading }, form)
  document.body.append(dialog)
  dialog.showModal()
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }))
  const ids = new FormData(form).getAll('person').map(Number)
  dialog.remove()
  if (dialog.returnValue !== 'select' || ids.length === 0) return null
  return people
    .filter((person) => ids.includes(person.id))
    .map((person) => ({ ...person, photo: '', sub: false, sup: false }))
}
