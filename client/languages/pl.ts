export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/pl.js'
export { default as sentences } from '../locales/pl.json'
