import { asList, asMap, toText } from '../context.ts'
import { readerLanguages } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { RestError } from '../wire/rest-error.ts'

/** Which fields a part of a layout has; `!` marks the ones it needs. */
type Shape = Record<string, '' | '!'>

const parts: Record<'layout' | 'icon' | 'header' | 'tag' | 'body' | 'footer' | 'button' | 'action', Shape> = {
  layout: { icon: '!', header: '!', body: '!', footer: '' },
  icon: { code: '!' },
  header: { title: '!', titleAction: '', tags: '' },
  tag: { title: '!', action: '', type: '!', hint: '', scope: '' },
  body: { logo: '', blocks: '' },
  footer: { buttons: '', menu: '' },
  button: { title: '!', action: '!', type: '!', state: '', scope: '', hideIfReadonly: '' },
  action: {
    type: '!',
    uri: '',
    id: '',
    animationType: '',
    actionParams: '',
    sliderParams: '',
    openTarget: '',
  },
}

const blocks: Record<string, Shape> = {
  text: { value: '!', multiline: '', bold: '', size: '', color: '', scope: '' },
  largeText: { value: '!' },
  link: { text: '!', bold: '', action: '!', scope: '' },
  deadline: { readonly: '' },
  withTitle: { title: '!', inline: '', block: '!' },
  lineOfBlocks: { blocks: '!' },
}

const tagTypes = ['success', 'failure', 'warning', 'primary', 'secondary', 'lavender']
const buttonTypes = ['primary', 'secondary']
const actionTypes = ['redirect', 'openRestApp', 'restEvent']

/** Checks the layout of an app's activity. Source: structure pages of configurable activities. */
export function checkLayout(layout: Params): void {
  if (Object.keys(layout).length === 0) throw new RestError('ERROR_EMPTY_LAYOUT', 'Layout must be filled')
  checkPart('layout', layout, parts.layout)
  checkPart('icon', asMap(layout.icon), parts.icon)
  const header = asMap(layout.header)
  checkPart('header', header, parts.header)
  checkText(header.title)
  const tags = namedEntries('tags', header.tags, 2)
  for (const tag of tags) {
    checkPart('tag', tag, parts.tag)
    checkEnum('type', tag.type, tagTypes)
  }
  const body = asMap(layout.body)
  checkPart('body', body, parts.body)
  checkBlocks(body.blocks, 20)
  const footer = asMap(layout.footer)
  checkPart('footer', footer, parts.footer)
  for (const button of namedEntries('buttons', footer.buttons, 2)) {
    checkPart('button', button, parts.button)
    checkEnum('type', button.type, buttonTypes)
    checkAction(button.action)
  }
}

/** Checks the blocks an app adds to a timeline record: one to twenty. Source: RestAppLayoutDto. */
export function checkAddedBlocks(layout: Params): void {
  if (Object.keys(asMap(layout.blocks)).length === 0)
    throw new RestError('FIELD_IS_REQUIRED', 'Field "blocks" is required')
  checkBlocks(layout.blocks, 20)
}

function checkBlocks(sent: unknown, most: number): void {
  for (const block of namedEntries('blocks', sent, most)) {
    const type = toText(block.type)
    const shape = blocks[type]
    if (!shape) throw new RestError('ENUM_FIELD', `Field "type" has unknown value "${type}"`)
    const properties = asMap(block.properties)
    checkPart('properties', properties, shape)
    if (type === 'link') checkAction(properties.action)
    if (type === 'withTitle') checkBlocks({ block: properties.block }, 1)
    if (type === 'lineOfBlocks') checkBlocks(properties.blocks, most)
  }
}

function checkAction(sent: unknown): void {
  const action = asMap(sent)
  checkPart('action', action, parts.action)
  checkEnum('type', action.type, actionTypes)
  if (action.type === 'redirect' && toText(action.uri) === '') throw required('uri')
}

function checkPart(name: string, part: Params, shape: Shape): void {
  for (const [field, mark] of Object.entries(shape))
    if (mark === '!' && (part[field] === undefined || part[field] === null || part[field] === '')) throw required(field)
  const redundant = Object.keys(part).find((field) => !(field in shape))
  if (redundant !== undefined)
    throw new RestError('FIELD_IS_REDUNDANT', `Field "${redundant}" is redundant in "${name}"`)
}

function checkEnum(name: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(toText(value)))
    throw new RestError('ENUM_FIELD', `Field "${name}" must be one of: ${allowed.join(', ')}`)
}

/** A text may be a map of languages; each must be one the portal speaks. */
function checkText(text: unknown): void {
  if (typeof text !== 'object' || text === null) return
  const unknown = Object.keys(text).find((code) => !readerLanguages.some((language) => language === code))
  if (unknown !== undefined) throw new RestError('WRONG_LANG', `Language "${unknown}" is not set on this portal`)
}

function namedEntries(name: string, sent: unknown, most: number): Params[] {
  const wrong = Object.keys(asMap(sent)).find((key) => !/^[\w-]+$/.test(key))
  if (wrong !== undefined)
    throw new RestError('KEY_CONTAIN_WRONG_SYMBOLS', `Key "${wrong}" in "${name}" contains wrong symbols`)
  const entries = asList(sent).map(asMap)
  if (entries.length > most) throw new RestError('TOO_MANY_ITEMS', `Field "${name}" has more than ${most} items`)
  return entries
}

function required(field: string): RestError {
  return new RestError('FIELD_IS_REQUIRED', `Field "${field}" is required`)
}
