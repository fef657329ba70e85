import type { Simulator } from '../simulator.ts'

/** Chats for the mobile view: about a deal, a lead and a quote, and one about nothing in particular. */
export function seedChats(simulator: Simulator): void {
  const { openChat, state } = simulator
  const [deal] = state.items.deal.values()
  const [lead] = state.items.lead.values()
  const [quote] = state.items.quote.values()
  const everybody: [number, ...number[]] = [1, 2, 3]
  if (deal) openChat({ title: `Auftrag: ${String(deal.values.title)}`, memberIds: everybody, record: deal })
  if (lead) openChat({ title: `Lead: ${String(lead.values.title)}`, memberIds: everybody, record: lead })
  if (quote) openChat({ title: `Angebot: ${String(quote.values.title)}`, memberIds: [2, 1], record: quote })
  openChat({ title: 'Team Dach', memberIds: everybody })
}
