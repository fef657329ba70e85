import type { Preview } from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { Sentences } from '../texts.ts'
import { markup, type Markup } from './markup.ts'

/** What every part of the first sight is made of. */
export interface Sight {
  texts: Sentences
  preview: Preview
  nameOf: (type: RecordTypeName) => string
}

/** Stands for what the app alone can show. */
export const greyLines = markup`<i class="line"></i><i class="line"></i><i class="line"></i>`

/** As InfoNotice.vue. */
export function noticeSight(what: string): Markup {
  return markup`<div class="notice"><i></i><p>${what}</p></div>`
}
