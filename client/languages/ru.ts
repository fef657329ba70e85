export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/ru.js'
export { default as sentences } from '../locales/ru.json'
