import CompanyIcon from '@bitrix24/b24icons-vue/outline/CompanyIcon'
import HandshakeIcon from '@bitrix24/b24icons-vue/outline/HandshakeIcon'
import InvoiceIcon from '@bitrix24/b24icons-vue/outline/InvoiceIcon'
import LeadIcon from '@bitrix24/b24icons-vue/outline/LeadIcon'
import PersonIcon from '@bitrix24/b24icons-vue/outline/PersonIcon'
import ReceiptNoteIcon from '@bitrix24/b24icons-vue/outline/ReceiptNoteIcon'
import SmartProcessIcon from '@bitrix24/b24icons-vue/outline/SmartProcessIcon'
import type { Component } from 'vue'
import { isStandardTypeName } from '../server/conversion/record-types.ts'
import type { RecordTypeName, StandardTypeName } from '../server/conversion/record-types.ts'

const standardIcons: Record<StandardTypeName, Component> = {
  lead: LeadIcon,
  deal: HandshakeIcon,
  quote: ReceiptNoteIcon,
  invoice: InvoiceIcon,
  contact: PersonIcon,
  company: CompanyIcon,
}

/** The kit's sign for a record type; smart processes share one. */
export function typeIcon(type: RecordTypeName): Component {
  return isStandardTypeName(type) ? standardIcons[type] : SmartProcessIcon
}
