import { createApp, h, type Component, type SetupContext } from 'vue'
import { loadTexts, textsKey } from '../../client/texts.ts'

type Context = Pick<SetupContext, 'attrs' | 'emit' | 'slots'>

const checkbox = Object.assign(
  (props: { modelValue: boolean; label: string; description?: string }, { emit }: Context) =>
    h('label', [
      h('input', {
        type: 'checkbox',
        checked: props.modelValue,
        onChange: (event: Event) => emit('update:modelValue', (event.target as HTMLInputElement).checked),
      }),
      props.label,
      props.description,
    ]),
  { props: ['modelValue', 'label', 'description', 'variant', 'b24ui'], emits: ['update:modelValue'] },
)

const select = Object.assign(
  (
    props: { modelValue?: string | string[]; items: { value: string; label: string }[]; multiple?: boolean | '' },
    { attrs, emit }: Context,
  ) => {
    const several = props.multiple === '' || props.multiple === true
    const isChosen = (value: string): boolean => [props.modelValue].flat().includes(value)
    const onChange = ({ target }: Event): void => {
      const chosen = [...(target as HTMLSelectElement).selectedOptions].map(({ value }) => value)
      emit('update:modelValue', several ? chosen : chosen[0])
    }
    const options = props.items.map(({ value, label }) => h('option', { value, selected: isChosen(value) }, label))
    return h('select', { ...attrs, multiple: several, onChange }, options)
  },
  {
    props: ['modelValue', 'items', 'multiple', 'placeholder', 'highlight', 'color', 'b24ui'],
    emits: ['update:modelValue'],
  },
)

/** The kit's parts as the plain elements they end as; the kit itself exists only in the page's own build. */
const kit: Record<string, Component> = {
  B24Badge: (props: { label: string }) => h('span', props.label),
  B24Button: Object.assign((props: { label: string }, { attrs }: Context) => h('button', attrs, props.label), {
    props: ['label', 'color', 'size', 'useDropdown'],
  }),
  B24Card: Object.assign((_: object, { slots }: Context) => h('section', slots.default?.()), { inheritAttrs: false }),
  B24Checkbox: checkbox,
  B24Switch: checkbox,
  B24Select: select,
  B24SelectMenu: select,
  B24Textarea: Object.assign(
    (props: { modelValue: string }, { attrs, emit }: Context) =>
      h('textarea', {
        ...attrs,
        value: props.modelValue,
        onInput: (event: Event) => emit('update:modelValue', (event.target as HTMLTextAreaElement).value),
      }),
    { props: ['modelValue', 'highlight', 'color', 'b24ui'], emits: ['update:modelValue'] },
  ),
  B24Input: Object.assign(
    (props: { modelValue: string }, { attrs, emit }: Context) =>
      h('input', {
        ...attrs,
        value: props.modelValue,
        onInput: (event: Event) => emit('update:modelValue', (event.target as HTMLInputElement).value),
      }),
    { props: ['modelValue', 'highlight', 'color', 'b24ui'], emits: ['update:modelValue'] },
  ),
}

/** Shows one component on an empty page in German; answers the page. */
export async function mount(component: Component, props: Record<string, unknown>): Promise<HTMLElement> {
  document.body.innerHTML = '<main></main>'
  const app = createApp({ render: () => h(component, props) }).provide(textsKey, await loadTexts('de'))
  for (const [name, part] of Object.entries(kit)) app.component(name, part)
  app.mount('main')
  return document.body
}
