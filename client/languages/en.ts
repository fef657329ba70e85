export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/en.js'
export { default as sentences } from '../locales/en.json'
