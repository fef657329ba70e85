export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/la.js'
export { default as sentences } from '../locales/es.json'
