export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/de.js'
export { default as sentences } from '../locales/de.json'
