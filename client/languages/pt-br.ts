export { default as kit } from '@bitrix24/b24ui-nuxt/runtime/locale/br.js'
export { default as sentences } from '../locales/pt-br.json'
