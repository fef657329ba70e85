// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { createApp } from 'vue'
import { useUnsaved } from '../../client/composables/useUnsaved.ts'

test('closing the page is asked about as long as something on it is unsaved', () => {
  let isUnsaved = false
  const app = createApp({ setup: () => useUnsaved(() => isUnsaved), render: () => null })
  app.mount(document.createElement('main'))
  const isAsked = (): boolean => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(isAsked()).toBe(false)
  isUnsaved = true
  expect(isAsked()).toBe(true)
  app.unmount()
  expect(isAsked()).toBe(false)
})
