import { beforeEach, describe, expect, it } from 'vitest'
import { askAs } from '../ask.ts'
import { cardPath } from '../crm/relations.ts'
import type { Simulator } from '../simulator.ts'
import { look, openPortal } from './open-portal.ts'

const [admin, salesperson] = [1, 2]

let portal: Simulator
beforeEach(() => {
  portal = openPortal({ seed: 'empty' })
})

describe('the way in', () => {
  it('leads to the deals, and to the address with its slash at the end', async () => {
    expect(await look(portal, '/')).toMatchObject({ status: 302, location: '/crm/deal/' })
    expect(await look(portal, '/crm/lead')).toMatchObject({ status: 302, location: `${portal.origin}/crm/lead/` })
  })

  it('never leads to another host', async () => {
    const answer = await portal.handle(new Request(`${portal.origin}//evil.test`))
    expect(new URL(answer.headers.get('location')!).origin).toBe(portal.origin)
  })

  it('moves a visitor who came by another name of the machine to the portal’s own', async () => {
    const answer = await portal.handle(new Request(`${portal.origin}/crm/deal/`, { headers: { host: 'localhost:1' } }))
    expect(answer.headers.get('location')).toBe(`${portal.origin}/crm/deal/`)
  })

  it.each(['/crm/deal/', '/marketplace/', '/nowhere/', '/crm/deal/details/99/', '/crm/deal/details/99/?IFRAME=Y'])(
    'says on %s that it is a simulation',
    async (path) => {
      const { document } = await look(portal, path)
      expect(document.body.textContent).toContain('Simulation')
    },
  )
})

describe('a list', () => {
  it('shows what the person may read, newest first, and nothing else', async () => {
    const person = portal.addUser({ name: 'Eva', rights: { deal: { read: 'own' } } })
    portal.add('deal', { title: 'Somebody else’s', assignedById: admin })
    portal.add('deal', { title: 'First own', assignedById: person.id })
    portal.add('deal', { title: 'Second own', assignedById: person.id })
    const { document } = await look(portal, '/crm/deal/', { as: `${person.id}.en.light` })
    expect([...document.querySelectorAll('tbody th')].map((cell) => cell.textContent)).toEqual([
      'Second own',
      'First own',
    ])
  })

  it.each(['/crm/type/7/list/', '/crm/quote/'])('of quotes stands at %s', async (path) => {
    portal.add('quote', { title: 'A quote' })
    expect((await look(portal, path)).text).toContain('A quote')
  })

  it('turns pages when it is long', async () => {
    for (let number = 1; number <= 51; number++) portal.add('contact', { lastName: `Contact-${number}.` })
    const first = await look(portal, '/crm/contact/')
    expect(first.document.querySelectorAll('tbody tr')).toHaveLength(50)
    const second = await look(portal, '/crm/contact/?page=1')
    expect([...second.document.querySelectorAll('tbody th')].map((cell) => cell.textContent)).toEqual(['Contact-1.'])
  })
})

