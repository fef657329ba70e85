export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/it.js'
export { default as sentences } from '../locales/it.json'
