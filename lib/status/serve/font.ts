import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

let font: Buffer | null | undefined

/** The console's own typeface; null when it is not installed: pages then use the system's. */
export function findFont(): Buffer | null {
  if (font !== undefined) return font
  try {
    font = readFileSync(join(process.cwd(), 'node_modules', 'geist', 'dist', 'fonts', 'geist-sans', 'Geist-Variable.woff2'))
  } catch {
    font = null
  }
  return font
}