describe('a card', () => {
  it('shows clients as links, amounts, dates, options and people as text', async () => {
    const company = portal.add('company', { title: 'Roof Ltd' })
    const contact = portal.add('contact', { name: 'Eva', lastName: 'Smith' })
    const roof = portal.addUserField('deal', {
      fieldName: 'UF_CRM_ROOF',
      userTypeId: 'enumeration',
      label: { de: 'Dachtyp', en: 'Roof type' },
      options: ['flat', 'gable'],
    })
    portal.addUserField('deal', { fieldName: 'UF_CRM_HEAD', userTypeId: 'employee', label: 'Site manager' })
    const deal = portal.add('deal', {
      title: 'New roof',
      opportunity: 1234.5,
      currencyId: 'EUR',
      companyId: company.id,
      contactIds: [contact.id],
      closedate: '2026-12-24',
      UF_CRM_ROOF: roof.options[1]!.id,
      UF_CRM_HEAD: salesperson,
    })
    const { text, document } = await look(portal, cardPath(deal), { as: '1.en.light' })
    expect(document.querySelector('h1')?.textContent).toBe('New roof')
    for (const shown of ['Amount €1,234.50', 'Dec 24, 2026', 'Roof type gable', 'Site manager Max Berger', 'Roof Ltd'])
      expect(text).toContain(shown)
    expect(document.querySelector(`a[href="${cardPath(contact)}"]`)?.textContent).toBe('Eva Smith')
  })

  it('speaks the visitor’s language, labels of user fields included', async () => {
    portal.addUserField('deal', { fieldName: 'UF_CRM_A', userTypeId: 'string', label: { de: 'Notiz', en: 'Note' } })
    const deal = portal.add('deal', { title: 'x', UF_CRM_A: 'text', opportunity: 1000, currencyId: 'EUR' })
    const german = await look(portal, cardPath(deal), { as: '1.de.light' })
    expect(german.text).toContain('Notiz text')
    expect(german.text).toContain('Betrag 1.000,00 €')
    const english = await look(portal, cardPath(deal), { as: '1.en.light' })
    expect(english.text).toContain('Note text')
    expect(english.text).toContain('Amount €1,000.00')
  })

  it('escapes whatever a record brings along', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'</script>'
    portal.addUserField('lead', { fieldName: 'UF_CRM_E', userTypeId: 'string', label: evil })
    const lead = portal.add('lead', { title: evil, companyTitle: evil, comments: evil, UF_CRM_E: evil })
    portal.setProductRows('lead', lead.id, [{ productName: evil, price: 1 }])
    for (const path of [cardPath(lead), `${cardPath(lead)}?tab=products`, '/crm/lead/']) {
      const { document } = await look(portal, path)
      expect(document.querySelector('main img')).toBeNull()
      expect(document.querySelector('main')?.textContent).toContain('<img src=x')
    }
  })

  it('tells the timeline: creation with its lead, stages by name, comments with links', async () => {
    const lead = portal.add('lead', { title: 'The lead' })
    const deal = portal.add('deal', { title: 'The deal', leadId: lead.id })
    const id = portal.state.nextId('comment')
    const text = `[b]Made:[/b] [URL=${cardPath(deal)}]The deal[/URL]`
    portal.state.comments.set(id, { id, owner: lead, authorId: salesperson, text, createdTime: '2026-11-23T10:00:00Z' })
    const ofDeal = await look(portal, cardPath(deal), { as: '1.en.light' })
    expect(ofDeal.text).toContain('Created from Lead The lead')
    const ofLead = await look(portal, cardPath(lead), { as: '1.en.light' })
    expect(ofLead.document.querySelector(`.timeline a[href="${cardPath(deal)}"]`)?.textContent).toBe('The deal')
    expect(ofLead.text).toContain('Max Berger')
  })

  it('tells activities and messages of apps, and comments that other records share', async () => {
    const deal = portal.add('deal', { title: 'The deal' })
    const contact = portal.add('contact', { lastName: 'Smith' })
    portal.installApp({ handlerUrl: 'https://app.test/app', scopes: ['crm'] })
    const ask = askAs(portal, admin)
    const owner = { ownerTypeId: 2, ownerId: deal.id }
    const deadline = '2026-12-24T10:00:00+02:00'
    const todo = await ask('crm.activity.todo.add', { ...owner, deadline, title: 'Call <b>Eva</b>' })
    const log = { entityTypeId: 2, entityId: deal.id, title: 'Imported', text: 'By an app', iconCode: 'info' }
    await ask('crm.timeline.logmessage.add', { fields: log })
    const fields = { ENTITY_TYPE: 'contact', ENTITY_ID: contact.id, COMMENT: 'Shared words' }
    const { body } = await ask('crm.timeline.comment.add', { fields })
    const place = { OWNER_ID: body.result, ENTITY_ID: deal.id, ENTITY_TYPE: 'deal' }
    await ask('crm.timeline.bindings.bind', { fields: place })
    const { document, text } = await look(portal, cardPath(deal), { as: '1.en.light' })
    for (const part of ['Call <b>Eva</b>', 'Open, due Dec 24, 2026, 10:00 AM', 'Imported', 'By an app', 'Shared words'])
      expect(text).toContain(part)
    expect(document.querySelector('.timeline b')).toBeNull()
    const { id } = todo.body.result as { id: number }
    await ask('crm.activity.update', { id, fields: { COMPLETED: 'Y' } })
    expect((await look(portal, cardPath(deal), { as: '1.en.light' })).text).toContain('Done, due')
    expect((await look(portal, cardPath(contact), { as: '1.en.light' })).text).not.toContain('Imported')
  })

  it('shows products in their order with the total', async () => {
    const deal = portal.add('deal', { title: 'x', currencyId: 'EUR' })
    portal.setProductRows('deal', deal.id, [
      { productName: 'Second', price: 10.5, quantity: 2, sort: 20 },
      { productName: 'First', price: 119, quantity: 1, taxRate: 19, taxIncluded: 'Y', sort: 10 },
    ])
    const { document, text } = await look(portal, `${cardPath(deal)}?tab=products`, { as: '1.en.light' })
    expect([...document.querySelectorAll('tbody th')].map((cell) => cell.textContent)).toEqual(['First', 'Second'])
    expect(text).toContain('Total amount €140.00')
    expect(text).toContain('including tax €19.00')
  })

  it('shows a link on both sides, in Dependencies and in History', async () => {
    const deal = portal.add('deal', { title: 'The deal' })
    const invoice = portal.add('invoice', { title: 'The invoice', parentId2: deal.id })
    for (const [own, other] of [[deal, invoice] as const, [invoice, deal] as const]) {
      for (const tab of ['dependencies', 'history']) {
        const { document } = await look(portal, `${cardPath(own)}?tab=${tab}`)
        expect(document.querySelector(`main a[href="${cardPath(other)}"]`), `${own.type} ${tab}`).not.toBeNull()
      }
    }
  })

  it('names a linked record the person may not read without its title', async () => {
    const person = portal.addUser({ name: 'Eva', rights: { company: { read: 'none' } } })
    const company = portal.add('company', { title: 'Secret Ltd' })
    const deal = portal.add('deal', { title: 'x', companyId: company.id })
    const { text } = await look(portal, cardPath(deal), { as: `${person.id}.en.light` })
    expect(text).toContain(`Company #${company.id}`)
    expect(text).not.toContain('Secret')
  })

  it('that was deleted is 404, one without the right to read is 403; both say so', async () => {
    const person = portal.addUser({ name: 'Eva', rights: { deal: { read: 'none' } } })
    const deal = portal.add('deal', { title: 'Hidden title' })
    const denied = await look(portal, cardPath(deal), { as: `${person.id}.en.light` })
    expect(denied).toMatchObject({ status: 403, text: expect.stringContaining('do not have the right') })
    expect(denied.document.documentElement.textContent).not.toContain('Hidden title')
    portal.state.items.deal.delete(deal.id)
    expect(await look(portal, cardPath(deal))).toMatchObject({ status: 404, text: expect.stringContaining('gelöscht') })
  })
})
