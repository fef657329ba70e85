import { expect, test } from 'vitest'
import { loadTexts } from '../../client/texts.ts'
import type { Language as PortalLanguage } from '../simulator/state.ts'
import { administrator, commentsOn, newest, openCard, openFrame, openPortal, salesperson, useApp } from './door.ts'

useApp()

const portals: [PortalLanguage, menu: string, question: string, comment: RegExp, undone: RegExp][] = [
  [
    'fr',
    'Créer à partir de…',
    'Que souhaitez-vous créer ?',
    /^\[B\]Créé à partir de cet élément \(Transaction\) :\[\/B\]\nFacture: \[URL=/,
    /^\[B\]De nouveau supprimé\[\/B\]\nFacture: /,
  ],
  [
    'br',
    'Criar a partir de…',
    'O que você deseja criar?',
    /^\[B\]Criado a partir deste elemento \(Negócio\):\[\/B\]\nFatura: \[URL=/,
    /^\[B\]Excluído novamente\[\/B\]\nFatura: /,
  ],
  [
    'ru',
    'Создать на основании…',
    'Что вы хотите создать?',
    /^\[B\]Создано на основании этого элемента \(Сделка\):\[\/B\]\nСчет: \[URL=/,
    /^\[B\]Снова удалено\[\/B\]\nСчет: /,
  ],
]

test.each(portals)(
  'a portal that speaks %s has its menu, its page and its comments in that language',
  async (language, menu, question, comment, undone) => {
    const portal = await openPortal({ language })
    const [app] = portal.state.apps.values()
    expect(app!.placements.map(({ langAll }) => langAll[language]?.TITLE)).toEqual(app!.placements.map(() => menu))

    const page = await openCard(portal, salesperson, 'deal', 1)
    const { t } = await loadTexts(page.start.language)
    expect(plain(t('choice.question'))).toBe(question)

    const requestId = crypto.randomUUID()
    expect((await page.convert(['invoice'], { requestId })).outcome).toBe('done')
    const invoice = newest(portal, 'invoice')
    expect(plain(commentsOn(portal, 'deal', 1).at(-1)!)).toMatch(comment)
    expect(commentsOn(portal, 'deal', 1).at(-1)).toContain(`/crm/type/31/details/${invoice.id}/`)

    await page.undo(requestId)
    expect(plain(commentsOn(portal, 'deal', 1).at(-1)!)).toMatch(undone)
  },
)

test('comments are in the language of the portal, the page in the language of the person', async () => {
  const portal = await openPortal({ language: 'ua' })
  portal.state.users.get(salesperson)!.language = 'la'
  const page = await openCard(portal, salesperson, 'deal', 1)
  expect(page.start.language).toBe('es')
  await page.convert(['quote'])
  expect(commentsOn(portal, 'deal', 1).at(-1)).toContain('Створено на підставі')
  const install = await openFrame(portal, { userId: administrator, url: 'https://create-from.test/install' })
  expect(install.start.language).toBe('uk')
})

/** Spaces that do not break are spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
