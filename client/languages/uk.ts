export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/ua.js'
export { default as sentences } from '../locales/uk.json'
