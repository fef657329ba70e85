import { askPortal } from './api.js'
import { choose } from './choice-dialog.js'

/**
 * The dialogs a frame may open. Whoever closes one without an answer leaves the frame without one, too.
 * @typedef {import('./commands.js').Call} Call
 * @typedef {{ type: string, title: string, records: { id: string, number: number, title: string, desc: string }[] }} Bucket
 */

/** selectUser: one employee, or a list of them. @param {Call} call */
export async function selectUser({ params, answer, texts }) {
  /** @type {import('./api.js').Person[]} */
  const people = await askPortal('people', {})
  const several = Boolean(Number(params.mult))
  const chosen = await choose({
    heading: several ? texts.choosePeople : texts.choosePerson,
    groups: [
      { choices: people.map(({ id, name, position }) => ({ value: String(id), label: name, detail: position })) },
    ],
    several,
    texts,
  })
  if (!chosen?.length) return
  const users = people
    .filter(({ id }) => chosen.includes(String(id)))
    .map((person) => ({ ...person, photo: '', sub: false, sup: false }))
  answer(several ? users : users[0])
}

/** selectAccess: what is handed in as `value` is taken already and cannot be chosen. @param {Call} call */
export async function selectAccess({ params, answer, texts }) {
  /** @type {{ id: string, name: string }[]} */
  const permissions = await askPortal('access', {})
  const taken = listOf(params.value).map(String)
  const chosen = await choose({
    heading: texts.chooseAccess,
    groups: [
      {
        choices: permissions.map(({ id, name }) => ({ value: id, label: name, detail: id, taken: taken.includes(id) })),
      },
    ],
    several: true,
    texts,
  })
  if (chosen) answer(permissions.filter(({ id }) => chosen.includes(id)))
}

/** selectCRM: a list per type asked for; `value` counts only where several may be chosen. @param {Call} call */
export async function selectCrm({ params, answer, texts }) {
  const several = Boolean(params.multiple)
  /** @type {Bucket[]} */
  const buckets = await askPortal('records', { types: listOf(params.entityType) })
  const chosen = await choose({
    heading: several ? texts.chooseRecords : texts.chooseRecord,
    groups: buckets.map(({ type, title, records }) => ({
      title,
      choices: records.map((record) => ({
        value: record.id,
        label: record.title,
        detail: record.desc,
        chosen: several && listOf(params.value?.[type]).map(Number).includes(record.number),
      })),
    })),
    several,
    texts,
  })
  if (!chosen) return
  const found = buckets.map(({ type, records }) => {
    const own = records.filter(({ id }) => chosen.includes(id)).map(({ number: _number, ...record }) => record)
    return [type, own]
  })
  answer(Object.fromEntries(found))
}

/** A list, PHP's maps with numeric keys included. @param {unknown} value @returns {unknown[]} */
function listOf(value) {
  if (Array.isArray(value)) return value
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}
