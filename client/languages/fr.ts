export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/fr.js'
export { default as sentences } from '../locales/fr.json'
