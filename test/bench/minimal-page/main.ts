import b24Ui from '@bitrix24/b24ui-nuxt/vue-plugin'
import { createApp } from 'vue'
import App from './App.vue'
import './main.css'

createApp(App).use(b24Ui).mount('#app')
