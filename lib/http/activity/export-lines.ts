import 'server-only'
import type { ActivityEntry } from '@/lib/model/activity'

export const exportFormats = ['jsonl', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

const columns = ['at', 'source', 'kind', 'severity', 'clusterId', 'subject', 'who', 'text', 'id'] as const

export const contentTypes: Record<ExportFormat, string> = {
  jsonl: 'application/jsonl; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
}

export function toHead(format: ExportFormat): string {
  return format === 'csv' ? `${columns.join(',')}\r\n` : ''
}

export function toLine(entry: ActivityEntry, format: ExportFormat): string {
  return format === 'jsonl' ? `${JSON.stringify(entry)}\n` : `${columns.map((column) => toCell(entry[column])).join(',')}\r\n`
}

/** The last line of an export that had to stop, so that it is not mistaken for the whole. */
export function toCutLine(format: ExportFormat, most: number): string {
  const text = `Cut after ${most} lines. Narrow the time and export the rest.`
  return format === 'jsonl' ? `${JSON.stringify({ cut: true, text })}\n` : `,,cut,,,,,${toCell(text)},\r\n`
}

/**
 * What starts a formula at the beginning of a cell, or of a part of it: Excel splits at `;`, tabs or bars depending on the country or the
 * importer.
 */
const formula = /((?:^|[;|\t\r\n])\s{0,100})(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g

/** RFC 4180. A cell that a spreadsheet would take for a formula is prefixed with an apostrophe: names and reasons come from outside. */
export function toCell(value: string | null): string {
  const text = (value ?? '').replace(/\0/g, '')
  const inside = text.replace(formula, "$1'")
  const safe = inside.startsWith("'") || !/^\s*'?[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(inside) ? inside : `'${inside}`
  return /[",;|\t\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
