import CompanyIcon from '@bitrix24/b24icons-vue/outline/CompanyIcon'
import HandshakeIcon from '@bitrix24/b24icons-vue/outline/HandshakeIcon'
import InvoiceIcon from '@bitrix24/b24icons-vue/outline/InvoiceIcon'
import LeadIcon from '@bitrix24/b24icons-vue/outline/LeadIcon'
import PersonIcon from '@bitrix24/b24icons-vue/outline/PersonIcon'
import ReceiptNoteIcon from '@bitrix24/b24icons-vue/outline/ReceiptNoteIcon'
import type { Component } from 'vue'
import type { RecordTypeName } from '../server/conversion/record-types.ts'

/** The kit's sign for each record type. */
export const typeIcons: Record<RecordTypeName, Component> = {
  lead: LeadIcon,
  deal: HandshakeIcon,
  quote: ReceiptNoteIcon,
  invoice: InvoiceIcon,
  contact: PersonIcon,
  company: CompanyIcon,
}
