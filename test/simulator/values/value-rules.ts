/**
 * How a portal takes values it has reason to doubt. The documentation says which values a field takes, and that
 * crm.item.* refuses others with CRM_FIELD_ERROR_VALUE_NOT_VALID; the platform's published source keeps many of them.
 */
export interface ValueRules {
  /** A record, person, dictionary entry or currency that is not there, or one of a kind the field does not take. */
  unknown: 'refuse' | 'drop' | 'keep'
  /** Text longer than its column. */
  tooLong: 'cut' | 'refuse' | 'keep'
  /** Text and numbers outside the settings of their user field, and bookings that cannot be read. */
  unfit: 'refuse' | 'keep'
}

/** What an information block holds; the fields bound to it take these ids. */
export interface InformationBlock {
  elements: Set<number>
  sections: Set<number>
}

/** A person or a resource that is reserved through a field; the field holds the id of this. */
export interface Booking {
  id: number
  kind: string
  resourceId: number
  /** As it was sent: the portal's own spelling of a moment. */
  start: string
  seconds: number
  service: string
}

/** What the portal remembers to judge values by. */
export interface ValueState {
  valueRules: ValueRules
  informationBlocks: Map<number, InformationBlock>
  bookings: Map<number, Booking>
}

/** The strictest portal the documentation allows: over-long text is cut, as "may be cut silently" says. */
export function createValueState(rules: Partial<ValueRules> = {}): ValueState {
  return {
    valueRules: { unknown: 'refuse', tooLong: 'cut', unfit: 'refuse', ...rules },
    informationBlocks: new Map(),
    bookings: new Map(),
  }
}
