import { toStateLabel, type PublicState, type Redundancy } from '@/lib/status/model/public-state'
import { escapeXml } from './xml'

/** Text on each at least 4.5:1. Unknown is grey, and nothing but a proven good state is green. */
const grounds: Record<PublicState, string> = {
  operational: '#0e7a54',
  maintenance: '#465573',
  degraded: '#875200',
  unknown: '#5c6270',
  outage: '#b4281f',
}

const glyphs: Record<PublicState, string> = {
  operational: '✓',
  maintenance: '◆',
  degraded: '▲',
  unknown: '?',
  outage: '●',
}

const height = 20

/** A badge as README files embed it: the state by word, shape and colour. */
export function toBadge(name: string, standing: { state: PublicState; redundancy: Redundancy }): string {
  const { state } = standing
  const words = toStateLabel(standing).toLowerCase()
  const label = name.length > 40 ? `${name.slice(0, 39)}…` : name
  const word = `${glyphs[state]} ${words}`
  const [left, right] = [widthOf(label), widthOf(word)]
  const text = `${escapeXml(label)}: ${escapeXml(words)}`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${height}" role="img" aria-label="${text}"><title>${text}</title>` +
    `<clipPath id="r"><rect width="${left + right}" height="${height}" rx="4"/></clipPath>` +
    `<g clip-path="url(#r)"><rect width="${left}" height="${height}" fill="#2b2f3a"/><rect x="${left}" width="${right}" height="${height}" fill="${grounds[state]}"/></g>` +
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">` +
    `<text x="${left / 2}" y="14" textLength="${left - 14}">${escapeXml(label)}</text><text x="${left + right / 2}" y="14" textLength="${right - 14}">${escapeXml(word)}</text></g></svg>`
  )
}

/** Verdana at 11 px, roughly; textLength makes it exact wherever another font is taken. */
function widthOf(text: string): number {
  let width = 14
  for (const character of text)
    width += /[ilIj.,:|!]/.test(character)
      ? 4
      : /[mwMW]/.test(character)
        ? 10
        : /[A-Z]/.test(character)
          ? 8
          : character.charCodeAt(0) > 0x2e80
            ? 12
            : 6.7
  return Math.ceil(width)
}
